// A subject from a module of somebody else, `--subject ./path.ts`: its default export makes the subject. It says its own
// name, which must be no other's, and its file is recorded by its hash beside whatever it says of itself.

import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { KIT, type OpenSubject } from './kit.ts';
import { type Subject, type SubjectSettings, UnusableProgram } from './subject.ts';

const NAME = /^[a-z][a-z0-9-]{0,40}$/;
const MODULE = /[/\\]|\.[cm]?[jt]s$/;
/** What a campaign calls; whether it keeps its word, `npm run subject-check` says. */
const FUNCTIONS = ['identify', 'capabilities', 'start', 'stop', 'client'] as const;

/** Whether it is the path of a module, and no name. */
export const isModulePath = (subject: string): boolean => MODULE.test(subject);

/**
 * @param taken names that an own subject may not have
 * @throws UnusableProgram that says what was expected of the module
 */
export async function openModule(path: string, settings: SubjectSettings, taken: readonly string[]): Promise<Subject> {
  const file = resolve(path);
  const unusable = (expected: string, found: string): UnusableProgram =>
    new UnusableProgram(`--subject ${path}: expected ${expected}, found ${found}`);
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) throw unusable('a module', `no file at ${file}`);
  const module = await import(pathToFileURL(file).href).catch((error) => {
    throw unusable('a module that loads', String(error));
  });
  const open: unknown = module.default;
  if (typeof open !== 'function') throw unusable('a function as its default export', `${typeof open}`);
  const subject = await (open as OpenSubject)(settings, KIT);
  const missing = FUNCTIONS.filter((name) => typeof subject?.[name] !== 'function');
  if (missing.length > 0) throw unusable('a subject', `none with ${missing.join(', ')}`);
  if (typeof subject.commands !== 'object') throw unusable('a subject with commands', `${typeof subject.commands}`);
  if (!NAME.test(subject.name)) throw unusable('a name such as my-store', JSON.stringify(subject.name));
  if (taken.includes(subject.name)) throw unusable('a name of its own', `${subject.name}, which is another subject's`);
  if (subject.defect !== settings.defect)
    throw unusable(`the defect ${JSON.stringify(settings.defect)}`, JSON.stringify(subject.defect));
  const adapter_sha256 = createHash('sha256').update(readFileSync(file)).digest('hex');
  return {
    name: subject.name,
    defect: subject.defect,
    commands: subject.commands,
    ...(subject.byHand ? { byHand: subject.byHand } : {}),
    capabilities: () => subject.capabilities(),
    start: (node, ready_ms_max) => subject.start(node, ready_ms_max),
    stop: (node, stop_ms_max) => subject.stop(node, stop_ms_max),
    client: (node) => subject.client(node),
    async identify() {
      const identity = await subject.identify();
      if (identity?.name !== subject.name)
        throw unusable(`the name ${subject.name} of what it identifies`, JSON.stringify(identity?.name));
      return { ...identity, adapter_sha256 };
    },
  };
}
