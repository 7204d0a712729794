// One row of the table of known faults, run on one build: the cycles of a class, or a probe. What looks for the anomaly
// is told neither the version nor what is expected of it.

import type { AnomalyFinding } from '../contract/anomalies.ts';
import type { KnownFault, KnownFaultMeasured } from '../contract/known-faults.ts';
import { runClass } from '../runner/class-run.ts';
import { peerNamedTwice } from '../runner/phases/named-twice.ts';
import { PROFILES } from '../runner/profiles.ts';
import { isWorkload } from '../runner/workloads/in-cycle.ts';
import type { Subject } from '../subjects/subject.ts';

export type Seen = Omit<KnownFaultMeasured, 'version' | 'has_it'>;

export interface RunSettings {
  subject: Subject;
  seed: number;
  /** Exists, and belongs to this run alone. */
  work_dir: string;
  signal: AbortSignal;
}

/** Rows that differ in the anomaly alone are shown by the same cycles. */
export const wayOf = ({ by, cycles }: KnownFault): string => JSON.stringify([by, cycles]);

/**
 * @param faults of one way
 * @returns what was seen of each, in their order
 * @throws Error where the build cannot run what the row asks for, or nothing of it could be decided
 */
export async function runKnownFaults(faults: readonly KnownFault[], settings: RunSettings): Promise<Seen[]> {
  const [first] = faults;
  if (!first) return [];
  if (first.by.way === 'probe') {
    const seen = await probed(settings);
    return faults.map(() => seen);
  }
  const { fault, workloads } = first.by;
  const { cycles } = first;
  const { findings, reasons } = await runClass({ ...settings, fault, cycles, workloads: workloads.filter(isWorkload) });
  return faults.map(({ anomaly }) => {
    const finding = findings.find(({ name }) => name === anomaly);
    if (!finding || finding.undecided === finding.cycles) {
      throw new Error(`${anomaly}: expected cycles that could decide, found none; ${reasons[0] ?? 'and no reason'}`);
    }
    return seenIn(finding, settings.seed, cycles);
  });
}

const seenIn = ({ found_in, count, evidence }: AnomalyFinding, seed: number, cycles: number): Seen => ({
  seed,
  cycles,
  found_in,
  first: evidence[0]?.cycle ?? null,
  count,
  sentence: evidence[0]?.sentence ?? null,
});

async function probed({ subject, seed, work_dir }: RunSettings): Promise<Seen> {
  const found = await peerNamedTwice({ subject, seed }, work_dir, PROFILES.gate.quorum_timeout_ms);
  const outcome = 'outcome' in found ? found.outcome : null;
  if (outcome?.type === 'info' || outcome?.type === 'unsent') {
    throw new Error(`peer_named_twice: expected an answer, found ${outcome.code}: ${outcome.detail}`);
  }
  const isAcked = outcome?.type === 'ok';
  const sentence = isAcked ? 'a write was acked for three copies by two nodes, one of them named twice' : null;
  return { seed, cycles: 1, found_in: isAcked ? 1 : 0, first: isAcked ? 1 : null, count: isAcked ? 1 : 0, sentence };
}
