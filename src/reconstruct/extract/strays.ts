// Lines of campaign documents that belong to no document that was found: the rest of one that was garbled, mixed with
// another or cut off. They give no value, yet they may contradict a document that was found whole.

import type { PhaseNumber } from '../../contract/names.ts';
import { STRAY_CHARS_MAX, STRAY_COUNT_MAX, STRAY_GAP_LINES_MAX } from '../limits.ts';
import type { LogLine } from '../lines.ts';
import { type LogText, type Origin, originOf } from './evidence.ts';
import { isWithinQuotation } from './quoted.ts';

export interface Stray {
  /** Without indentation and comma. */
  text: string;
  phase: PhaseNumber | null;
  /** The campaign that the lines around it name. */
  campaignId: string | null;
  /** Nothing follows it in its log: it may be the beginning of a line. */
  endsLog: boolean;
  origin: Origin;
}

/** Keys that no other program's documents have, by what they belong to. */
const KEYS: Record<string, PhaseNumber | null> = {
  ...keys(null, ['campaign_id', 'overall_pass', 'ai_memory_git_ref']),
  ...keys(1, ['mcp_tool_count', 'recall_count', 'snapshot_count', 'manifest_count', 'rows_in_snapshot']),
  ...keys(2, ['quorum_not_met', 'probe1_single_peer_down', 'probe2_both_peers_down', 'total_writes']),
  ...keys(3, ['src_count', 'dst_count', 'report_forward', 'report_idempotent', 'report_reverse', 'round_trips']),
  ...keys(4, ['convergence_by_fault', 'cycles_per_fault', 'writes_per_cycle', 'planned_faults', 'missing_by_node']),
};
const KEY_LINE = new RegExp(`^\\s*"(${Object.keys(KEYS).join('|')})"\\s*:`);
const PHASE_LINE = /^\s*"phase"\s*:\s*([1-4])\b/;
const CAMPAIGN_LINE = /^\s*"campaign_id"\s*:\s*"([^"]*)"/;
const DIFFERENCE = /^(?:[-+]\s*(?:"[^"]*"\s*:|[{}[\]]+,?\s*$)|@@ )/;
/** Inside such a block a line that is indented, or that holds a member, is one of the document's. */
const OWN = /^\s+\S|"\s*:|^[{}[\]"]/;

export interface Block {
  strays: Stray[];
  /** The campaign that its lines name, and the line that does. */
  named: { campaignId: string; origin: Origin } | null;
  first: number;
  last: number;
}

/** `taken` are the lines of the documents that were found, and of those that were only quoted. */
export function findStrays(text: LogText, taken: Uint8Array, above: Int32Array): { blocks: Block[]; limited: boolean } {
  const blocks: Block[] = [];
  let count = 0;
  for (const [first, last] of clusters(text.lines, taken)) {
    if (isWithinQuotation(text.lines, above, first) || hasDifference(text.lines, first, last)) continue;
    if (count >= STRAY_COUNT_MAX) return { blocks, limited: true };
    const block = blockOf(text, first, last, taken, STRAY_COUNT_MAX - count);
    count += block.strays.length;
    blocks.push(block);
  }
  return { blocks, limited: false };
}

/** Runs of lines around the keys: they end at a document, at the next step, and where no key comes for long. */
function clusters(lines: readonly LogLine[], taken: Uint8Array): [number, number][] {
  const found: [number, number][] = [];
  let open: [number, number] | null = null;
  for (const [at, line] of lines.entries()) {
    if (at <= (found.at(-1)?.[1] ?? -1)) continue;
    const ends = taken[at] === 1 || (line.kind === 'command' && line.text.startsWith('##[group]Run '));
    if (open && (ends || at - open[1] > STRAY_GAP_LINES_MAX)) {
      found.push(widened(lines, taken, open, found.at(-1)?.[1] ?? -1));
      open = null;
    }
    if (ends || line.kind !== 'output' || !KEY_LINE.test(line.text)) continue;
    open = open ? [open[0], at] : [at, at];
  }
  return open ? [...found, widened(lines, taken, open, found.at(-1)?.[1] ?? -1)] : found;
}

/** Up and down from the keys as long as the lines can be of the same document. */
function widened(
  lines: readonly LogLine[],
  taken: Uint8Array,
  [from, to]: [number, number],
  after: number,
): [number, number] {
  const own = (at: number) => lines[at]?.kind === 'output' && taken[at] !== 1 && OWN.test(lines[at].text);
  let [first, last] = [from, to];
  while (first - 1 > after && own(first - 1)) first -= 1;
  while (own(last + 1)) last += 1;
  return [first, last];
}

function hasDifference(lines: readonly LogLine[], first: number, last: number): boolean {
  for (let at = first; at <= last; at += 1) if (DIFFERENCE.test(lines[at]?.text ?? '')) return true;
  return false;
}

function blockOf(text: LogText, first: number, last: number, taken: Uint8Array, countMax: number): Block {
  const strays = new Map<string, Stray>();
  let phase: PhaseNumber | null = firstPhase(text.lines, first, last);
  let named: Block['named'] = null;
  for (let at = first; at <= last && strays.size < countMax; at += 1) {
    const line = text.lines[at];
    if (line?.kind !== 'output' || taken[at] === 1 || !OWN.test(line.text)) continue;
    const key = KEY_LINE.exec(line.text)?.[1];
    const number = PHASE_LINE.exec(line.text)?.[1];
    if (number) phase = Number(number) as PhaseNumber;
    else if (key) phase = KEYS[key] ?? null;
    const campaignId = CAMPAIGN_LINE.exec(line.text)?.[1];
    if (campaignId !== undefined) named = { campaignId, origin: originOf(text, at, at) };
    const said = saidOf(line.text);
    const known = `${phase}\n${said}`;
    if (isBracket(said) || strays.has(known)) continue;
    const around = { campaignId: named?.campaignId ?? null, endsLog: at === text.lines.length - 1 };
    strays.set(known, { text: said, phase, ...around, origin: originOf(text, at, at) });
  }
  return { strays: [...strays.values()], named, first, last };
}

/** Lines above the first one that tells the phase are of that phase too. */
function firstPhase(lines: readonly LogLine[], first: number, last: number): PhaseNumber | null {
  for (let at = first; at <= last; at += 1) {
    const key = KEY_LINE.exec(lines[at]?.text ?? '')?.[1];
    if (key) return KEYS[key] ?? null;
  }
  return null;
}

/** A line of a JSON text by what it says: equal ones say the same wherever they are. */
export const saidOf = (line: string): string => line.trim().replace(/,$/, '').slice(0, STRAY_CHARS_MAX);

/** Brackets alone say nothing. */
export const isBracket = (said: string): boolean => /^[{}[\]]*$/.test(said);

function keys(phase: PhaseNumber | null, names: readonly string[]): Record<string, PhaseNumber | null> {
  return Object.fromEntries(names.map((name) => [name, phase]));
}
