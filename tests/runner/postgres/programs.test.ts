import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { findPrograms } from '../../../src/runner/postgres/programs.ts';

/** A folder of programs, named by the setting, whose server offers the given extensions. */
function installed(programs: string[], extensions: string[]): string {
  const root = mkdtempSync(join(tmpdir(), 'postgres-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const [bin, share] = [join(root, 'bin'), join(root, 'share')];
  mkdirSync(bin);
  mkdirSync(join(share, 'extension'), { recursive: true });
  for (const name of programs) {
    writeFileSync(join(bin, name), `#!/bin/sh\necho '${share}'\n`);
    chmodSync(join(bin, name), 0o755);
  }
  for (const name of extensions) writeFileSync(join(share, 'extension', `${name}.control`), '');
  vi.stubEnv('PG_BIN_DIR', bin);
  onTestFinished(() => void vi.unstubAllEnvs());
  return bin;
}

const ALL = ['postgres', 'initdb', 'pg_config'];

describe('the programs of a PostgreSQL server', () => {
  test('are those of the folder that the setting names, where they offer what is asked', async () => {
    const bin_dir = installed(ALL, ['vector', 'other']);
    expect(await findPrograms(['vector'])).toEqual({ bin_dir });
    expect(await findPrograms([])).toEqual({ bin_dir });
  });

  test('that lack an extension or are not all there are refused with the reason and a remedy', async () => {
    const lacking = installed(ALL, ['other']);
    const found = await findPrograms(['vector']);
    const said = 'reasons' in found ? found.reasons.join('; ') : '';
    expect(said).toContain(`${lacking}: expected the extension vector, found none`);
    expect(said).toContain('PG_BIN_DIR');
    installed(['postgres', 'pg_config'], ['vector']);
    expect(JSON.stringify(await findPrograms(['vector']))).toContain('expected the program initdb, found none');
  });
});
