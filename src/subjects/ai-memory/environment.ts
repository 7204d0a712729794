// The surroundings in which every process of the program runs: a home of its own that switches language models
// off, and none of the settings of this machine's user that would hide rows or send traffic elsewhere.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Run } from '../../machine/run.ts';
import { RUN_VARIABLE } from '../../machine/run-record.ts';

/** Undefined values take a variable out of what this process would hand on. */
export type Environment = Record<string, string | undefined>;

/** `serve` takes its tier from this file alone; every other tier loads a model, or asks a server for one. */
const CONFIG = 'tier = "keyword"\n';

/** AI_MEMORY_AGENT_ID, for one, hides the rows of all other agents; a proxy would come between the nodes. */
const UNWANTED = /^(AI_MEMORY_.*|RUST_(LOG|BACKTRACE|LIB_BACKTRACE)|(https?|all|no)_proxy)$/i;

export function scratchEnvironment(run: Run): Environment {
  const home = run.newFolder('home');
  const folder = join(home, '.config', 'ai-memory');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config.toml'), CONFIG);
  const inherited = Object.keys(process.env).filter((name) => UNWANTED.test(name));
  const cleared = Object.fromEntries(inherited.map((name) => [name, undefined]));
  return { ...cleared, HOME: home, NO_COLOR: '1', [RUN_VARIABLE]: run.id };
}
