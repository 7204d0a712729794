// The command that runs one cycle of a campaign again by itself: its schedule follows from the seed, the class, the
// cycle and the numbers that the campaign was run with.

import { NODES } from '../../contract/names.ts';
import type { PhaseContext } from '../phase-context.ts';
import { PROFILES, type Profile } from '../profiles.ts';

export function replayCommand(
  {
    subject,
    identity,
    seed,
    profile,
    network,
  }: Pick<PhaseContext, 'subject' | 'identity' | 'seed' | 'profile' | 'network'>,
  fault: string,
  cycle: number,
): string {
  const options = [
    `--profile ${profile.base}`,
    `--subject ${identity.adapter_sha256 === undefined ? subject.name : 'PATH'}`,
    ...(identity.binary_sha256 === null ? [] : ['--binary PATH']),
    `--seed ${seed}`,
    ...(profile.nodes.length === NODES.length ? [] : [`--nodes ${profile.nodes.length}`]),
    ...changedFrom(profile).map(([option, value]) => `--${option} ${value}`),
    ...(profile.workloads.join() === PROFILES[profile.base].workloads.join()
      ? []
      : [`--workload ${profile.workloads.join()}`]),
    ...((network?.mode ?? 'proxy') === 'proxy' ? [] : [`--network ${network?.mode}`]),
    ...(subject.defect === null ? [] : [`--defect ${subject.defect}`]),
  ];
  return `npm run campaign -- --replay ${fault}:${cycle} ${options.join(' ')}`;
}

/** What was asked for otherwise than the profile has it, as options. */
function changedFrom(profile: Profile): [option: string, value: number | null][] {
  const usual = PROFILES[profile.base];
  const options = {
    cycles: 'cycles',
    writes: 'writes_per_cycle',
    'quorum-writes': 'quorum_writes',
    'quorum-timeout-ms': 'quorum_timeout_ms',
    'catchup-interval-secs': 'catchup_interval_secs',
  } as const;
  return Object.entries(options)
    .filter(([, field]) => profile[field] !== usual[field])
    .map(([option, field]) => [option, profile[field]]);
}
