// The threads of a build read TypeScript as the engine does.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';

const HOOK = pathToFileURL(join(import.meta.dirname, '../../src/publish/typescript.mjs')).href;

function run(source: string, ...flags: string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'typescript-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const other = "export interface Shape { n: number }\nexport const one = 1;\nconsole.log('loaded');\n";
  writeFileSync(join(folder, 'other.ts'), other);
  writeFileSync(join(folder, 'main.ts'), source);
  const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, join(folder, 'main.ts')], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

it.each([
  ["import type { Shape } from './other.ts';\nconst shape: Shape = { n: 2 };\nconsole.log(shape);", '{ n: 2 }\n'],
  ["import { one, type Shape } from './other.ts';\nconsole.log({ n: one } satisfies Shape);", 'loaded\n{ n: 1 }\n'],
  ["import { type Shape } from './other.ts';\nconsole.log(null as Shape | null);", 'loaded\nnull\n'],
  ["import { one } from './other.ts';\nconsole.log(import.meta.filename.endsWith('main.ts'));", 'loaded\ntrue\n'],
])('%j prints the same with the bundler’s reader', (source, printed) => {
  expect(run(source)).toEqual({ status: 0, stdout: printed, stderr: '' });
  expect(run(source, '--import', HOOK)).toEqual({ status: 0, stdout: printed, stderr: '' });
});

it('What is no TypeScript is refused as the engine refuses it', () => {
  for (const flags of [[], ['--import', HOOK]]) {
    const { status, stderr } = run('const = 1;', ...flags);
    expect(status).toBe(1);
    expect(stderr).toContain('ERR_INVALID_TYPESCRIPT_SYNTAX');
  }
});
