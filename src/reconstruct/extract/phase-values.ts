// What the progress lines of each phase give, and what they never can.

import { CONVERGENCE_BOUND_MIN, FEDERATION_PERCENT_MIN, NODES, type PhaseNumber } from '../../contract/names.ts';
import type { Origin } from './evidence.ts';
import type { Progress } from './progress.ts';
import { derived, printed, single, statements, unknown, type Value } from './values.ts';

export interface PhaseLines {
  lines: readonly Progress[];
  environment: readonly Progress[];
  succeeded: boolean;
}

const NOT_PRINTED = 'no line of this phase prints it';
const NO_SUCCESS = 'not printed, and the step is not known to have succeeded';

export function phaseValues(phase: Exclude<PhaseNumber, 1>, given: PhaseLines): Value[] {
  return phase === 2 ? phase2(given) : phase === 3 ? phase3(given) : phase4(given);
}

/** One node of phase 1: that it ran is all the log says, for its steps end with success whatever the nodes did. */
export function phase1Values(host: string, origin: Origin): Value[] {
  const never = ['version', 'pass', 'reasons', 'stats.total', 'curator.errors', 'mcp_tool_count', 'recall_count'];
  return [
    printed('phase', 1, [origin]),
    printed('host', host, [origin]),
    ...[...never, 'snapshot_count', 'manifest_count'].map((path) => unknown(path, NOT_PRINTED)),
  ];
}

const broken = (lines: readonly Progress[], of: string): Origin[] =>
  statements(lines, 'broken')
    .filter((line) => line.statement.of === of)
    .map((line) => line.origin);

/** The line with which the phase begins, in its step's own file where there is one. */
const began = ({ lines }: PhaseLines): Origin[] => {
  const first = lines.find((line) => line.origin.stepNumber !== null) ?? lines[0];
  return first ? [first.origin] : [];
};

function phase2(given: PhaseLines): Value[] {
  const totals = statements(given.lines, 'totals');
  const lost = broken(given.lines, 'totals');
  const values = [
    printed('phase', 2, began(given)),
    single('total_writes', totals, lost, (line) => line.statement.total),
    single('ok', totals, lost, (line) => line.statement.ok),
    single('quorum_not_met', totals, lost, (line) => line.statement.quorumNotMet),
    single('fail', totals, lost, (line) => line.statement.fail),
    ...NODES.map((node) => {
      const counts = statements(given.lines, 'count').filter((line) => line.statement.node === node);
      return single(`counts.${node}`, counts, broken(given.lines, `counts.${node}`), (line) => line.statement.count);
    }),
  ];
  const rule = 'phase2-step-succeeded';
  const of = (path: string, value: unknown) =>
    given.succeeded && !contradicts(values)
      ? derived(path, value, rule, began(given))
      : unknown(path, given.succeeded ? 'the printed figures contradict the end of the step' : NO_SUCCESS);
  return [
    ...values,
    of('pass', true),
    of('probe1_single_peer_down', '201'),
    of('probe2_both_peers_down', '503'),
    of('reasons', ['']),
  ];
}

/** Figures under which the established script cannot have succeeded: then it was another script. */
function contradicts(values: readonly Value[]): boolean {
  const figure = (path: string) => {
    const found = values.find((value) => value.path === path);
    return found && found.label !== 'unknown' && typeof found.value === 'number' ? found.value : null;
  };
  const least = Math.floor(((figure('ok') ?? 0) * FEDERATION_PERCENT_MIN) / 100);
  return (figure('fail') ?? 0) > 0 || NODES.some((node) => (figure(`counts.${node}`) ?? least) < least);
}

function phase3(given: PhaseLines): Value[] {
  const rule = 'phase3-step-succeeded';
  const of = (path: string, value: unknown) =>
    given.succeeded ? derived(path, value, rule, began(given)) : unknown(path, NO_SUCCESS);
  return [
    printed('phase', 3, began(given)),
    of('pass', true),
    unknown('src_count', NOT_PRINTED),
    unknown('dst_count', NOT_PRINTED),
    of('report_forward.memories_read', 1000),
    of('report_forward.memories_written', 1000),
    of('report_forward.errors', []),
    of('report_idempotent.memories_written', 1000),
    ...['report_idempotent.memories_read', 'report_idempotent.errors', 'report_reverse'].map((path) =>
      unknown(path, NOT_PRINTED),
    ),
    of('reasons', ['']),
  ];
}

function phase4(given: PhaseLines): Value[] {
  const bounds = statements(given.lines, 'bound');
  const faults = new Set([
    ...statements(given.lines, 'fault').map((line) => line.statement.fault),
    ...bounds.map((line) => line.statement.fault),
    ...statements(given.lines, 'broken').map((line) => line.statement.of.replace('convergence_by_fault.', '')),
  ]);
  const measured = [...faults].map((fault) => {
    const own = bounds.filter((line) => line.statement.fault === fault);
    const path = `convergence_by_fault.${fault}`;
    return single(path, own, broken(given.lines, path), (line) => line.statement.bound);
  });
  const known = measured.length > 0 ? measured : [unknown('convergence_by_fault', 'no bound was printed')];
  return [printed('phase', 4, began(given)), ...known, ...ending(given, measured), ...schedule(given)];
}

/** `pass` and `reasons`: a bound below the limit settles them; success does so only where no bound speaks against it. */
function ending(given: PhaseLines, measured: readonly Value[]): Value[] {
  const low = measured.filter((value) => value.label === 'printed' && Number(value.value) < CONVERGENCE_BOUND_MIN);
  if (low.length > 0) {
    const origins = low.flatMap((value) => value.origins);
    const whole = measured.every((value) => value.label === 'printed');
    const reasons = low.map((value) => `${value.path.split('.').slice(1).join('.')}: ${boundText(value)} < 0.995`);
    return [
      derived('pass', false, 'phase4-bound-below-limit', origins),
      whole
        ? derived('reasons', reasons, 'phase4-bound-below-limit', origins)
        : unknown('reasons', 'a bound is unknown, and with it what it would have given as a reason', origins),
    ];
  }
  if (!given.succeeded) return [unknown('pass', NO_SUCCESS), unknown('reasons', NO_SUCCESS)];
  return [
    derived('pass', true, 'phase4-step-succeeded', began(given)),
    derived('reasons', [''], 'phase4-step-succeeded', began(given)),
  ];
}

/** The bound as it was printed, digit for digit. */
const boundText = (value: Value): string => /convergence_bound=(\S+)/.exec(value.origins[0]?.text ?? '')?.[1] ?? '';

function schedule(given: PhaseLines): Value[] {
  const shown = (name: string) =>
    statements(given.environment, 'environment').filter((line) => line.statement.name === name);
  const figure = (path: string, name: string): Value => {
    const [only, ...more] = shown(name).filter((line) => /^[1-9]\d{0,8}$/.test(line.statement.value));
    if (!only || more.length > 0) return unknown(path, `the environment shows no single ${name}`);
    return derived(path, Number(only.statement.value), 'phase4-environment', [only.origin]);
  };
  const [planned, ...others] = shown('CHAOS_FAULTS');
  const names = planned?.statement.value.split(/[\s,]+/).filter((name) => name !== '' && !name.includes('***')) ?? [];
  return [
    figure('cycles_per_fault', 'CHAOS_CYCLES'),
    figure('writes_per_cycle', 'CHAOS_WRITES'),
    ...(planned && others.length === 0 && names.length > 0
      ? [derived('planned_faults', names, 'phase4-environment', [planned.origin])]
      : []),
  ];
}
