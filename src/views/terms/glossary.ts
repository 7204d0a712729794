// The words of this site, each defined once. Pages lead to a definition where they first use its word.

export interface Term {
  /** Of its place on the page of definitions. */
  id: string;
  word: string;
  is: string;
  /** The forms in which prose uses it; none for a word that says to everybody what it means here. */
  forms: readonly string[];
}

export const GLOSSARY: readonly Term[] = [
  {
    id: 'acked',
    word: 'Acked',
    is: 'the node answered that it took the write (201). A refused write was answered with a clear no. An unknown one got no clear answer, so it may exist or not.',
    forms: ['acked'],
  },
  {
    id: 'quorum',
    word: 'Quorum',
    is: 'how many nodes must hold a write before it is acked. Here it is two of three.',
    forms: ['quorum'],
  },
  {
    id: 'bound',
    word: 'Bound',
    is: 'of the acked writes, the share that every surviving node holds with equal content. It is 1 where nothing is missing.',
    // what an analysis ties to its evidence is bound to it, and that is no share
    forms: ['convergence bounds?', 'bounds?(?! to\\b)'],
  },
  {
    id: 'convergence',
    word: 'Convergence',
    is: 'after a fault the nodes come to hold the same rows. The time that it takes is counted from the heal.',
    forms: ['converge(?:s|d|nce)?'],
  },
  {
    id: 'fault-class',
    word: 'Fault class',
    is: 'a kind of fault, such as killing a node or cutting its network. A cycle injects one fault, heals it, and looks at what is left.',
    forms: ['fault class(?:es)?', 'class(?:es)? of fault'],
  },
  {
    id: 'synced',
    word: 'Synced',
    is: 'the program asked the disk to keep what was written, and the disk said that it did. What was not synced outlives the death of the program, and not a loss of power.',
    forms: ['synced'],
  },
  {
    id: 'power-loss',
    word: 'Loss of power',
    is: 'a node ends at once, and finds on its disk only what it had synced. A killed node finds all that it had written.',
    forms: ['loss of power'],
  },
  {
    id: 'full-disk',
    word: 'Full or read-only disk',
    is: 'whatever a node writes to its disk is refused. It must not ack what it could not write, and it must take part again once the disk has room.',
    forms: ['full disk', 'read-only disk'],
  },
  {
    id: 'receipt',
    word: 'Receipt',
    is: 'what was read from the machine to show that a fault took effect, and that it was healed.',
    forms: ['receipts?'],
  },
  {
    id: 'catch-up',
    word: 'Catch-up',
    is: 'a node asks its peers for the rows that it missed while it was away.',
    forms: ['catch-up'],
  },
  {
    id: 'quiesce',
    word: 'Quiesce',
    is: 'the nodes get time to settle: until all of them hold the same rows and still do two rounds of catch-up later, or a named limit passes.',
    forms: ['quiesce'],
  },
  {
    id: 'anomaly',
    word: 'Anomaly',
    is: 'what should not happen to a write, by its name: for example lost, an acked write that no node holds.',
    forms: ['anomal(?:y|ies)'],
  },
  {
    id: 'checker',
    word: 'Checker',
    is: 'a program that looks for one anomaly in the record of all operations. It knows no subject and no version.',
    forms: ['checkers?'],
  },
  {
    id: 'invariant',
    word: 'Invariant',
    is: 'a rule that a version promises to keep, or does not, such as I2: after the heal and its time to settle, every acked write is on every node.',
    forms: ['invariants?', 'I[1-9][0-9]?'],
  },
  {
    id: 'check',
    word: 'Check',
    is: 'one question to one artifact, with what was expected and what was found. It holds, fails, or is unknown.',
    forms: [],
  },
  {
    id: 'claim',
    word: 'Claim',
    is: 'what the artifacts say about themselves. It is disputed where the evidence says otherwise.',
    forms: ['disputed'],
  },
  {
    id: 'gate',
    word: 'Gate',
    is: 'the campaign that decides about a release: 50 cycles of each fault class, at least 100 writes in each.',
    forms: ['gate campaigns?', 'gates?'],
  },
  {
    id: 'control',
    word: 'Control',
    is: 'a system that is run to test the harness itself. Its result is known before, and it is no product.',
    forms: ['controls?'],
  },
];

/** The page of definitions. */
export const GLOSSARY_PATH = 'methodology/';

export const termAnchor = ({ id }: Pick<Term, 'id'>): string => `term-${id}`;
