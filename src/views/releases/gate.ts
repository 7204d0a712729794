// What the gate of a release said, as it was stored: when, by which rules, and whether the evidence is still the same.

import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Release } from '../../catalogue/releases.ts';
import type { GateRule } from '../../contract/gate.ts';
import { gotInWords } from '../campaign/phase/got.ts';
import { lineHref } from '../campaign/raw.ts';
import type { Cell, Ledger } from '../ledger.ts';
import { words } from '../ledger.ts';
import { leftOut } from '../left-out.ts';
import { grouped } from '../rounding.ts';
import { campaignPath, RELEASES_PATH, withBase } from '../site.ts';
import { type Mark, okMark } from '../words.ts';
import { DECISION_MARKS } from './decision.ts';

export interface GateView {
  mark: Mark;
  /** `Asked on 2026-11-27 by the rules of proofhouse.gate.yaml, over 2 campaigns.` */
  asked: string;
  why: string;
  /** Why it counts for nothing, one sentence each; empty where it holds. */
  doubts: string[];
  rules: Ledger;
}

const DOUBTS_MAX = 8;
const RULES_MAX = 300;

export function gateView(read: Catalogue, { gate }: Release): GateView | null {
  if (gate === null) return null;
  const { decision, stale, not_believed } = gate;
  const campaigns = decision.campaigns.length === 1 ? 'one campaign' : `${decision.campaigns.length} campaigns`;
  const until = decision.valid_until === null ? '' : ` Its rules about time hold until ${decision.valid_until}.`;
  return {
    mark: DECISION_MARKS[decision.decision],
    asked: `Asked on ${decision.decided_at.slice(0, 10)} by the rules of ${decision.gate_file.name}, over ${campaigns}.${until}`,
    why: decision.why,
    doubts: [...doubtsOf('Not believed', not_believed), ...doubtsOf('Out of date', stale)],
    rules: {
      caption: 'Every rule of the gate, as it was found then',
      columns: words('Rule', 'Expected', 'Found', 'Evidence'),
      isProse: true,
      rows: decision.rules.slice(0, RULES_MAX).map((rule) => rowOf(read, rule)),
      more: leftOut(decision.rules.length - RULES_MAX, withBase(RELEASES_PATH), 'rules, in gate-decisions.json'),
      note: null,
    },
  };
}

function doubtsOf(what: string, all: readonly string[]): string[] {
  const said = all.slice(0, DOUBTS_MAX).map((doubt) => `${what}: ${doubt}.`);
  return all.length > DOUBTS_MAX ? [...said, `${what}: ${grouped(all.length - DOUBTS_MAX)} more.`] : said;
}

function rowOf(read: Catalogue, rule: GateRule): Ledger['rows'][number] {
  const tone = rule.ok === true ? undefined : rule.ok === false ? 'fail' : 'warn';
  const found = rule.got === null ? 'not recorded' : gotInWords(rule.got);
  const cells: Cell[] = [{ text: rule.expected }, { text: found, tone }, evidenceOf(read, rule)];
  return { mark: okMark(rule.ok), head: rule.label, cells };
}

/** The line as it is today; the campaign alone where the artifact has no page of lines. */
function evidenceOf(read: Catalogue, { campaign, file, line }: GateRule): Cell {
  const entry = campaign === null ? undefined : read.byId.get(campaign);
  if (!entry) return { text: campaign ?? '' };
  const page = withBase(campaignPath(entry.id));
  const href = file === null ? null : lineHref(entry, file, line);
  if (file === null || href === null) return { text: file ?? entry.id, href: page };
  return href.startsWith('#')
    ? { text: file, href: `${page}#${file}` }
    : { text: line === null ? file : `${file}:${line}`, href };
}
