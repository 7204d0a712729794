// The established progress lines: `[phase2] burst totals: ...`, `[phase4] F convergence_bound=x`, the environment
// that the runner shows before each step. One line, one statement; a line that begins like one and does not end like
// one is kept as broken, so that its value is unknown and never guessed.

import type { PhaseNumber } from '../../contract/names.ts';
import { PROGRESS_COUNT_MAX } from '../limits.ts';
import type { LineKind, LogLine } from '../lines.ts';
import { type LogText, type Origin, originOf } from './evidence.ts';

export type Statement =
  | { kind: 'totals'; ok: number; quorumNotMet: number; fail: number; total: number }
  | { kind: 'count'; node: string; count: number }
  | { kind: 'bound'; fault: string; bound: number }
  | { kind: 'fault'; fault: string }
  | { kind: 'host'; host: string }
  | { kind: 'stage' }
  | { kind: 'overall'; pass: boolean }
  | { kind: 'environment'; name: string; value: string }
  | { kind: 'failed' }
  | { kind: 'broken'; of: string };

export interface Progress {
  statement: Statement;
  phase: PhaseNumber | null;
  origin: Origin;
}

const PHASE_LINE = /^\[phase([1-4])\](?:\[([^\]]*)\])? ?(.*)$/s;
const TOTALS = /^burst totals: OK=(\d+) +QNM=(\d+) +FAIL=(\d+) +\(total=(\d+)\)$/;
const COUNT = /^node-([A-Z]) count(?:\(ns=[^)]*\)=|: )(\d+)(?: .*)?$/;
const COUNT_BEGIN = /^node-([A-Z]) count/;
const BOUND = /^(\S+) convergence_bound=(\S*)$/;
const FAULT = /^campaign: (\S+)$/;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const OVERALL = /^Overall pass: (true|false)$/;
const ENVIRONMENT = /^ {2}(CAMPAIGN_ID|AI_MEMORY_GIT_REF|CHAOS_CYCLES|CHAOS_WRITES|CHAOS_FAULTS): (.*)$/;

const FAILED = /^##\[error\]Process completed with exit code [1-9]/;

type Reading = Omit<Progress, 'origin'> | null;

const READERS: Partial<Record<LineKind, (line: LogLine) => Reading>> = {
  header: environment,
  output: printed,
  // A step that may fail without failing its job counts as a success for the service, yet the log says this.
  command: (line) => (FAILED.test(line.text) ? { statement: { kind: 'failed' }, phase: null } : null),
};

export function findProgress(text: LogText): Progress[] {
  const found: Progress[] = [];
  for (const [at, line] of text.lines.entries()) {
    if (found.length >= PROGRESS_COUNT_MAX) break;
    const read = READERS[line.kind]?.(line);
    if (read) found.push({ ...read, origin: originOf(text, at, at) });
  }
  return found;
}

function environment({ text }: LogLine): Reading {
  const match = ENVIRONMENT.exec(text);
  if (!match) return null;
  return { statement: { kind: 'environment', name: match[1] ?? '', value: (match[2] ?? '').trim() }, phase: null };
}

function printed({ text, cut }: LogLine): Reading {
  const overall = OVERALL.exec(text);
  if (overall) return { statement: { kind: 'overall', pass: overall[1] === 'true' }, phase: null };
  const match = PHASE_LINE.exec(text);
  if (!match) return null;
  const phase = Number(match[1]) as PhaseNumber;
  const said = (match[3] ?? '').trimEnd();
  if (phase === 1 && match[2]) return { statement: { kind: 'host', host: match[2] }, phase };
  if (phase === 2) return { statement: ofPhase2(said, cut), phase };
  if (phase === 4) return { statement: ofPhase4(said, cut), phase };
  return { statement: { kind: 'stage' }, phase };
}

function ofPhase2(said: string, cut: boolean): Statement {
  const totals = cut ? null : TOTALS.exec(said);
  if (totals) {
    const [ok, quorumNotMet, fail, total] = totals.slice(1).map(Number) as [number, number, number, number];
    // A sum that does not add up was printed from broken parts.
    if (ok + quorumNotMet + fail !== total || !Number.isSafeInteger(total)) return { kind: 'broken', of: 'totals' };
    return { kind: 'totals', ok, quorumNotMet, fail, total };
  }
  if (said.startsWith('burst totals:')) return { kind: 'broken', of: 'totals' };
  const count = COUNT.exec(said);
  const node = (COUNT_BEGIN.exec(said)?.[1] ?? '').toLowerCase();
  if (count && Number.isSafeInteger(Number(count[2]))) return { kind: 'count', node, count: Number(count[2]) };
  return node ? { kind: 'broken', of: `counts.${node}` } : { kind: 'stage' };
}

function ofPhase4(said: string, cut: boolean): Statement {
  const bound = BOUND.exec(said);
  if (bound?.[1] && !bound[1].includes('***')) {
    const fault = bound[1];
    if (!cut && NUMBER.test(bound[2] ?? '')) return { kind: 'bound', fault, bound: Number(bound[2]) };
    return { kind: 'broken', of: `convergence_by_fault.${fault}` };
  }
  const fault = FAULT.exec(said);
  return fault?.[1] && !fault[1].includes('***') ? { kind: 'fault', fault: fault[1] } : { kind: 'stage' };
}
