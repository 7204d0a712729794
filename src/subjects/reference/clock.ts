// The clock a node reads. It starts at the machine's wall clock, runs on the monotonic one and adds a
// settable offset, so that a test can move one node in time without touching the machine.

const NANOSECONDS_PER_MS = 1_000_000n;
const NANOSECONDS_PER_SECOND = 1_000_000_000n;

export class Clock {
  readonly #anchor: bigint;

  constructor(offset_ms = 0) {
    this.#anchor = BigInt(Date.now() + offset_ms) * NANOSECONDS_PER_MS - process.hrtime.bigint();
  }

  /** The node's time as it stamps it: UTC, nine fraction digits. */
  now(): string {
    return timestamp(this.#anchor + process.hrtime.bigint());
  }
}

/** Nanoseconds since 1970 as text whose order is the order of time. */
export function timestamp(nanoseconds: bigint): string {
  const seconds = nanoseconds / NANOSECONDS_PER_SECOND;
  const fraction = String(nanoseconds % NANOSECONDS_PER_SECOND).padStart(9, '0');
  return `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19)}.${fraction}+00:00`;
}

const RFC3339 = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(?:\.(\d{1,9})\d*)?([Zz]|[+-]\d\d:\d\d)$/;

/** Nanoseconds since 1970, or null where the text is no RFC 3339 time. */
function nanoseconds(text: string): bigint | null {
  const match = RFC3339.exec(text);
  if (!match) return null;
  const ms = Date.parse(`${match[1]}T${match[2]}${match[4]?.toUpperCase()}`);
  if (Number.isNaN(ms) || ms < 0) return null;
  return BigInt(ms) * NANOSECONDS_PER_MS + BigInt((match[3] ?? '').padEnd(9, '0'));
}

/** Any RFC 3339 time in the store's own form, or null where it is none. */
export function normalTime(text: string): string | null {
  const time = nanoseconds(text);
  return time === null ? null : timestamp(time);
}

/** `time` moved by whole seconds. */
export function addSeconds(time: string, seconds: number): string {
  return timestamp((nanoseconds(time) ?? 0n) + BigInt(Math.round(seconds)) * NANOSECONDS_PER_SECOND);
}

/** The smallest time after both: a writer whose clock is behind still writes the newest version. */
export function laterThan(now: string, previous: string): string {
  return now > previous ? now : timestamp((nanoseconds(previous) ?? 0n) + 1n);
}
