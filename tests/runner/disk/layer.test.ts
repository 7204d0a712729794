// The layer in a real program: what a loss of power takes is what was not synced, and what a disk refuses is refused.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { needed } from '../../needed.ts';
import { type Watched, watched } from './watched.ts';
import type { Step } from './writer.ts';

const compiler = needed('the layer between a program and its disk', ['cc']);
const LIMIT = { timeout: 120_000 };
const RUNS = 25;

describe.skipIf(compiler.isSkipped)(compiler.title, LIMIT, () => {
  let disk: Watched;
  beforeAll(() => compiler.demand());
  beforeEach(async () => {
    disk = await watched();
    return () => disk.drop();
  });

  const contents = (): Record<string, string> =>
    Object.fromEntries(readdirSync(disk.data).map((name) => [name, readFileSync(join(disk.data, name), 'utf8')]));

  const lose = async (steps: readonly Step[]) => {
    const program = await disk.run(steps);
    expect(program.came).toEqual(steps.map(() => 'done'));
    await disk.disks.demand('a', program.pid);
    await program.kill();
    return disk.disks.losePower('a');
  };

  test('a loss of power takes what was written since the last sync, and no more', async () => {
    const kept: Step[] = [
      { do: 'append', name: 'log', text: 'one' },
      { do: 'sync', name: 'log' },
      { do: 'append', name: 'other', text: 'never synced' },
      { do: 'sync_names' },
    ];
    const gone: Step[] = [
      { do: 'append', name: 'log', text: ' two' },
      { do: 'write', name: 'log', at: 0, text: 'ONE' },
    ];
    const loss = await lose([...kept, ...gone]);
    expect(contents()).toEqual({ log: 'one', other: '' });
    expect(loss).toMatchObject({ files: 2, bytes: 12 + 4 + 3, names: 0, unrecorded: 0, syncs: 2 });
  });

  test('a name that its folder was not synced after goes back to what it was', async () => {
    const base: Step[] = [
      { do: 'append', name: 'settings', text: 'old' },
      { do: 'sync', name: 'settings' },
      { do: 'append', name: 'journal', text: 'x' },
      { do: 'sync', name: 'journal' },
      { do: 'sync_names' },
    ];
    await lose(base);
    const written: Step[] = [
      { do: 'append', name: 'draft', text: 'new' },
      { do: 'rename', name: 'draft', to: 'settings' },
      { do: 'unlink', name: 'journal' },
      { do: 'append', name: 'fresh', text: 'y' },
    ];
    expect(await lose(written)).toMatchObject({ names: 4 });
    expect(contents()).toEqual({ settings: 'old', journal: 'x' });
    await lose([...written, { do: 'sync', name: 'settings' }, { do: 'sync_names' }]);
    expect(contents()).toEqual({ settings: 'new', fresh: '' });
  });

  test('a file that was made and synced keeps its name without a sync of its folder', async () => {
    await lose([
      { do: 'append', name: 'made', text: 'kept' },
      { do: 'sync', name: 'made' },
    ]);
    expect(contents()).toEqual({ made: 'kept' });
  });

  test('whatever was done, what is left is what a model of syncs has', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 1, maxLength: 25 }), async (wanted) => {
        const fresh = await watched();
        disk.drop();
        disk = fresh;
        const model = new Model();
        const steps = wanted.filter((step) => model.take(step));
        const loss = await lose(steps);
        expect(contents()).toEqual(model.durable());
        expect(loss.unrecorded).toBe(0);
      }),
      { numRuns: RUNS },
    );
  });

  test('a full disk refuses whatever grows, until it has room again', async () => {
    await lose([
      { do: 'append', name: 'log', text: 'one' },
      { do: 'sync', name: 'log' },
    ]);
    await disk.disks.refuse('a', 'no_space');
    const full = await disk.run([
      { do: 'append', name: 'log', text: 'two' },
      { do: 'append', name: 'fresh', text: 'x' },
      { do: 'sync', name: 'log' },
      { do: 'cut', name: 'log', size: 2 },
    ]);
    expect(full.came).toEqual(['ENOSPC', 'ENOSPC', 'done', 'done']);
    await full.kill();
    expect(contents()).toEqual({ log: 'on' });
    expect(await disk.disks.counted('a')).toMatchObject({ refused: 2, pid: full.pid });
    await disk.disks.refuse('a', 'nothing');
    const again = await disk.run([{ do: 'append', name: 'log', text: '!' }]);
    await again.kill();
    expect([again.came, contents()]).toEqual([['done'], { log: 'on!' }]);
  });

  test('a read-only disk refuses every change and every sync', async () => {
    await lose([
      { do: 'append', name: 'log', text: 'one' },
      { do: 'sync', name: 'log' },
    ]);
    await disk.disks.refuse('a', 'read_only');
    const steps: Step[] = [
      { do: 'append', name: 'log', text: 'two' },
      { do: 'cut', name: 'log', size: 0 },
      { do: 'unlink', name: 'log' },
      { do: 'rename', name: 'log', to: 'away' },
      { do: 'replace', name: 'log', text: '' },
      { do: 'sync', name: 'log' },
    ];
    const program = await disk.run(steps);
    await program.kill();
    expect(program.came).toEqual(steps.map(() => 'EROFS'));
    expect(contents()).toEqual({ log: 'one' });
    expect(await disk.disks.counted('a')).toMatchObject({ refused: steps.length });
  });

  test('a process without the layer is named', async () => {
    await expect(disk.disks.demand('a', 1)).rejects.toThrow(
      'expected the layer between node a and its disk in process 1',
    );
  });
});

