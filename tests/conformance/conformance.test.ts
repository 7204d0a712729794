// An adapter that keeps the interface's promises passes; of one that does not, exactly what it breaks is named. The
// adapter is somebody else's: a module in a folder outside this repository, loaded by its path.

import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Promised } from '../../src/conformance/promise.ts';
import { PROJECT } from '../cli/campaign-process.ts';

const LIMIT_MS = 120_000;
const dir = mkdtempSync(join(tmpdir(), 'conformance-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
beforeAll(() => cpSync(join(import.meta.dirname, '../fixtures/own-store'), dir, { recursive: true }));

const check = (...args: string[]) =>
  execa(process.execPath, [join(PROJECT, 'src/cli/subject-check.ts'), ...args], { cwd: dir, reject: false });

/** The own store's adapter with something wrong in it. */
function adapter(name: string, body: string): string {
  writeFileSync(
    join(dir, name),
    `import { rmSync } from 'node:fs';\nimport open from './adapter.ts';\nexport default ${body}\n`,
  );
  return `./${name}`;
}

const standings = (stdout: string, standing: string): string[] =>
  (JSON.parse(stdout).promises as Promised[]).filter((one) => one.standing === standing).map(({ id }) => id);

describe('npm run subject-check', { timeout: LIMIT_MS }, () => {
  it('passes a stranger’s adapter, and says what it does not offer', async () => {
    const { exitCode, stdout, stderr } = await check('./adapter.ts', '--json');
    expect(standings(stdout, 'broken'), stderr).toEqual([]);
    expect(standings(stdout, 'not examined')).toEqual([]);
    expect(standings(stdout, 'not offered')).toEqual(['revisions', 'revisions of nothing', 'clock', 'curator']);
    expect(standings(stdout, 'kept').length).toBeGreaterThan(15);
    expect(exitCode).toBe(0);
  });

  it('names every promise that an adapter breaks, and no other', async () => {
    const broken = adapter(
      'broken.ts',
      `(settings, kit) => {
        const own = open(settings, kit);
        return {
          ...own,
          // acks alone, tells no peer, and forgets what it had
          start: (node, ms) => {
            rmSync(node.data_dir + '/rows.jsonl', { force: true });
            return own.start({ ...node, quorum_writes: 1, peers: [] }, ms);
          },
          client: (node) => {
            const client = own.client(node);
            return {
              ...client,
              // takes silence for a refusal, and throws where nothing listens
              create: async (memory, agent, ms) => {
                const outcome = await client.create({ ...memory, tags: [...memory.tags].reverse() }, agent, ms);
                if (outcome.code === 'connection_refused') throw new Error('nobody there');
                return outcome.type === 'info' ? { ...outcome, type: 'fail', code: 'http_400' } : outcome;
              },
              all: async (...asked) => {
                const found = await client.all(...asked);
                return { ...found, value: found.value?.slice(0, 20) };
              },
              get: async (...asked) => {
                const found = await client.get(...asked);
                return found.value === null ? { type: 'fail', code: 'not_found', detail: 'none' } : found;
              },
            };
          },
        };
      }`,
    );
    const { exitCode, stdout, stderr } = await check(broken, '--json');
    expect(standings(stdout, 'broken'), stderr).toEqual([
      'fields',
      'one id everywhere',
      'complete lists',
      'unknown id',
      'wires',
      'quorum',
      'own data',
      'a dead node',
      'a silent node',
    ]);
    expect(standings(stdout, 'not examined')).toEqual([]);
    expect(exitCode).toBe(1);
  });

  it('starts nothing of what does not say enough of itself', async () => {
    const nameless = adapter(
      'nameless.ts',
      '(s, k) => ({ ...open(s, k), identify: async () => ({ name: "own-store" }) })',
    );
    const { exitCode, stdout } = await check(nameless, '--json');
    expect([standings(stdout, 'broken'), standings(stdout, 'not examined'), exitCode]).toEqual([
      ['identity'],
      ['nodes'],
      1,
    ]);
  });

  it('refuses what makes no subject, or takes another’s name', async () => {
    const refused: [string, string, RegExp][] = [
      ['empty.ts', '42', /expected a function as its default export, found number/],
      [
        'half.ts',
        '() => ({ name: "half", defect: null })',
        /expected a subject, found none with identify, capabilities/,
      ],
      ['thief.ts', '(s, k) => ({ ...open(s, k), name: "reference" })', /reference, which is another subject's/],
      ['planted.ts', '(s, k) => ({ ...open(s, k), defect: "x" })', /expected the defect null, found "x"/],
    ];
    for (const [name, body, words] of refused) {
      const { exitCode, stderr } = await check(adapter(name, body));
      expect([exitCode, stderr]).toEqual([2, expect.stringMatching(words)]);
    }
    expect(await check('./none.ts')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('found no file at'),
    });
    writeFileSync(join(dir, 'torn.ts'), 'export default {');
    expect(await check('./torn.ts')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('a module that loads'),
    });
  });
});
