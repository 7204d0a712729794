// The folder of a new campaign. A campaign that was given no id is `<ref>-<profile>-r<next>`, the next number of
// that series; two that start at once both ask for it, and the one that comes second takes the one after.

import { readdirSync } from 'node:fs';
import { seriesOf } from '../contract/names.ts';
import { CampaignExists, type CampaignFolder, createFolder } from '../runner/artifacts.ts';

const REF_LENGTH_MAX = 100;
const CLAIMS_MAX = 50;

/** @throws what `createFolder` throws; CampaignExists only where `CLAIMS_MAX` numbers were taken as they were asked for */
export async function claimFolder(out: string, ref: string, profile: string): Promise<CampaignFolder> {
  for (let claims = 1; ; claims++) {
    try {
      return await createFolder(out, nextId(out, ref, profile));
    } catch (error) {
      if (!(error instanceof CampaignExists) || claims === CLAIMS_MAX) throw error;
    }
  }
}

/** `ordinal`: the number in its series where something else counts them. */
export const idOf = (ref: string, profile: string, ordinal: number): string => `${nameOf(ref)}-${profile}-r${ordinal}`;

export function nextId(out: string, ref: string, profile: string): string {
  const series = `${nameOf(ref)}-${profile}`;
  const taken = entriesOf(out).flatMap((name) => {
    const { series: of, ordinal } = seriesOf(name);
    return of === series && ordinal !== null ? [ordinal] : [];
  });
  return idOf(ref, profile, Math.max(0, ...taken) + 1);
}

/** A ref as part of an address: `release/v1.0` becomes `release-v1.0`. */
function nameOf(ref: string): string {
  const name = ref.replaceAll(/[^A-Za-z0-9._-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '');
  return name.slice(0, REF_LENGTH_MAX) || 'unnamed';
}

function entriesOf(dir: string): string[] {
  try {
    return readdirSync(dir);
  } catch {
    // no campaigns yet: the first makes the directory
    return [];
  }
}
