// Which printed documents are artifacts of a campaign: the aggregate with its phases inside, or a phase alone.
// The phases of an aggregate are cut out of its text and de-indented, which gives back the bytes of their files:
// a number keeps its digits and an object the order of its keys.

import { type Node, parseTree } from 'jsonc-parser';
import { PHASE_SCHEMAS } from '../../contract/artifacts.ts';
import type { PhaseNumber } from '../../contract/names.ts';
import { findDocuments, type PrintedDocument } from './documents.ts';
import { type LogText, type Origin, originOf } from './evidence.ts';

export interface FoundDocument {
  text: string;
  value: Record<string, unknown>;
  /** The text is not exactly what was printed: a masked value was bridged. */
  repaired: boolean;
  origin: Origin;
}

export interface Aggregate extends FoundDocument {
  campaignId: string;
  phases: PhaseDocument[];
  /** Entries of `phases` that are no phase document. */
  strangers: number;
}

export interface PhaseDocument extends FoundDocument {
  phase: PhaseNumber;
  /** It stood inside an aggregate. */
  embedded: boolean;
  /** Position among the phase-1 documents of its aggregate; null for any other. */
  position: number | null;
}

export interface CampaignDocuments {
  aggregates: Aggregate[];
  phases: PhaseDocument[];
  others: number;
  limited: boolean;
}

export function findCampaignDocuments(text: LogText): CampaignDocuments {
  const search = findDocuments(text.lines);
  const result: CampaignDocuments = { aggregates: [], phases: [], others: 0, limited: search.limited };
  for (const printed of search.documents) {
    const { value, repaired } = printed;
    const found = { text: printed.text, value, repaired, origin: originOf(text, printed.first, printed.last) };
    const phase = phaseNumber(printed.value);
    if (isAggregate(printed.value))
      result.aggregates.push(aggregate(found, (first, last) => originOf(text, at(printed, first), at(printed, last))));
    else if (phase !== null && standsAlone(phase, printed))
      result.phases.push({ ...found, phase, embedded: false, position: null });
    else result.others += 1;
  }
  return result;
}

function isAggregate(value: Record<string, unknown>): boolean {
  return typeof value.campaign_id === 'string' && Array.isArray(value.phases) && 'overall_pass' in value;
}

function phaseNumber(value: unknown): PhaseNumber | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const phase = (value as Record<string, unknown>).phase;
  return phase === 1 || phase === 2 || phase === 3 || phase === 4 ? phase : null;
}

/** Outside an aggregate nothing says what an object is, so it must have the whole shape of its phase. */
function standsAlone(phase: PhaseNumber, printed: PrintedDocument): boolean {
  return PHASE_SCHEMAS[phase].safeParse(printed.value).success;
}

/** The log line that a line of the document came from. */
const at = (printed: PrintedDocument, line: number): number => printed.lines[line] ?? printed.first;

function aggregate(found: FoundDocument, originAt: (first: number, last: number) => Origin): Aggregate {
  const phases: PhaseDocument[] = [];
  let strangers = 0;
  let position = 0;
  const list = found.value.phases as unknown[];
  for (const [index, node] of phaseNodes(found.text).entries()) {
    const value = list[index];
    const phase = phaseNumber(value);
    const text = phase === null ? null : deindented(found.text, node);
    if (phase === null || text === null) {
      strangers += 1;
      continue;
    }
    const own = phase === 1 ? position++ : null;
    const origin = originAt(lineOf(found.text, node.offset), lineOf(found.text, node.offset + node.length));
    phases.push({
      ...found,
      origin,
      text,
      value: value as Record<string, unknown>,
      phase,
      embedded: true,
      position: own,
    });
  }
  return { ...found, campaignId: String(found.value.campaign_id), phases, strangers };
}

function phaseNodes(text: string): Node[] {
  const root = parseTree(text, [], { disallowComments: true });
  const member = root?.children?.filter((child) => child.children?.[0]?.value === 'phases').at(-1);
  return member?.children?.[1]?.children ?? [];
}

const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length - 1;

/** The node's own lines, less the indentation of the line it begins on; null where a line is indented less. */
function deindented(text: string, node: Node): string | null {
  const lines = text.slice(node.offset, node.offset + node.length).split('\n');
  const lineStart = text.lastIndexOf('\n', node.offset) + 1;
  const indent = /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? '';
  const [first = '', ...rest] = lines;
  if (rest.some((line) => !line.startsWith(indent))) return null;
  return [first, ...rest.map((line) => line.slice(indent.length))].join('\n');
}
