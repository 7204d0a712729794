// The addresses of the pages of single writes. A key is text from a file: it enters an address only by a safe name.

import type { Entry } from '../../../catalogue/catalogue.ts';
import { isAnomaly } from '../../../catalogue/defect-words.ts';
import type { ShownWrite } from '../../../catalogue/shown-writes.ts';
import { ANOMALIES } from '../../../contract/anomaly-names.ts';
import type { Link } from '../../link.ts';
import { safeName } from '../../safe-name.ts';
import { withBase, writePath } from '../../site.ts';

const KEY_CHARS_MAX = 80;

/** The two parts of an address below `ops/`. */
export const addressOf = ({ name, key }: Pick<ShownWrite, 'name' | 'key'>): { name: string; key: string } => ({
  name,
  key: safeName(key),
});

export const writeHref = ({ id }: Entry, write: ShownWrite): string =>
  withBase(writePath(id, write.name, addressOf(write).key));

/** The writes of a class, of one of its cycles where one is named, that have a page. */
export const shownIn = ({ writes }: Entry, name: string, cycle: number | null = null): ShownWrite[] =>
  writes.filter((write) => write.name === name && (cycle === null || write.cycle === cycle));

export const writeLinks = (entry: Entry, writes: readonly ShownWrite[]): Link[] =>
  writes.map((write) => ({ text: keyInWords(write.key), href: writeHref(entry, write) }));

/** A key that is cut has the end of its address beside it: two long keys may begin alike. */
export const keyInWords = (key: string): string =>
  key.length > KEY_CHARS_MAX ? `${key.slice(0, KEY_CHARS_MAX)} … (${safeName(key).slice(-HASH_SHOWN)})` : key;
const HASH_SHOWN = 6;

/** The pages of writes that show an anomaly in these classes, each named by its class and cycle. */
export const linksToAnomaly =
  (entry: Entry, names: readonly string[]) =>
  (anomaly: string): Link[] =>
    writeLinks(
      entry,
      entry.writes.filter(({ name, anomalies }) => names.includes(name) && anomalies.includes(anomaly)),
    );

/**
 * A write with a page that shows a defect, by the id of the defect (`phase4.partition_minority.missing`): the one that
 * shows least besides, so that two defects are not shown by one write where each has its own.
 */
export function writeThatShows(entry: Entry, defect: string): Link | null {
  const [phase, ...rest] = defect.split('.');
  const anomaly = rest.at(-1);
  if (!isAnomaly(anomaly)) return null;
  const name = phase === 'phase4' ? rest[0] : phase;
  // a campaign that is older than the anomalies names an invariant
  const names: string[] = [anomaly, ANOMALIES[anomaly].excluded_by];
  const [write] = entry.writes
    .filter((one) => one.name === name && one.anomalies.some((shown) => names.includes(shown)))
    .toSorted((x, y) => x.anomalies.length - y.anomalies.length);
  return write ? { text: keyInWords(write.key), href: writeHref(entry, write) } : null;
}
