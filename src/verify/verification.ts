// What a campaign's own bytes say: each file against the list of hashes, every document judged again, and, where a site
// published it, whether the site says the same. Pure.

import type { ApiCampaign } from '../contract/api.ts';
import { EVIDENCE_LIST_FILE, isLater } from '../contract/names.ts';
import type { Folder } from '../contract/reading.ts';
import type { CampaignVerdict, Outcome } from '../contract/verdict.ts';
import { judge } from '../verdict/judge.ts';

export interface Verification {
  schema_version: 1;
  campaign_id: string;
  /** The folder or the address that was asked. */
  source: string;
  /** The lists that the bytes were compared with; none means that nothing vouches for them. */
  lists: { name: string; files: number; as_listed: number }[];
  /** Whatever is not as listed, is left out or could not be read; one sentence each. */
  problems: string[];
  outcome: Outcome;
  phases: { phase: number; status: string; reasons: string[] }[];
  reasons: string[];
  claim: CampaignVerdict['claim'];
  /** What the site says of it; null for a folder. */
  published: { outcome: Outcome | null; differences: string[] } | null;
  exit_code: 0 | 1 | 3;
}

/** What is known of a campaign that a site published. */
export interface FromSite {
  name: string;
  listed: number;
  problems: readonly string[];
  says: ApiCampaign | string;
}

const DIFFERENCES_MAX = 20;

export function verify(folder: Folder, source: string, site: FromSite | null = null): Verification {
  const verdict = judge(folder);
  const published = site && agreement(site.says, verdict);
  const lists = [...ownList(folder, verdict), ...(site ? [siteList(site)] : [])];
  const problems = [
    ...(site?.problems ?? []),
    ...verdict.notes,
    ...verdict.artifacts.flatMap(({ departs }) => departs?.detail ?? []),
    ...verdict.artifacts.flatMap(({ departs, why }) => (departs === null && why ? why.detail : [])),
    ...folder.leftOut.map(({ name, why }) => `${name} is left out: ${why}`),
    ...(lists.length === 0 ? [`${EVIDENCE_LIST_FILE} is not there: nothing vouches for these bytes`] : []),
  ];
  return {
    schema_version: 1,
    campaign_id: folder.id,
    source,
    lists,
    problems,
    outcome: verdict.outcome,
    phases: verdict.phases.map(({ phase, status, reasons }) => ({ phase, status, reasons })),
    reasons: verdict.reasons,
    claim: verdict.claim,
    published,
    exit_code: exitOf(verdict.outcome, problems.length + (published?.differences.length ?? 0)),
  };
}

const exitOf = (outcome: Outcome, problems: number): Verification['exit_code'] =>
  outcome === 'FAIL' ? 1 : outcome === 'PASS' && problems === 0 ? 0 : 3;

function ownList({ files }: Folder, { artifacts, notes }: CampaignVerdict): Verification['lists'] {
  const list = files.find(({ file }) => file === EVIDENCE_LIST_FILE);
  if (list?.state !== 'document' || notes.some((note) => note.includes('lists nothing'))) return [];
  const held = artifacts.filter(({ file, departs }) => !isExempt(file) && departs?.how !== 'not listed');
  const as_listed = held.filter(({ departs }) => departs === null).length;
  return [{ name: EVIDENCE_LIST_FILE, files: held.length, as_listed }];
}

const isExempt = (file: string): boolean => file === EVIDENCE_LIST_FILE || isLater(file);

const siteList = ({ name, listed, problems }: FromSite): Verification['lists'][number] => ({
  name,
  files: listed,
  as_listed: listed - problems.length,
});

/** Outcome, statuses and every check, beside what the site says of them. */
function agreement(says: ApiCampaign | string, verdict: CampaignVerdict): Verification['published'] {
  if (typeof says === 'string') return { outcome: null, differences: [says] };
  const statuses = new Map(verdict.phases.map(({ phase, status }) => [phase as number, status as string]));
  const oks = new Map(verdict.phases.flatMap(({ checks }) => checks.map(({ id, ok }) => [id, ok] as const)));
  const all = [
    ...(says.outcome === verdict.outcome ? [] : [`the site says ${says.outcome}, its files say ${verdict.outcome}`]),
    ...says.phases.flatMap(({ phase, status }) =>
      statuses.get(phase) === status
        ? []
        : [`phase ${phase}: the site says ${status}, its files say ${statuses.get(phase) ?? 'nothing'}`],
    ),
    ...says.phases
      .flatMap(({ checks }) => checks)
      .filter(({ id, ok }) => oks.get(id) !== ok)
      .map(({ id, ok }) => `${id}: the site says ${inWords(ok)}, its files say ${inWords(oks.get(id))}`),
  ];
  const more = all.length - DIFFERENCES_MAX;
  return {
    outcome: says.outcome,
    differences: more > 0 ? [...all.slice(0, DIFFERENCES_MAX), `and ${more} more`] : all,
  };
}

const inWords = (ok: boolean | null | undefined): string =>
  ok === undefined ? 'nothing' : ok === null ? 'unknown' : String(ok);
