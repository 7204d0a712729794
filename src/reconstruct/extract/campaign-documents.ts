// Which printed documents are artifacts of a campaign: the aggregate with its phases inside, or a phase alone.
// The phases of an aggregate are cut out of its text and de-indented, which gives back the bytes of their files:
// a number keeps its digits and an object the order of its keys.

import { type Node, parseTree } from 'jsonc-parser';
import type { PhaseNumber } from '../../contract/names.ts';
import { findDocuments, type PrintedDocument } from './documents.ts';
import { type LogText, type Origin, originOf } from './evidence.ts';
import { holdsMask } from './masked.ts';
import { enclosingLines, isQuoted } from './quoted.ts';
import { type Block, findStrays } from './strays.ts';
import { hasShape } from './whole.ts';

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
  /** The campaign that the aggregate around it names, whole or not; null where none does. */
  campaignId: string | null;
  /** The line of the log that each line of the text came from; none where it is embedded. */
  lineNumbers: readonly number[];
}

export interface CampaignDocuments {
  aggregates: Aggregate[];
  phases: PhaseDocument[];
  /** What is left of documents that were not found whole. */
  blocks: Block[];
  /** Documents of a campaign that a program only quoted. */
  quoted: Origin[];
  others: number;
  limited: boolean;
}

export function findCampaignDocuments(text: LogText): CampaignDocuments {
  const search = findDocuments(text.lines);
  const result: CampaignDocuments = { aggregates: [], phases: [], blocks: [], quoted: [], others: 0, limited: false };
  const taken = new Uint8Array(text.lines.length);
  const above = enclosingLines(text.lines);
  const alone: { printed: PrintedDocument; document: PhaseDocument }[] = [];
  for (const printed of search.documents) {
    const { value, repaired } = printed;
    const phase = phaseNumber(value);
    const whole = phase !== null && hasShape(phase, value);
    if (!whole && !isAggregate(value)) {
      result.others += 1;
      continue;
    }
    taken.fill(1, printed.first, printed.last + 1);
    const found = { text: printed.text, value, repaired, origin: originOf(text, printed.first, printed.last) };
    if (isQuoted(text.lines, above, printed)) result.quoted.push(found.origin);
    else if (isAggregate(value))
      result.aggregates.push(aggregate(found, (first, last) => originOf(text, at(printed, first), at(printed, last))));
    else if (phase !== null) {
      const lineNumbers = printed.lines.map((line) => text.lines[line]?.number ?? 0);
      const place = { embedded: false, position: null, campaignId: null, lineNumbers };
      alone.push({ printed, document: { ...found, phase, ...place } });
    }
  }
  const { blocks, limited } = findStrays(text, taken, above);
  result.phases = alone.map(({ printed, document }) => ({
    ...document,
    campaignId: campaignAround(printed, document.origin.section, blocks),
  }));
  return { ...result, blocks, limited: search.limited || limited };
}

/** A phase document that is indented is inside an aggregate, of which the lines above it are what is left. */
function campaignAround({ first, indent }: PrintedDocument, section: number, blocks: readonly Block[]): string | null {
  if (indent === 0) return null;
  const above = blocks.findLast(({ named, last }) => named?.origin.section === section && last < first);
  return above?.named?.campaignId ?? null;
}

function isAggregate(value: Record<string, unknown>): boolean {
  return typeof value.campaign_id === 'string' && Array.isArray(value.phases) && 'overall_pass' in value;
}

function phaseNumber(value: unknown): PhaseNumber | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const phase = (value as Record<string, unknown>).phase;
  return phase === 1 || phase === 2 || phase === 3 || phase === 4 ? phase : null;
}

/** The log line that a line of the document came from. */
const at = (printed: PrintedDocument, line: number): number => printed.lines[line] ?? printed.first;

function aggregate(found: FoundDocument, originAt: (first: number, last: number) => Origin): Aggregate {
  const campaignId = String(found.value.campaign_id);
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
      repaired: found.repaired && holdsMask(text),
      value: value as Record<string, unknown>,
      phase,
      embedded: true,
      position: own,
      campaignId,
      lineNumbers: [],
    });
  }
  return { ...found, campaignId, phases, strangers };
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
