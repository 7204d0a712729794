// Where a process is put, and under which address it is then found: on this machine as it is, or in a network of its own.

export interface Place {
  /** The address that a node listens on, and under which its clients find it. */
  readonly host: string;
  /** The command that starts another one there; empty: nothing has to be entered. */
  readonly enter: readonly string[];
}

/** The loopback interface of this machine. */
export const HERE: Place = { host: '127.0.0.1', enter: [] };
