// The subjects that the harness runs to prove itself: a cluster of our own, and real systems whose behaviour is known.
// Their campaigns say whether the harness sees what is there. They are no releases, and clear none.

export const CONTROLS = ['reference', 'etcd', 'redis'] as const;

export const isControl = (subject: string): boolean => (CONTROLS as readonly string[]).includes(subject);
