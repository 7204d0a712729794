// One campaign in the OpenMetrics text format, for dashboards and alerts: outcome and statuses as one series each, the
// number of checks by what became of them, and the figures of each fault class. A figure that is not recorded has no
// sample; it is never 0.

import { Gauge, Registry } from 'prom-client';
import { OUTCOMES, STATUSES } from '../contract/verdict.ts';
import type { Figures } from './class-figures.ts';
import { CASE_STATES, countOf, type Report } from './report.ts';

export async function openMetrics(
  report: Report,
  classes: readonly Figures[],
  statuses: readonly string[],
): Promise<string> {
  const registry = new Registry<typeof Registry.OPENMETRICS_CONTENT_TYPE>();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  const gauge = gauges(registry, report.id);
  gauge('info', 'What was tested; always 1', ['subject', 'ref', 'profile'])(
    { subject: report.subject ?? '', ref: report.ref ?? '', profile: report.profile ?? '' },
    1,
  );
  const outcome = gauge('outcome', 'Whether the campaign has this outcome, as derived from its evidence', ['outcome']);
  for (const one of OUTCOMES) outcome({ outcome: one }, one === report.outcome ? 1 : 0);
  gauge('disputed', 'Whether its own claim contradicts the outcome')({}, report.disputed ? 1 : 0);
  const status = gauge('phase_status', 'Whether the phase has this status', ['phase', 'status']);
  for (const [index, found] of statuses.entries())
    for (const one of STATUSES) status({ phase: String(index + 1), status: one }, one === found ? 1 : 0);
  const checks = gauge('checks', 'Checks by what became of them; `never run` is a whole phase', ['phase', 'state']);
  for (const { id, cases } of report.suites.slice(1))
    for (const state of CASE_STATES) checks({ phase: id.replace('phase', ''), state }, countOf(cases, state));
  const attempts = gauge('release_attempts', 'Gate campaigns of the same release by outcome', ['outcome']);
  for (const one of OUTCOMES)
    attempts({ outcome: one }, report.attempts.filter((attempt) => attempt.outcome === one).length);
  if (report.completed !== null)
    gauge('completed_timestamp_seconds', 'When it was completed')({}, report.completed / 1000);
  for (const [name, help] of CLASS_FIGURES) {
    const set = gauge(name, help, ['fault']);
    for (const { fault, figures } of classes) {
      const value = figures[name];
      if (value !== null) set({ fault }, value);
    }
  }
  return registry.metrics();
}

const CLASS_FIGURES = [
  ['convergence_bound', 'Acked ids present with equal content on every surviving node, of all acked'],
  ['convergence_bound_lower95', 'One-sided lower limit of the bound, 95 %, if writes were independent'],
  ['acked_writes', 'Acked creations'],
  ['cycles', 'Cycles'],
  ['cycles_clean', 'Cycles without any reason, found or undecided'],
  ['convergence_p95_seconds', 'Time from heal to convergence, 95th percentile of cycles'],
] as const satisfies [keyof Figures['figures'], string][];

type Set = (labels: Record<string, string>, value: number) => void;

/** Every series carries the campaign's id. */
const gauges =
  (registry: Registry<typeof Registry.OPENMETRICS_CONTENT_TYPE>, campaign: string) =>
  (name: string, help: string, labelNames: string[] = []): Set => {
    const made = new Gauge({
      name: `proofhouse_${name}`,
      help,
      labelNames: ['campaign', ...labelNames],
      registers: [registry],
    });
    return (labels, value) => made.set({ campaign, ...labels }, value);
  };
