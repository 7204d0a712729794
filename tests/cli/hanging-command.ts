// A command for tests that starts a process in a run, and hangs where it should heal and clean up, or does not. Its
// limit is the first argument, what it does the second.

import { join } from 'node:path';
import { watchForInterruption } from '../../src/cli/interruption.ts';
import { Run } from '../../src/machine/run.ts';

const [end_ms_max, way] = process.argv.slice(2);
const { signal } = watchForInterruption(console.error, Number(end_ms_max));
const run = new Run(signal);
const log_file = join(run.folder, 'sleep.log');
const started = await run.spawn({ what: 'a node', command: 'sleep', args: ['300'], log_file });
const keeps = setInterval(() => undefined, 1_000);
console.log(JSON.stringify({ run_id: run.id, pid: started.pid }));
await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
if (way === 'cleans up') {
  clearInterval(keeps);
  await run.close();
  process.exitCode = 130;
} else await new Promise(() => undefined);
