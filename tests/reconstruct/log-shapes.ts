// Logs in the shapes of the service, made by hand: time stamps, echoed scripts, environment dumps, archives.

import { Zip, ZipDeflate } from 'fflate';

export const CAMPAIGN = 'sample-v1.2.0-r7';

const START = Date.parse('2026-04-20T13:00:00Z');

/** One time stamp a line, a tenth of a second apart, with seven decimals as the runner writes them. */
export const stamped = (lines: readonly string[], fromMs = START, newline = '\n'): string =>
  lines
    .map((line, at) => `${new Date(fromMs + at * 100).toISOString().replace('Z', '0000Z')} ${line}${newline}`)
    .join('');

/** What the runner shows before a step: the script, the shell, the environment. */
export const stepHeader = (script: readonly string[], env: Record<string, string> = {}): string[] => [
  `##[group]Run ${script[0]}`,
  ...script.map((line) => `\u001b[36;1m${line}\u001b[0m`),
  'shell: /usr/bin/bash -e {0}',
  'env:',
  ...Object.entries({ CAMPAIGN_ID: CAMPAIGN, AI_MEMORY_GIT_REF: 'release/v1.2', ...env }).map(
    ([name, value]) => `  ${name}: ${value}`,
  ),
  '##[endgroup]',
];

export const phase1 = (node: string) => ({
  phase: 1,
  host: `aim-sample-node-${node}`,
  version: 'subject 1.2.0',
  pass: true,
  reasons: [''],
  stats: { total: 1, by_tier: [{ tier: 'mid', count: 1 }], expiring_soon: 0 },
  curator: { errors: ['no LLM client configured'], dry_run: true },
  mcp_tool_count: 36,
  recall_count: 1,
  snapshot_count: 1,
  manifest_count: 1,
});

export const phase2 = {
  phase: 2,
  pass: true,
  total_writes: 200,
  ok: 200,
  quorum_not_met: 0,
  fail: 0,
  counts: { a: 200, b: 198, c: 200 },
  probe1_single_peer_down: '201',
  probe2_both_peers_down: '503',
  reasons: [''],
};

const report = { batches: 1, errors: [], memories_read: 1000, memories_written: 1000 };
export const phase3 = {
  phase: 3,
  pass: true,
  report_forward: report,
  report_idempotent: report,
  report_reverse: report,
  src_count: 1000,
  dst_count: 1000,
  reasons: [''],
};

export const phase4 = {
  phase: 4,
  pass: true,
  cycles_per_fault: 50,
  writes_per_cycle: 100,
  convergence_by_fault: { kill_primary_mid_write: 1, partition_minority: 0.9975 },
  reasons: [''],
};

export const allPhases = [phase1('a'), phase1('b'), phase1('c'), phase2, phase3, phase4];

export const summary = (phases: readonly unknown[] = allPhases, overall = true) => ({
  campaign_id: CAMPAIGN,
  ai_memory_git_ref: 'release/v1.2',
  completed_at: '2026-04-20T13:30:34Z',
  overall_pass: overall,
  phases,
});

export const pretty = (value: unknown): string => JSON.stringify(value, null, 2);

/** The aggregate step, as it prints the summary. */
export const aggregateStep = (document: unknown): string[] => [
  ...stepHeader([
    "jq -s '{campaign_id: $id, phases: .}' phase-reports/*.json > campaign-summary.json",
    'echo "Wrote campaign-summary.json"; cat campaign-summary.json',
  ]),
  'Wrote campaign-summary.json',
  ...pretty(document).split('\n'),
];

export const phase2Step = [
  ...stepHeader(['./scripts/phase2.sh > phase-reports/phase2.json']),
  '[phase2] burst: 4 agents x 50 writes',
  '[phase2] burst totals: OK=200  QNM=0  FAIL=0 (total=200)',
  '  201: 200',
  '[phase2] node-A count(ns=burst)=200  stats.total=201  namespaces={"burst":200}',
  '[phase2] node-B count(ns=burst)=198  stats.total=199  namespaces={"burst":198}',
  '[phase2] node-C count(ns=burst)=200  stats.total=201  namespaces={"burst":200}',
];

export const phase3Step = [
  ...stepHeader(['./scripts/phase3.sh > phase-reports/phase3.json']),
  '[phase3] seeding the source',
  '[phase3] forward migration',
  '[phase3] reverse migration',
];

export const phase4Step = [
  ...stepHeader(['./scripts/phase4_chaos.sh > phase-reports/phase4.json'], {
    CHAOS_CYCLES: '50',
    CHAOS_FAULTS: 'kill_primary_mid_write,partition_minority',
  }),
  '[phase4] campaign: kill_primary_mid_write',
  '[phase4] kill_primary_mid_write convergence_bound=1',
  '[phase4] campaign: partition_minority',
  '[phase4] partition_minority convergence_bound=0.2',
];

/** A zip as the service streams it: no sizes in local headers, no folder entries. */
export function archive(files: Record<string, string | Uint8Array>): Buffer {
  const chunks: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    chunks.push(chunk);
  });
  for (const [name, content] of Object.entries(files)) {
    const file = new ZipDeflate(name, { level: 6 });
    zip.add(file);
    file.push(typeof content === 'string' ? Buffer.from(content) : content, true);
  }
  zip.end();
  return Buffer.concat(chunks);
}

/** Steps of one job: numbered files, and the job's own file that repeats them. */
export function runArchive(
  job: string,
  steps: readonly { number: number; name: string; lines: readonly string[] }[],
): Buffer {
  const files: Record<string, string> = {};
  const texts = steps.map((step, at) => ({ ...step, text: stamped(step.lines, START + at * 60_000) }));
  files[`0_${job}.txt`] = `\uFEFF${texts.map((step) => step.text).join('')}`;
  files[`${job}/system.txt`] = 'machine set up';
  for (const step of texts) files[`${job}/${step.number}_${step.name}.txt`] = `\uFEFF${step.text}`;
  return archive(files);
}