/** What a file was, and what of it a sync kept. */
interface Inode {
  now: string;
  kept: string;
}

/** Files by name, as they are and as a loss of power would leave them; a sync of a file here is one of its folder too. */
class Model {
  #now = new Map<string, Inode>();
  #kept = new Map<string, Inode>();

  /** false: there is nothing to do it to. */
  take(step: Step): boolean {
    if (step.do === 'sync_names') {
      this.#kept = new Map(this.#now);
      return true;
    }
    const isMade = step.do === 'write' || step.do === 'append' || step.do === 'replace';
    const inode = this.#now.get(step.name) ?? (isMade ? { now: '', kept: '' } : null);
    if (inode === null) return false;
    if (step.do === 'sync') {
      // a sync of a file that has another name than it will keep is left to a test of its own
      if (this.#kept.get(step.name) !== inode) return false;
      inode.kept = inode.now;
      return true;
    }
    if (step.do === 'cut' && step.size > inode.now.length) return false;
    this.#change(step, inode);
    return true;
  }

  #change(step: Exclude<Step, { do: 'sync' | 'sync_names' }>, inode: Inode): void {
    if (step.do !== 'unlink') this.#now.set(step.name, inode);
    if (step.do === 'unlink' || step.do === 'rename') this.#now.delete(step.name);
    if (step.do === 'rename') this.#now.set(step.to, inode);
    if (step.do === 'replace') inode.now = step.text;
    if (step.do === 'append') inode.now += step.text;
    if (step.do === 'cut') inode.now = inode.now.slice(0, step.size);
    if (step.do === 'write') {
      const padded = inode.now.padEnd(step.at, '\0');
      inode.now = padded.slice(0, step.at) + step.text + padded.slice(step.at + step.text.length);
    }
  }

  durable(): Record<string, string> {
    return Object.fromEntries([...this.#kept].map(([name, { kept }]) => [name, kept]));
  }
}

const anyName = fc.constantFrom('a', 'b', 'c');
const anyText = fc.string({ minLength: 1, maxLength: 6, unit: fc.constantFrom('x', 'y', 'z') });
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('write' as const), name: anyName, at: fc.nat(8), text: anyText }),
  fc.record({ do: fc.constant('append' as const), name: anyName, text: anyText }),
  fc.record({ do: fc.constant('cut' as const), name: anyName, size: fc.nat(8) }),
  fc.record({ do: fc.constant('replace' as const), name: anyName, text: anyText }),
  fc.record({ do: fc.constant('rename' as const), name: anyName, to: anyName }),
  fc.record({ do: fc.constant('unlink' as const), name: anyName }),
  fc.record({ do: fc.constant('sync' as const), name: anyName }),
  fc.record({ do: fc.constant('sync_names' as const) }),
);
