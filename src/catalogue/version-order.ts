// Which of two refs of one subject is the newer release. Where every ref names a version the versions decide, since an
// old release may be measured again at any time; else the release that was first measured later is the newer one.

interface Measured {
  ref: string;
  /** When its first campaign was completed, in milliseconds since 1970; null where none says. */
  first_ms: number | null;
}

/** The releases of one subject, newest first. */
export function newestFirst<T extends Measured>(releases: readonly T[]): T[] {
  const versions = new Map(releases.map(({ ref }) => [ref, versionIn(ref)]));
  const hasVersions = [...versions.values()].every((version) => version !== null);
  return releases.toSorted(
    (a, b) =>
      (hasVersions ? byVersion(versions.get(b.ref) ?? NONE, versions.get(a.ref) ?? NONE) : 0) ||
      (b.first_ms ?? BEFORE_ALL) - (a.first_ms ?? BEFORE_ALL) ||
      natural.compare(b.ref, a.ref),
  );
}

interface Version {
  numbers: number[];
  /** `-rc.1`, `-beta`: before the version itself; null for the version itself. */
  early: string | null;
}

/** Before any date that a summary may name. */
const BEFORE_ALL = -8.64e15;
const NONE: Version = { numbers: [], early: null };
const natural = new Intl.Collator('en', { numeric: true });

/** `v0.6.4`, `release/v0.6.0`, `reference-v0.1.0`: the first dotted numbers of a ref; null where it names none. */
function versionIn(ref: string): Version | null {
  const [, dotted = '', early] =
    /(?:^|[^\d.])(\d{1,9}(?:\.\d{1,9}){1,5})(-(?:alpha|beta|rc|pre)[\w.]{0,40})?/i.exec(ref) ?? [];
  return dotted === '' ? null : { numbers: dotted.split('.').map(Number), early: early ?? null };
}

function byVersion(a: Version, b: Version): number {
  for (let at = 0; at < Math.max(a.numbers.length, b.numbers.length); at++) {
    const difference = (a.numbers[at] ?? 0) - (b.numbers[at] ?? 0);
    if (difference !== 0) return difference;
  }
  if (a.early === b.early) return 0;
  return a.early === null ? 1 : b.early === null ? -1 : natural.compare(a.early, b.early);
}
