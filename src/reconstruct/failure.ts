// Everything that can go wrong on the way to a log: a closed union, each with its exit code and its next step.

export type FailureKind =
  | 'usage'
  | 'unauthorized'
  | 'forbidden'
  | 'not found'
  | 'expired'
  | 'rate limited'
  | 'server error'
  | 'unreachable'
  | 'truncated'
  | 'not a log'
  | 'too large'
  | 'unsafe folder';

const EXIT_CODES: Record<FailureKind, 2 | 3 | 4> = {
  usage: 2,
  unauthorized: 4,
  forbidden: 4,
  'not found': 4,
  expired: 4,
  'rate limited': 4,
  'server error': 4,
  unreachable: 4,
  truncated: 4,
  'not a log': 3,
  'too large': 3,
  'unsafe folder': 3,
};

/** `message` says what was expected, what was seen, and what to do next. */
export class ReconstructFailure extends Error {
  readonly kind: FailureKind;

  constructor(kind: FailureKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ReconstructFailure';
    this.kind = kind;
  }

  get exitCode(): 2 | 3 | 4 {
    return EXIT_CODES[this.kind];
  }
}

/** The failures after which no other request to the same service can succeed. */
export const isRefusal = (error: ReconstructFailure): boolean =>
  ['unauthorized', 'forbidden', 'rate limited', 'unreachable', 'server error'].includes(error.kind);
