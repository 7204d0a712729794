// How writes fared around the moment at which the fault began to hold, over all cycles of a class: laid upon each other
// at that moment, fifty cycles make one picture. Pure; the time that it takes grows with the writes and no faster.

import type { CycleModel, Write } from '../../../history/model.ts';
import { type HistoryOp, NANOSECONDS_PER_MS } from '../../../history/ops.ts';
import { quantile } from '../../../statistics/quantiles.ts';

/** Answers in the order of time are put into steps of equal width: so many, at most. */
const STEPS_MAX = 80;
const STEPS_MS = [100, 200, 500, 1_000, 2_000, 5_000, 10_000] as const;
/** What came earlier or later is counted and not drawn. */
const BEFORE_MS_MAX = 20_000;
const AFTER_MS_MAX = 120_000;
const EDGE_SHARE = 0.005;

export interface Around {
  /** Cycles in which the fault held. */
  cycles: number;
  writes: number;
  step_ms: number;
  steps: Step[];
  /** Of what follows the injection: when it came, over the cycles. */
  marks: Mark[];
  /** Before the fault, while it held, and after its heal had begun. */
  parts: Part[];
  /** Answers that came too early or too late for any step. */
  beyond: number;
}

export interface Step {
  /** Milliseconds from the injection; negative before it. */
  from_ms: number;
  /** Mean of the cycles that were writing then; null where none was. */
  acked_per_100ms: number | null;
  acked: Spread | null;
  /** Median milliseconds until the refusal, or until the client gave up; null where there was none. */
  refused_ms: number | null;
  unknown_ms: number | null;
}

export interface Spread {
  p5: number;
  p50: number;
  p95: number;
}

export interface Mark {
  name: 'look inside' | 'heal' | 'healed';
  least_ms: number;
  median_ms: number;
  most_ms: number;
}

export interface Part {
  name: 'before' | 'while it held' | 'after the heal began';
  acked: number;
  refused: number;
  unknown: number;
  acked_ms: Spread | null;
}

/** @returns null where no fault held, or nothing was answered */
export function aroundInjection(cycles: readonly { model: CycleModel; ops: readonly HistoryOp[] }[]): Around | null {
  const aligned = cycles.flatMap(({ model, ops }) => alignedOf(model, ops));
  const answers = aligned.flatMap((cycle) => cycle.answers);
  if (answers.length === 0) return null;
  const { from_ms, to_ms } = windowOf(answers);
  const step_ms = STEPS_MS.find((width) => (to_ms - from_ms) / width <= STEPS_MAX) ?? STEPS_MS.at(-1) ?? 10_000;
  const first = Math.floor(from_ms / step_ms);
  const count = Math.min(STEPS_MAX + 1, Math.floor(to_ms / step_ms) - first + 1);
  const placed = Map.groupBy(answers, ({ at_ms }) => Math.floor(at_ms / step_ms) - first);
  const steps = Array.from({ length: count }, (_, index) =>
    stepOf((first + index) * step_ms, step_ms, placed.get(index) ?? [], aligned),
  );
  const inside = steps.reduce((sum, _, index) => sum + (placed.get(index)?.length ?? 0), 0);
  return {
    cycles: aligned.length,
    writes: answers.length,
    step_ms,
    steps,
    marks: marksOf(aligned),
    parts: partsOf(answers),
    beyond: answers.length - inside,
  };
}

interface Answer {
  at_ms: number;
  took_ms: number;
  outcome: Write['outcome'];
  part: Part['name'];
}

interface Aligned {
  answers: Answer[];
  /** From the first invocation to the last answer. */
  from_ms: number;
  to_ms: number;
  marks: Partial<Record<Mark['name'], number>>;
}

