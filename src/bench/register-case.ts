// One case in a process of its own, so that its memory is its own: the number of the case is the argument, the measured
// figures are a line of JSON. Without a number it does nothing, which is what the process costs by itself.

import { Budget } from '../checkers/register/budget.ts';
import { classConsistency, consistencyOf } from '../checkers/register/consistency.ts';
import { classSessions } from '../checkers/sessions/class-sessions.ts';
import { sessionFindings } from '../checkers/sessions/sessions.ts';
import { historiesOf, REGISTER_CASES } from './register-cases.ts';

const KIB = 1024;
const MICROSECONDS_PER_MS = 1_000;
const one = REGISTER_CASES[Number(process.argv[2] ?? Number.NaN)];
const histories = one ? historiesOf(one) : [];
const budget = new Budget();
const began = performance.now();
const cpu = process.cpuUsage();
const consistency = classConsistency([{ cycle: 1, consistency: consistencyOf(histories, ['a', 'b', 'c'], budget) }]);
const models_ms = performance.now() - began;
const sessions = classSessions([{ cycle: 1, sessions: sessionFindings(histories, null) }]);
const sessions_ms = performance.now() - began - models_ms;
const { user, system } = process.cpuUsage(cpu);
const measured = {
  models_ms,
  sessions_ms,
  cpu_ms: (user + system) / MICROSECONDS_PER_MS,
  steps: budget.spent,
  peak_rss_bytes: process.resourceUsage().maxRSS * KIB,
  model: consistency?.model ?? null,
  unknown_keys: consistency ? consistency.linearizable.unknown_keys + consistency.sequential.unknown_keys : 0,
  smallest: consistency?.linearizable.refuted_by?.ops_in_all ?? null,
  stale_reads: sessions.find(({ breach }) => breach === 'stale_read')?.found.before ?? 0,
};
export type RegisterMeasured = typeof measured;
process.stdout.write(`${JSON.stringify(measured)}\n`);
