// What the engine compiled for one build serves the next. Writing it down takes a moment, so the first build, which
// on many machines is the only one, leaves it alone.

import { existsSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { COMPILED, MEMORY } from './project.ts';

/** To be called before anything large is loaded. Threads that start later take the setting from the environment. */
export function useCompiled(): void {
  if (!existsSync(MEMORY)) return;
  process.env.NODE_COMPILE_CACHE ??= COMPILED;
  enableCompileCache();
}
