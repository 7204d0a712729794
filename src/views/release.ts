// May this ref ship? Only a gate campaign with the four default fault classes can carry a release.

import { DEFAULT_FAULTS } from '../contract/names.ts';
import type { Entry } from './catalogue.ts';
import { campaignPath, withBase } from './site.ts';

export interface Release {
  ref: string;
  campaigns: number;
  /** The newest campaign that carries the release, if any. */
  carriedBy: { text: string; href: string } | null;
  sentence: string;
}

/** The ref of the newest campaign, and whether any of its campaigns carries it. */
export function newestRelease(entries: readonly Entry[]): Release | null {
  const ref = entries.find(({ head }) => head.ref !== null)?.head.ref;
  if (!ref) return null;
  const own = entries.filter(({ head }) => head.ref === ref);
  const carrying = own.find(carries);
  const passing = own.filter(({ verdict }) => verdict.outcome === 'PASS').length;
  const count = `${own.length} ${own.length === 1 ? 'campaign' : 'campaigns'} of this ref`;
  return {
    ref,
    campaigns: own.length,
    carriedBy: carrying ? { text: carrying.id, href: withBase(campaignPath(carrying.id)) } : null,
    sentence: carrying
      ? `Of ${count}, ${passing} pass, and a gate campaign with all four default fault classes is among them.`
      : `Of ${count}, ${passing} pass, but no gate campaign with all four default fault classes does. That is what a release needs.`,
  };
}

function carries({ head, verdict }: Entry): boolean {
  const held = new Set(
    verdict.phases.flatMap(({ checks }) => checks.flatMap(({ id, ok }) => (ok === true ? [id] : []))),
  );
  return (
    verdict.outcome === 'PASS' && head.profile === 'gate' && DEFAULT_FAULTS.every((name) => held.has(`phase4.${name}`))
  );
}
