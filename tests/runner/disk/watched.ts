// A program between whose calls and its folder the layer lies, until it is killed.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HERE } from '../../../src/machine/place.ts';
import { type Disks, openDisks } from '../../../src/runner/disk/disks.ts';
import type { Step } from './writer.ts';

const WRITER = join(import.meta.dirname, 'writer.ts');

export interface Watched {
  dir: string;
  data: string;
  disks: Disks;
  /** Starts a program that takes the steps, and resolves to what came of each: "done", or the code of an error. */
  run(steps: readonly Step[]): Promise<{ came: string[]; pid: number; kill(): Promise<void> }>;
  drop(): void;
}

export async function watched(): Promise<Watched> {
  const dir = mkdtempSync(join(tmpdir(), 'layer-'));
  const data = join(dir, 'a');
  mkdirSync(data);
  const disks = await openDisks(dir);
  await disks.prepare('a', data);
  return {
    ...{ dir, data, disks },
    async run(steps) {
      const [command = '', ...args] = disks.placeOf('a', HERE).enter;
      const child = spawn(command, [...args, process.execPath, WRITER, data, JSON.stringify(steps)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const came: string[] = JSON.parse(await firstLine(child));
      return {
        ...{ came, pid: child.pid ?? 0 },
        async kill() {
          child.kill('SIGKILL');
          await once(child, 'exit');
        },
      };
    },
    drop: () => rmSync(dir, { recursive: true, force: true }),
  };
}

async function firstLine(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const part of child.stdout ?? []) {
    text += part;
    if (text.includes('\n')) break;
  }
  return text;
}
