// The cycles of one fault class as a table, from the artifact that holds one line a cycle.

import { cycleSchema } from '../contract/artifacts.ts';
import type { Entry } from './catalogue.ts';
import { textOf } from './texts.ts';
import { type Mark, okMark } from './words.ts';

const ROWS_MAX = 1000;
const REASON_CHARS_MAX = 200;

export interface CycleRow {
  cycle: number;
  line: number;
  mark: Mark;
  clean: boolean;
  acked: number;
  refused: number;
  unknown: number;
  lost: number;
  missing: string;
  bound: string;
  window: string;
  converged: string;
  receipt: string;
  reasons: string[];
  /** Runs this one cycle again; null where it is clean. */
  replay: string | null;
}

export interface CyclesView {
  name: string;
  rows: CycleRow[];
  /** Lines that hold no cycle of the known shape. */
  unreadable: number;
  more: number;
}

export const cyclesFile = (name: string): string => `phase4-${name}.jsonl`;
export const faultOfFile = (file: string): string | null => /^phase4-([a-z][a-z0-9_]*)\.jsonl$/.exec(file)?.[1] ?? null;

export function cyclesView(root: string, entry: Entry, name: string): CyclesView {
  const lines = textOf(root, entry, cyclesFile(name)).split('\n');
  const rows = lines.flatMap((text, index) => (text.trim() === '' ? [] : [rowOf(entry, name, text, index + 1)]));
  const read = rows.filter((row) => row !== null);
  return {
    name,
    rows: read.slice(0, ROWS_MAX),
    unreadable: rows.length - read.length,
    more: Math.max(0, read.length - ROWS_MAX),
  };
}

function rowOf(entry: Entry, name: string, text: string, line: number): CycleRow | null {
  const parsed = cycleSchema.safeParse(jsonOf(text));
  if (!parsed.success) return null;
  const {
    cycle,
    seed,
    acked,
    refused,
    unknown,
    lost,
    missing_by_node,
    bound,
    clean,
    injected_ms,
    healed_ms,
    converged_ms,
    receipt,
    reasons,
  } = parsed.data;
  return {
    cycle,
    line,
    mark: okMark(clean ? true : bound === null ? null : false),
    clean,
    acked,
    refused,
    unknown,
    lost,
    missing: pairs(missing_by_node, String),
    bound: bound === null ? 'none' : String(bound),
    window:
      injected_ms === null || healed_ms === null ? 'none' : `${Math.round(injected_ms)} to ${Math.round(healed_ms)}`,
    converged: pairs(converged_ms, (time) => (time === null ? 'not in time' : String(Math.round(time)))),
    receipt: receipt === null ? 'none' : `${receipt.kind}, ${receipt.ops_in_window} ops inside`,
    reasons: reasons.map((reason) => reason.slice(0, REASON_CHARS_MAX)).slice(0, 8),
    replay: clean ? null : replayCommand(entry, name, cycle, entry.head.seed ?? seed),
  };
}

/** Only names and numbers enter a command that somebody copies. */
function replayCommand({ head }: Entry, name: string, cycle: number, seed: number): string {
  const subject = /^([a-z][a-z0-9-]{0,40})\b/.exec(head.subject ?? '')?.[1];
  return `npm run campaign -- ${subject ? `--subject ${subject} ` : ''}--replay ${name}:${cycle} --seed ${seed}`;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const pairs = <T>(record: Readonly<Record<string, T>>, words: (value: T) => string): string =>
  Object.entries(record)
    .slice(0, 9)
    .map(([node, value]) => `${node.slice(0, 20)} ${words(value)}`)
    .join(', ') || 'none';
