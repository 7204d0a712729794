// What each defect is called, by its id without the fault class. A check's label says what should be; here stands
// what is wrong where it is not.

import { ANOMALIES, ANOMALY_NAMES, type AnomalyName } from '../contract/anomaly-names.ts';

export const isAnomaly = (name: unknown): name is AnomalyName => ANOMALY_NAMES.some((known) => known === name);

/** @param label the check that found it, for a defect that is not listed here */
export function defectInWords(id: string, label = ''): string {
  const [phase, ...rest] = id.split('.');
  const name = rest.at(-1) ?? '';
  const words = isAnomaly(name)
    ? ANOMALIES[name].is
    : (BY_ID[id] ?? (label === '' ? id : `a check that fails: ${label}`));
  return phase === 'phase4' && rest.length > 1 ? `${words}, under ${rest[0]}` : words;
}

const BY_ID: Readonly<Record<string, string>> = {
  'phase1.stats_total': 'a node that does not count what it stored',
  'phase1.recall': 'a node that does not recall what it stored',
  'phase1.snapshot': 'a backup that writes no snapshot, or more than one',
  'phase1.manifest': 'a backup that writes no manifest, or more than one',
  'phase1.curator': 'a curator that reports errors in a dry run',
  'phase1.mcp_tools': 'a node that lists fewer MCP tools than expected',
  'phase1.restore': 'a restore after a crash that does not bring back the snapshot, or leaves a damaged store',
  'phase2.burst': 'a write that failed without any fault',
  'phase2.probe1': 'a write that is not accepted while one of two peers is down',
  'phase2.probe2': 'a write that is not refused while both peers are down',
  'phase3.src_count': 'a migration that begins with another number of rows than were seeded',
  'phase3.dst_count': 'a migration after which another number of rows comes back',
  'phase3.forward_errors': 'a migration that reports errors on the way out',
  'phase3.idempotent_errors': 'a second migration that reports errors',
  'phase3.reverse_errors': 'a migration that reports errors on the way back',
  'phase3.idempotent': 'a second migration that writes another number of rows',
  'phase3.digest': 'a row whose fields differ after a migration and the way back',
  'phase3.large': 'a migration of more rows than a page holds that does not bring all of them back',
};
