import { mkdtemp, readdir, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { opSchema } from '../../src/contract/artifacts.ts';
import { readCycles } from '../../src/evidence/history-file.ts';
import { endingOf } from '../../src/history/errors.ts';
import { openHistory } from '../../src/runner/recorder.ts';

const fresh = async (): Promise<string> => join(await mkdtemp(join(tmpdir(), 'history-')), 'history-x.jsonl.gz');

async function writeOne(file: string): Promise<void> {
  const history = openHistory(file);
  const second = history.cycle(2);
  const first = history.cycle(1);
  first.append({ process: 0, f: 'write', type: 'invoke', value: { key: 'w1', digest: 'd' } });
  second.append({ process: 1, f: 'write', type: 'invoke', value: { key: 'w2', digest: 'd' } });
  first.append({ process: 0, f: 'write', type: 'ok', value: { key: 'w1', id: 'i' } });
  second.append({ process: 1, f: 'write', type: 'info', value: { key: 'w2' }, error: 'timeout' });
  second.append({ process: 'nemesis', f: 'inject', type: 'info', value: { kind: 'process_gone' } });
  second.append({ process: 0, f: 'read', type: 'ok', value: { node: 'a', rows: [['i', 'w1', 'd']] } });
  await history.close();
}

describe('a history', () => {
  test('comes back as it was written, cycle by cycle, in one order of time', async () => {
    const file = await fresh();
    await writeOne(file);
    const cycles = await readCycles(file);
    expect([...cycles.keys()].toSorted()).toEqual([1, 2]);
    expect(cycles.get(1)?.map((op) => op.type)).toEqual(['invoke', 'ok']);
    for (const ops of cycles.values()) {
      expect(ops.map((op) => op.index)).toEqual([...ops.keys()]);
      const times = ops.map((op) => op.time_ns);
      expect(times).toEqual([...new Set(times)].toSorted((x, y) => x - y));
      for (const op of ops) opSchema.parse(op);
    }
  });

  test('has its name only once it is whole', async () => {
    const file = await fresh();
    const history = openHistory(file);
    expect(await readdir(join(file, '..'))).not.toContain('history-x.jsonl.gz');
    await history.close();
    expect(await readdir(join(file, '..'))).toEqual(['history-x.jsonl.gz']);
    expect(() => history.cycle(1).append({ process: 0, f: 'converge', type: 'ok', value: { node: 'a' } })).toThrow(
      'closed',
    );
  });

  test('never overwrites another', async () => {
    const file = await fresh();
    await writeOne(file);
    expect(() => openHistory(file)).toThrow('never overwritten');
  });

  test('that cannot be written says so when it is closed', async () => {
    const history = openHistory(join(await fresh(), 'no-such-folder', 'history-x.jsonl.gz'));
    await expect(history.close()).rejects.toThrow(/expected to write .*history-x.jsonl.gz, found ENOENT/);
  });

  test('that is cut short is an error, not a shorter history', async () => {
    const file = await fresh();
    await writeOne(file);
    await truncate(file, 60);
    await expect(readCycles(file)).rejects.toThrow('expected one operation');
  });
});

describe('an operation', () => {
  test('that timed out is info, whatever the client calls it', () => {
    expect(endingOf({ type: 'fail', code: 'timeout', detail: '' })).toBe('info');
    expect(endingOf({ type: 'info', code: 'reset', detail: '' })).toBe('info');
  });

  test('fails only with an error that the registry calls definite', () => {
    expect(endingOf({ type: 'fail', code: 'quorum_not_met', detail: '' })).toBe('fail');
    expect(endingOf({ type: 'fail', code: '422', detail: '' })).toBe('fail');
    expect(endingOf({ type: 'fail', code: '500', detail: '' })).toBe('info');
    expect(endingOf({ type: 'ok', value: null })).toBe('ok');
  });
});
