// What a release's decision means for each of three audiences: a paragraph derived from the evidence, and whatever the
// newest analysis adds to it. An analysis adds words, never the decision.

import type { Catalogue, Entry } from '../../catalogue/catalogue.ts';
import { narrativeOf } from '../../catalogue/narratives.ts';
import type { Release } from '../../catalogue/releases.ts';
import type { Decision } from '../../contract/release.ts';
import type { Link } from '../link.ts';
import { nameInWords } from '../name-in-words.ts';
import { grouped } from '../rounding.ts';
import { campaignPath, withBase } from '../site.ts';
import { counted, sentence } from '../words.ts';
import type { Obstacles } from './obstacles.ts';

export interface Audience {
  title: string;
  /** Derived. */
  text: string;
  /** From an analysis, finished HTML; null where none speaks to this audience. */
  html: string | null;
}

export interface Audiences {
  audiences: Audience[];
  /** The campaign whose analysis is quoted. */
  quoted: Link | null;
}

export async function audiencesOf(catalogue: Catalogue, release: Release, obstacles: Obstacles): Promise<Audiences> {
  const { entry, analysis } = await quotedOf(catalogue, release.campaigns);
  const of = (title: string, text: string, key: 'for_non_technical' | 'for_c_level' | 'for_sme'): Audience => ({
    title,
    text,
    html: analysis?.[key]?.html ?? null,
  });
  return {
    audiences: [
      of('For end users', forUsers(release, obstacles), 'for_non_technical'),
      of('For decision makers', forDeciders(release, obstacles), 'for_c_level'),
      of('For engineers', forEngineers(release), 'for_sme'),
    ],
    quoted: entry ? { text: entry.id, href: withBase(campaignPath(entry.id)) } : null,
  };
}

/** More campaigns than these are not asked whether somebody wrote about them. */
const ASKED_MAX = 20;

async function quotedOf(catalogue: Catalogue, campaigns: readonly Entry[]) {
  for (const entry of campaigns.slice(0, ASKED_MAX)) {
    const { analysis } = await narrativeOf(catalogue, entry);
    if (analysis?.for_non_technical || analysis?.for_c_level || analysis?.for_sme) return { entry, analysis };
  }
  return { entry: null, analysis: null };
}

const USERS: Record<Decision, string> = {
  ship: 'You can use this version. In our tests everything that it confirmed was still there after crashes, cut networks and wrong clocks.',
  'do not ship': 'Do not trust this version with data that you cannot lose. A test that it must pass failed.',
  undecided: 'We cannot say yet whether this version is safe to use. The tests that would show it were not all run.',
};

function forUsers({ verdict }: Release, { limits, more }: Obstacles): string {
  const atLeast = more ? 'at least ' : '';
  const known = limits.length === 0 ? '' : ` It also has ${atLeast}${counted(limits.length, 'known limit')}.`;
  return `${USERS[verdict.decision]}${known}`;
}

function forDeciders({ verdict, before }: Release, { blockers, limits }: Obstacles): string {
  const blocked =
    blockers.length === 0
      ? 'Nothing is known to block it'
      : `${sentence(counted(blockers.length, 'defect'))} ${blockers.length === 1 ? 'blocks' : 'block'} it`;
  const limited =
    limits.length === 0
      ? ''
      : `, and ${counted(limits.length, 'known limit')} ${limits.length === 1 ? 'remains' : 'remain'}`;
  const earlier = before
    ? ` The release before it, ${nameInWords(before.ref)}, ${EARLIER[before.verdict.decision]}.`
    : '';
  return `${verdict.why} ${blocked}${limited}.${earlier}`;
}

const EARLIER: Record<Decision, string> = {
  ship: 'may ship',
  'do not ship': 'must not ship',
  undecided: 'is undecided',
};

function forEngineers({ campaigns, verdict }: Release): string {
  const checks = campaigns.flatMap((entry) => entry.verdict.phases.flatMap((phase) => phase.checks));
  const failed = checks.filter(({ ok }) => ok === false).length;
  const gates = verdict.attempts.length;
  const kinds =
    gates === campaigns.length
      ? counted(gates, 'gate campaign')
      : `${counted(campaigns.length, 'campaign')}, ${counted(gates, 'of them a gate campaign', 'of them gate campaigns')}`;
  return `${sentence(kinds)}. ${grouped(failed)} of ${grouped(checks.length)} checks ${failed === 1 ? 'is' : 'are'} false; one defect may fail a check on each node and in each campaign. Every rule is listed, with what was found and where.`;
}
