// May this ref ship? Only a gate campaign with the four default fault classes can carry a release.

import { DEFAULT_FAULTS } from '../contract/names.ts';
import type { Entry } from './catalogue.ts';
import { campaignPath, withBase } from './site.ts';

export interface Release {
  ref: string;
  /** Its campaigns, newest first. */
  campaigns: readonly Entry[];
  /** The newest campaign that carries the release, if any. */
  carriedBy: { text: string; href: string } | null;
  sentence: string;
}

/**
 * The ref of the newest campaign, and whether any of its campaigns carries it. A time that cannot be believed makes
 * no campaign the newest.
 */
export function newestRelease(entries: readonly Entry[]): Release | null {
  const ref = entries.find(({ head }) => head.ref !== null && head.doubt === null)?.head.ref;
  if (!ref) return null;
  const own = entries.filter(({ head }) => head.ref === ref);
  const carrying = own.find(carries);
  return {
    ref,
    campaigns: own,
    carriedBy: carrying ? { text: carrying.id, href: withBase(campaignPath(carrying.id)) } : null,
    sentence: `${passingInWords(own)} ${
      carrying
        ? 'A gate campaign with all four default fault classes passes, which is what a release needs.'
        : 'A release needs a gate campaign that passes with all four default fault classes; there is none.'
    }`,
  };
}

function passingInWords(own: readonly Entry[]): string {
  const passing = own.filter(({ verdict }) => verdict.outcome === 'PASS').length;
  if (own.length === 1) return passing === 1 ? 'Its one campaign passes.' : 'Its one campaign does not pass.';
  if (passing === own.length) return `All ${own.length} campaigns of it pass.`;
  return `Of its ${own.length} campaigns ${passing === 0 ? 'none passes' : `${passing} ${passing === 1 ? 'passes' : 'pass'}`}.`;
}

function carries({ head, verdict }: Entry): boolean {
  const held = new Set(
    verdict.phases.flatMap(({ checks }) => checks.flatMap(({ id, ok }) => (ok === true ? [id] : []))),
  );
  return (
    verdict.outcome === 'PASS' && head.profile === 'gate' && DEFAULT_FAULTS.every((name) => held.has(`phase4.${name}`))
  );
}
