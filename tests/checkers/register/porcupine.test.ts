// Our answer beside Porcupine's, https://github.com/anishathalye/porcupine, on random histories.
// PORCUPINE_HISTORIES says how many.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { Budget } from '../../../src/checkers/register/budget.ts';
import { hasOrder, IN_REAL_TIME } from '../../../src/checkers/register/order.ts';
import { isAtHand } from '../../needed.ts';
import { randomHistory } from './random-history.ts';

const HISTORIES = Number(process.env.PORCUPINE_HISTORIES ?? 2_000);
const OPS_MAX = 24;
const SEED = 1;
const SHARE_MIN = 0.2;
const LIMIT_MS = 300_000;
const OUTPUT_BYTES_MAX = 64 * 1024 * 1024;

const folder = mkdtempSync(join(tmpdir(), 'porcupine-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const program = join(folder, 'porcupine');
const built = spawnSync('go', ['build', '-o', program, '.'], {
  cwd: join(import.meta.dirname, 'porcupine'),
  encoding: 'utf8',
});
const problem = built.error ? 'Go is not installed' : built.stderr.trim().split('\n').slice(-1).join();
const hasGo = isAtHand('go', built.status === 0, problem);

describe.skipIf(!hasGo)(`Porcupine${hasGo ? '' : ` (skipped: ${problem})`}`, { timeout: LIMIT_MS }, () => {
  test(`finds linearizable what we find linearizable, of ${HISTORIES} random histories`, () => {
    const histories = Array.from({ length: HISTORIES }, (_, number) => randomHistory(SEED, number, OPS_MAX));
    const input = histories.map((history) => `${JSON.stringify(history)}\n`).join('');
    const answered = spawnSync(program, { input, encoding: 'utf8', maxBuffer: OUTPUT_BYTES_MAX });
    expect(answered.stderr).toBe('');
    const theirs = answered.stdout.trim().split('\n');
    expect(theirs).toHaveLength(HISTORIES);
    const budget = new Budget();
    const ours = histories.map((history) => String(budget.within(() => hasOrder(history, IN_REAL_TIME, budget))));
    const differing = histories.filter((_, number) => ours[number] !== theirs[number]);
    expect(differing.slice(0, 1)).toEqual([]);
    const valid = theirs.filter((verdict) => verdict === 'true').length;
    process.stdout.write(`${HISTORIES} histories: ${valid} linearizable, ${HISTORIES - valid} not\n`);
    expect(valid / HISTORIES).toBeGreaterThanOrEqual(SHARE_MIN);
    expect(1 - valid / HISTORIES).toBeGreaterThanOrEqual(SHARE_MIN);
  });
});
