// A Postgres server that is not there: phase 3 says so, the other phases say what they can, and no artifact or
// stream holds the password.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { campaign, newPlace } from './campaign-process.ts';

test('a Postgres server that refuses is named without its password, and stops nothing else', {
  timeout: 120_000,
}, async () => {
  const place = newPlace();
  const url = 'postgres://me:hidden-word@127.0.0.1:1/x';
  const args = ['--id', 'refused', '--faults', 'pause_peer', '--cycles', '1', '--postgres-url', url, '--json'];
  const { code, stdout, stderr } = await campaign(place, args);
  expect(code, stderr).toBe(3);
  const { phases, troubles } = JSON.parse(stdout);
  expect(phases.map((one: { status: string }) => one.status)).toEqual(['PASS', 'PASS', 'INCONCLUSIVE', 'PASS']);
  expect(troubles).toEqual([
    { phase: 3, error: expect.stringMatching(/postgres:\/\/127\.0\.0\.1:1\/x: expected .*; see --postgres-url/) },
  ]);
  const dir = join(place.out, 'refused');
  const written = readdirSync(dir).map((file) => readFileSync(join(dir, file), 'latin1'));
  for (const text of [stdout, stderr, ...written]) expect(text).not.toContain('hidden-word');
});
