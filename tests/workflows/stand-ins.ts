// What stands in for GitHub in a rehearsal, in one table: every action that the workflows use, and the two programs
// that would ask a service. Nothing else of a workflow is replaced: its shell lines run word for word.

import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { PROJECT } from '../cli/campaign-process.ts';

export interface Place {
  /** Of the job. */
  workspace: string;
  /** RUNNER_TEMP. */
  temp: string;
  /** Of the whole run. */
  artifacts: string;
  /** The repository of the run, and where the bare ones are, by `owner/name`. */
  repository: string;
  repositories: Readonly<Record<string, string>>;
  /** What a checkout without a ref gives. */
  ref: string;
}

type With = Readonly<Record<string, string>>;
type Outputs = Record<string, string>;

export const BASE_PATH = '/proofhouse';

export const STAND_INS: Readonly<Record<string, (given: With, place: Place) => Outputs>> = {
  /** A shallow clone of the bare repository, as the action makes one. */
  'actions/checkout': ({ repository, ref, path = '.' }, place) => {
    const bare = place.repositories[repository ?? place.repository];
    if (bare === undefined) throw new Error(`checkout: expected a known repository, found ${repository}`);
    const to = resolve(place.workspace, path);
    mkdirSync(to, { recursive: true });
    const git = (...args: string[]) => execFileSync('git', args, { cwd: to, stdio: 'pipe' });
    git('init', '--quiet');
    git('remote', 'add', 'origin', `file://${bare}`);
    git('fetch', '--quiet', '--depth=1', '--no-tags', 'origin', ref || place.ref);
    git('checkout', '--quiet', '--detach', 'FETCH_HEAD');
    return {};
  },
  /** Of ci.yml, which is not rehearsed: it would run these tests in these tests. */
  'actions/setup-go': () => ({}),
  /** Nothing: the Node of this project is the one on PATH. */
  'actions/setup-node': () => ({}),
  /** A copy in the folder of the run; a name that is taken is refused, as the service refuses it. */
  'actions/upload-artifact': ({ name = 'artifact', path = '' }, { artifacts }) => {
    const to = join(artifacts, name);
    const sources = path
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '' && existsSync(line));
    if (sources.length === 0) return {};
    if (existsSync(to)) throw new Error(`upload-artifact: ${name} is there already`);
    mkdirSync(to, { recursive: true });
    for (const source of sources) {
      const alone = sources.length === 1 && statSync(source).isDirectory();
      cpSync(source, alone ? to : join(to, basename(source)), { recursive: true });
    }
    return {};
  },
  /** One by its name; or all of a pattern, poured into one folder. */
  'actions/download-artifact': ({ name, pattern, path = '.' }, { artifacts, workspace }) => {
    const to = resolve(workspace, path);
    mkdirSync(to, { recursive: true });
    const names = name === undefined ? matching(artifacts, pattern ?? '*') : [name];
    for (const one of names) {
      if (!existsSync(join(artifacts, one))) throw new Error(`download-artifact: there is no ${one}`);
      cpSync(join(artifacts, one), to, { recursive: true });
    }
    return {};
  },
  /** The address of a project page. */
  'actions/configure-pages': () => ({ origin: 'https://owner.example', base_path: BASE_PATH }),
  'actions/upload-pages-artifact': ({ path = '' }, { artifacts, workspace }) => {
    cpSync(resolve(workspace, path), join(artifacts, 'github-pages'), { recursive: true });
    return {};
  },
  /** Where a reader would find it. */
  'actions/deploy-pages': (_given, { artifacts }) => {
    cpSync(join(artifacts, 'github-pages'), join(dirname(artifacts), 'deployed'), { recursive: true });
    return { page_url: `https://owner.example${BASE_PATH}/` };
  },
};

/** First on PATH. Installing gives the packages of this checkout; the service's client keeps its comments in a file. */
const PROGRAMS: Readonly<Record<string, string>> = {
  npm: `#!/bin/bash
if [ "$*" = ci ]; then
  mkdir node_modules && exec ln -s "${PROJECT}"/node_modules/{*,.bin} node_modules/
fi
PATH="\${PATH#*:}" exec npm "$@"
`,
  gh: `#!${process.execPath}
// only the three calls of action.yml are known
const { readFileSync, writeFileSync, existsSync } = require('node:fs');
const store = process.env.REHEARSAL_COMMENTS;
const comments = existsSync(store) ? JSON.parse(readFileSync(store, 'utf8')) : [];
const args = process.argv.slice(2);
const field = args.find((arg) => arg.startsWith('body=@'));
const body = field && readFileSync(field.slice(6), 'utf8');
if (args[0] !== 'api' || !process.env.GH_TOKEN) process.exit(1);
if (args.includes('--paginate')) {
  for (const { id, login, body } of comments)
    if (login === 'github-actions[bot]' && body.startsWith(process.env.MARKER)) console.log(id);
} else if (args.includes('PATCH')) {
  const id = Number(args.find((arg) => arg.startsWith('repos/')).split('/').at(-1));
  comments.find((one) => one.id === id).body = body;
} else comments.push({ id: comments.length + 1, login: 'github-actions[bot]', body });
writeFileSync(store, JSON.stringify(comments));
`,
};

/** Writes the programs; gives their folder. */
export function programsIn(root: string): string {
  const folder = join(root, 'programs');
  // once: a machine beside this one may be running them
  if (existsSync(folder)) return folder;
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(PROGRAMS)) {
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

function matching(artifacts: string, pattern: string): string[] {
  if (!existsSync(artifacts)) return [];
  const prefix = pattern.replace(/\*$/, '');
  if (prefix.includes('*')) throw new Error(`download-artifact: expected a pattern that ends in *, found ${pattern}`);
  return readdirSync(artifacts).filter((name) => name.startsWith(prefix));
}
