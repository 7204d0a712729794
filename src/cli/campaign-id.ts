// The id of a campaign that was given none: `<ref>-<profile>-r<next>`, the next number of that series.

import { readdirSync } from 'node:fs';
import { seriesOf } from '../contract/names.ts';

const LENGTH_MAX = 100;

export function campaignId(out: string, ref: string, profile: string): string {
  const series = `${nameOf(ref)}-${profile}`;
  const taken = entriesOf(out).flatMap((name) => {
    const { series: of, ordinal } = seriesOf(name);
    return of === series && ordinal !== null ? [ordinal] : [];
  });
  return `${series}-r${Math.max(0, ...taken) + 1}`;
}

/** A ref as it may stand in an address: `release/v1.0` becomes `release-v1.0`. */
function nameOf(ref: string): string {
  const name = ref.replaceAll(/[^A-Za-z0-9._-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '');
  return name.slice(0, LENGTH_MAX) || 'unnamed';
}

function entriesOf(dir: string): string[] {
  try {
    return readdirSync(dir);
  } catch {
    // no campaigns yet: the first makes the directory
    return [];
  }
}