/** One cycle, its times counted from the moment at which the fault held; nothing where it never did. */
function alignedOf({ writes, fault }: CycleModel, ops: readonly HistoryOp[]): Aligned[] {
  const zero = fault?.holds_ns ?? null;
  if (fault === null || zero === null) return [];
  const ms = (ns: number): number => (ns - zero) / NANOSECONDS_PER_MS;
  const healing = fault.healing_ns ?? Number.POSITIVE_INFINITY;
  const answers = writes
    .filter(({ outcome, ended_ns }) => outcome !== 'unsent' && Number.isFinite(ended_ns))
    .map(({ invoked_ns, ended_ns, outcome }) => ({
      at_ms: ms(ended_ns),
      took_ms: (ended_ns - invoked_ns) / NANOSECONDS_PER_MS,
      outcome,
      part:
        ended_ns < zero
          ? ('before' as const)
          : ended_ns < healing
            ? ('while it held' as const)
            : ('after the heal began' as const),
    }));
  const look = ops.find((op) => op.f === 'stage' && op.type === 'invoke' && op.value.stage === 'look inside');
  const times = { 'look inside': look?.time_ns ?? null, heal: fault.healing_ns, healed: fault.healed_ns };
  return [
    {
      answers,
      from_ms: writes.reduce((least, { invoked_ns }) => Math.min(least, ms(invoked_ns)), Number.POSITIVE_INFINITY),
      to_ms: answers.reduce((most, { at_ms }) => Math.max(most, at_ms), Number.NEGATIVE_INFINITY),
      marks: Object.fromEntries(Object.entries(times).flatMap(([name, ns]) => (ns === null ? [] : [[name, ms(ns)]]))),
    },
  ];
}

/** All answers but the few that would make the picture many times as long. */
function windowOf(answers: readonly Answer[]): { from_ms: number; to_ms: number } {
  const times = answers.map(({ at_ms }) => at_ms);
  return {
    from_ms: Math.max(-BEFORE_MS_MAX, Math.min(0, quantile(times, EDGE_SHARE))),
    to_ms: Math.min(AFTER_MS_MAX, Math.max(0, quantile(times, 1 - EDGE_SHARE))),
  };
}

function stepOf(from_ms: number, step_ms: number, answers: readonly Answer[], cycles: readonly Aligned[]): Step {
  const of = (outcome: Write['outcome']) =>
    answers.filter((one) => one.outcome === outcome).map(({ took_ms }) => took_ms);
  const writing = cycles.filter((cycle) => cycle.from_ms < from_ms + step_ms && cycle.to_ms >= from_ms).length;
  const [acked, refused, unknown] = [of('acked'), of('refused'), of('unknown')];
  return {
    from_ms,
    acked_per_100ms: writing === 0 ? null : (acked.length / writing) * (100 / step_ms),
    acked: spreadOf(acked),
    refused_ms: spreadOf(refused)?.p50 ?? null,
    unknown_ms: spreadOf(unknown)?.p50 ?? null,
  };
}

const spreadOf = (values: readonly number[]): Spread | null =>
  values.length === 0 ? null : { p5: quantile(values, 0.05), p50: quantile(values, 0.5), p95: quantile(values, 0.95) };

function marksOf(cycles: readonly Aligned[]): Mark[] {
  return (['look inside', 'heal', 'healed'] as const).flatMap((name) => {
    const times = cycles.flatMap(({ marks }) => marks[name] ?? []);
    if (times.length === 0) return [];
    return [{ name, least_ms: quantile(times, 0), median_ms: quantile(times, 0.5), most_ms: quantile(times, 1) }];
  });
}

function partsOf(answers: readonly Answer[]): Part[] {
  return (['before', 'while it held', 'after the heal began'] as const).map((name) => {
    const own = answers.filter(({ part }) => part === name);
    const count = (outcome: Write['outcome']) => own.filter((one) => one.outcome === outcome).length;
    return {
      name,
      acked: count('acked'),
      refused: count('refused'),
      unknown: count('unknown'),
      acked_ms: spreadOf(own.filter(({ outcome }) => outcome === 'acked').map(({ took_ms }) => took_ms)),
    };
  });
}
