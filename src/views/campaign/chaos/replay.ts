// The command that runs one cycle again: its schedule depends on the seed, the class, the cycle and the
// settings of the campaign, and on nothing else. Only names and numbers enter what somebody copies.

import type { Entry } from '../../../catalogue/catalogue.ts';
import { documentOf } from '../../../catalogue/texts.ts';
import type { Cycle } from '../../../contract/artifacts.ts';
import { objectAt } from '../../../contract/json-object.ts';
import { SUMMARY_FILE } from '../../../contract/names.ts';
import { numberAt } from '../../artifact-fields.ts';

/** Settings of a changed profile that a schedule, a node or the number of a cycle depends on, by their options. */
const CHANGED = {
  '--cycles': 'cycles',
  '--quorum-writes': 'quorum_writes',
  '--quorum-timeout-ms': 'quorum_timeout_ms',
  '--catchup-interval-secs': 'catchup_interval_secs',
} as const;

/** What the runner says of a cycle while it runs (runner/phases/replay-command.ts), from what its artifacts hold. */
export function replayOfLine(root: string, entry: Entry, name: string, cycle: Cycle): string {
  const summary = documentOf(root, entry, SUMMARY_FILE, []) ?? {};
  const settings = objectAt(summary, 'settings');
  const { binary_sha256: binary, adapter_sha256: adapter } = objectAt(summary, 'subject');
  const own = typeof adapter === 'string' ? 'PATH' : null;
  const subject = own ?? (SUBJECT.test(entry.head.subject ?? '') ? entry.head.subject : null);
  const number = typeof cycle.schedule_of_cycle === 'number' ? cycle.schedule_of_cycle : cycle.cycle;
  const profile = [settings.base, entry.head.profile].find(isProfile);
  const changed = settings.name === 'custom' ? Object.entries(CHANGED) : [];
  return [
    `npm run campaign -- --replay ${name}:${number}`,
    ...(profile ? [`--profile ${profile}`] : []),
    ...(subject ? [`--subject ${subject}`] : []),
    ...(typeof binary === 'string' ? ['--binary PATH'] : []),
    `--seed ${entry.head.seed ?? cycle.seed}`,
    ...numberOption('--writes', numberAt(settings, 'writes_per_cycle')),
    ...changed.flatMap(([option, key]) => numberOption(option, numberAt(settings, key))),
    ...(changed.length > 0 ? workloadOption(settings.workloads) : []),
    ...(typeof summary.defect === 'string' && SUBJECT.test(summary.defect) ? [`--defect ${summary.defect}`] : []),
  ].join(' ');
}

function workloadOption(workloads: unknown): string[] {
  const names = Array.isArray(workloads)
    ? workloads.filter((name) => typeof name === 'string' && SUBJECT.test(name))
    : [];
  return names.length === 0 ? [] : [`--workload ${names.slice(0, WORKLOADS_MAX).join()}`];
}
const WORKLOADS_MAX = 10;

/** A name that may stand in a command. */
export const SUBJECT = /^[a-z][a-z0-9-]{0,40}$/;

export const isProfile = (value: unknown): value is string =>
  typeof value === 'string' && value !== 'custom' && /^[a-z]{1,20}$/.test(value);

const numberOption = (option: string, value: number | null): string[] =>
  value === null || value < 0 || !PLAIN_NUMBER.test(String(value)) ? [] : [`${option} ${value}`];
const PLAIN_NUMBER = /^\d{1,15}(\.\d{1,6})?$/;
