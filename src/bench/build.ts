// One build of the site as a reader of the README would start it, measured from outside; and the least that the
// site generator does on this machine, to set it beside.

import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Used, watchTree } from './process-tree.ts';

const PROJECT = join(import.meta.dirname, '..', '..');
const CACHES = ['node_modules/.astro', 'node_modules/.vite'];
const OUTPUT_SHOWN_CHARS = 2000;

export interface Measured extends Used {
  wall_ms: number;
}

/** Removes every cache that a build may leave. A cold build then takes a folder that is not there yet. */
export function forgetBuilds(): void {
  for (const cache of CACHES) rmSync(join(PROJECT, cache), { recursive: true, force: true });
}

/** A folder of its own for a benchmark, on the project's file system: the generator moves files into what it builds. */
export function workFolder(): string {
  const work = join(PROJECT, 'node_modules', `.bench-${process.pid}`);
  mkdirSync(work, { recursive: true });
  return work;
}

/** What `npm run build` starts. */
const BUILD = ['--import', './src/publish/typescript.mjs', 'src/cli/build.ts'];

/** Builds the site of these campaigns. Throws with the end of its output where it does not end as it should. */
export const measureBuild = (campaigns: string, dist: string, code = 0): Promise<Measured> =>
  measured([...BUILD, '--dist', dist], PROJECT, { CAMPAIGNS_DIR: campaigns }, code);

/** Builds a project that is one page and nothing else, in a folder below this project. Throws likewise. */
export function measureBarePage(folder: string): Promise<Measured> {
  mkdirSync(join(folder, 'src/pages'), { recursive: true });
  writeFileSync(join(folder, 'src/pages/index.astro'), '<h1>One page</h1>\n');
  writeFileSync(join(folder, 'build.mjs'), "import { build } from 'astro';\nawait build({ logLevel: 'error' });\n");
  return measured([join(folder, 'build.mjs')], folder, {});
}

async function measured(
  args: readonly string[],
  cwd: string,
  settings: Record<string, string>,
  expected = 0,
): Promise<Measured> {
  const begun = performance.now();
  const child = spawn(process.execPath, args, {
    cwd,
    // as a reader would start it: in a test, what is built for development alone would be loaded too
    env: { ...process.env, NODE_ENV: undefined, ASTRO_TELEMETRY_DISABLED: '1', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let tail = '';
  const keep = (chunk: Buffer) => {
    tail = (tail + chunk.toString()).slice(-OUTPUT_SHOWN_CHARS);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const watch = child.pid === undefined ? null : watchTree(child.pid);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).finally(() => watch?.stop());
  const wall_ms = performance.now() - begun;
  if (code !== expected)
    throw new Error(`expected the build to end with ${expected}, it ended with ${code}; its last words:\n${tail}`);
  return { wall_ms, ...(watch?.stop() ?? { peak_rss_bytes: null, cpu_ms: null }) };
}

export interface Output {
  files: number;
  bytes: number;
}

export function outputOf(dist: string): Output {
  const files = readdirSync(dist, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
  return { files: files.length, bytes };
}

/** What a browser fetches to read one campaign's page: the HTML and its style sheets, each compressed by itself. */
export function pageWeight(dist: string, id: string): number {
  const html = readFileSync(join(dist, 'campaigns', id, 'index.html'), 'utf8');
  const sheets = [...html.matchAll(/<link[^>]+href="([^"]+\.css)"/g)].map(([, href = '']) => join(dist, href));
  const parts = [Buffer.from(html), ...sheets.map((sheet) => readFileSync(sheet))];
  return parts.reduce((sum, part) => sum + gzipSync(part).length, 0);
}
