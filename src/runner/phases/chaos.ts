// Phase 4: faults under load. Each class runs its cycles on clusters of its own; a cluster whose cycle was not
// clean is thrown away, so that one cycle's damage is never counted twice.

import type { Cycle, Fault, Phase4 } from '../../contract/artifacts.ts';
import { CONVERGENCE_BOUND_MIN } from '../../contract/names.ts';
import type { Bench } from '../bench.ts';
import { classFindings, type JudgedCycle } from '../checker/class-findings.ts';
import { openHistory } from '../history/recorder.ts';
import { faultClass } from '../nemesis/classes.ts';
import type { FaultClass } from '../nemesis/fault.ts';
import { PROFILES, type Profile } from '../profiles.ts';
import { type Assertion, claimOf, messageOf } from './assertion.ts';
import { type PlannedCycle, runLanes } from './lanes.ts';

export interface ChaosPlan {
  /** The one cycle of a replay; otherwise 1 to the profile's number. */
  only_cycle?: number;
}

interface ClassResult {
  fault: Fault;
  bound: number | null;
}

export async function chaos(bench: Bench, plan: ChaosPlan = {}): Promise<Phase4> {
  const results = new Map<string, ClassResult>();
  for (const name of bench.faults) {
    if (bench.signal.aborted) break;
    results.set(name, await runClass(bench, faultClass(name), cyclesOf(bench, plan)));
  }
  const bounds = [...results].flatMap(([name, { bound }]) => (bound === null ? [] : [[name, bound] as const]));
  return {
    phase: 4,
    ...claimOf(bench.faults.flatMap((name) => classAssertions(name, results.get(name)))),
    cycles_per_fault: cyclesOf(bench, plan).length,
    writes_per_cycle: bench.profile.writes_per_cycle,
    convergence_by_fault: Object.fromEntries(bounds),
    planned_faults: [...bench.faults],
    faults: Object.fromEntries([...results].map(([name, { fault }]) => [name, fault])),
  };
}

/** The one cycle of a replay is the first of its own run, on the schedule of the one that it repeats. */
const cyclesOf = ({ profile }: Bench, { only_cycle }: ChaosPlan): PlannedCycle[] =>
  only_cycle === undefined
    ? Array.from({ length: profile.cycles }, (_, i) => ({ number: i + 1, schedule: i + 1 }))
    : [{ number: 1, schedule: only_cycle }];

async function runClass(bench: Bench, fault: FaultClass, cycles: readonly PlannedCycle[]): Promise<ClassResult> {
  const available = fault.available(bench.capabilities);
  if (!available.available) {
    bench.progress({ event: 'class-skipped', fault: fault.name, reason: available.reason });
    return { fault: { injected: false, reason: available.reason }, bound: null };
  }
  bench.progress({ event: 'class-began', fault: fault.name, cycles: cycles.length });
  const began = performance.now();
  const history = openHistory(bench.folder.place(`history-${fault.name}.jsonl.gz`));
  const judged: JudgedCycle[] = [];
  const lines: Cycle[] = [];
  try {
    await runLanes(bench, fault, cycles, history, ({ line, findings, invariants }) => {
      judged.push({ cycle: line.cycle, findings, invariants, receipt: line.receipt, clean: line.clean });
      lines.push(line);
      tell(bench, fault.name, line, lines.length, cycles.length);
    });
  } catch (error) {
    bench.trouble({ phase: 4, error: `${fault.name}: ${messageOf(error)}` });
  } finally {
    await history.close();
    const inOrder = lines.toSorted((x, y) => x.cycle - y.cycle);
    await bench.folder.writeCycles(`phase4-${fault.name}.jsonl`, inOrder);
  }
  const inOrder = judged.toSorted((x, y) => x.cycle - y.cycle);
  const { fault: findings, bound } = classFindings(inOrder, cycles.length, bench.seed);
  const ms = Math.round(performance.now() - began);
  const clean = findings.cycles_clean ?? 0;
  const acked = findings.acked ?? 0;
  bench.progress({ event: 'class-ended', fault: fault.name, acked, clean, cycles: cycles.length, ms });
  return { fault: { ...findings, took_ms: ms }, bound };
}

function tell(bench: Bench, fault: string, line: Cycle, done: number, cycles: number): void {
  const { cycle, acked, clean, reasons } = line;
  const schedule = Number(line.schedule_of_cycle ?? cycle);
  const replay = replayCommand(bench, fault, schedule);
  bench.progress({ event: 'cycle', fault, cycle, done, cycles, acked, clean, reasons, replay });
}

/** The command that runs one cycle again by itself. */
function replayCommand({ subject, identity, seed, profile }: Bench, fault: string, cycle: number): string {
  const options = [
    `--profile ${profile.base}`,
    `--subject ${subject.name}`,
    ...(identity.binary_sha256 === null ? [] : ['--binary PATH']),
    `--seed ${seed}`,
    ...changedFrom(profile).map(([option, value]) => `--${option} ${value}`),
  ];
  return `npm run campaign -- --replay ${fault}:${cycle} ${options.join(' ')}`;
}

/** What was asked for otherwise than the profile has it, as options. */
function changedFrom(profile: Profile): [option: string, value: number | null][] {
  const usual = PROFILES[profile.base];
  const options = {
    writes: 'writes_per_cycle',
    'quorum-writes': 'quorum_writes',
    'quorum-timeout-ms': 'quorum_timeout_ms',
    'catchup-interval-secs': 'catchup_interval_secs',
  } as const;
  return Object.entries(options)
    .filter(([, field]) => profile[field] !== usual[field])
    .map(([option, field]) => [option, profile[field]]);
}

function classAssertions(name: string, result: ClassResult | undefined): Assertion[] {
  if (!result) return [{ ok: null, otherwise: `${name}: did not run` }];
  const { fault, bound } = result;
  if (fault.reason !== undefined) return [{ ok: null, otherwise: `${name}: not injected: ${fault.reason}` }];
  const none = (of: 'lost' | 'corrupted' | 'duplicated' | 'unexpected', words: string): Assertion => ({
    ok: fault[of] === 0,
    otherwise: `${name}: ${fault[of]} ${words}`,
  });
  const proven = (fault.receipts ?? []).filter((one) => one.took_effect && one.healed && one.ops_in_window > 0).length;
  return [
    {
      ok: bound === null ? null : bound >= CONVERGENCE_BOUND_MIN && bound <= 1,
      otherwise:
        bound === null
          ? `${name}: no bound could be proven`
          : `${name}: bound ${bound} is below ${CONVERGENCE_BOUND_MIN}`,
    },
    none('lost', 'acked writes on no node'),
    none('corrupted', 'writes held with other content than was sent'),
    none('duplicated', 'writes held more than once by one node'),
    none('unexpected', 'rows that no client sent'),
    {
      ok: proven === fault.cycles ? true : null,
      otherwise: `${name}: receipts with operations inside the fault for ${proven} of ${fault.cycles} cycles`,
    },
  ];
}
