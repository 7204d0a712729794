// A program that does what it is asked to a folder, says what came of each step, and waits for its end.

import {
  closeSync,
  fdatasyncSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

export type Step =
  | { do: 'write'; name: string; at: number; text: string }
  | { do: 'append'; name: string; text: string }
  | { do: 'cut'; name: string; size: number }
  | { do: 'replace'; name: string; text: string }
  | { do: 'rename'; name: string; to: string }
  | { do: 'unlink'; name: string }
  | { do: 'sync'; name: string }
  | { do: 'sync_names' };

/** By what is done, how the file is opened for it. */
const FLAGS = { write: 'r+', append: 'a', cut: 'r+', replace: 'w', sync: 'r', sync_names: 'r' } as const;

function take(folder: string, step: Step): void {
  const path = step.do === 'sync_names' ? folder : join(folder, step.name);
  if (step.do === 'rename') renameSync(path, join(folder, step.to));
  else if (step.do === 'unlink') unlinkSync(path);
  else takeOnFile(path, step);
}

function takeOnFile(path: string, step: Exclude<Step, { do: 'rename' | 'unlink' }>): void {
  if (step.do === 'write') closeSync(openSync(path, 'a'));
  const file = openSync(path, FLAGS[step.do]);
  try {
    if (step.do === 'write') writeSync(file, step.text, step.at);
    if (step.do === 'append' || step.do === 'replace') writeSync(file, step.text);
    if (step.do === 'cut') ftruncateSync(file, step.size);
    if (step.do === 'sync') fdatasyncSync(file);
    if (step.do === 'sync_names') fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

const [, , folder = '', steps = '[]'] = process.argv;
const came: string[] = [];
for (const step of JSON.parse(steps) as Step[]) {
  try {
    take(folder, step);
    came.push('done');
  } catch (error) {
    came.push((error as NodeJS.ErrnoException).code ?? 'no code');
  }
}
process.stdout.write(`${JSON.stringify(came)}\n`);
setInterval(() => {}, 1_000);
