// `rooms` tests the code, `alone` what needs the whole machine; `site` builds the site once for each base path and reads
// it as machines and people do.

import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const SITE = 'tests/site/**/*.test.ts';
/**
 * Campaigns whose answers must not be late: two side by side, and those that slow a disk or a foreign system. Nothing else
 * runs beside them, and they may try once more: others may use the machine.
 */
const ALONE = [
  'tests/cli/side-by-side.test.ts',
  'tests/cli/netns.test.ts',
  'tests/runner/nemesis/*.test.ts',
  'tests/subjects/controls.test.ts',
];
/** Commands are started hundreds of times: what one compiled the next one reads. */
const env = { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/compiled') };

export default defineConfig({
  test: {
    reporters: ['default', './tests/closing-line.ts'],
    // most of the time goes to real processes that wait: one file a processor, and none left idle
    maxWorkers: '100%',
    projects: [
      // no test asserts a time: the limit only ends what hangs, on a busy machine too
      { test: { name: 'rooms', include: ['tests/**/*.test.ts'], exclude: [SITE, ...ALONE], testTimeout: 30_000, env } },
      { test: { name: 'alone', include: ALONE, sequence: { groupOrder: 1 }, maxWorkers: 1, retry: 1, env } },
      {
        test: {
          name: 'site',
          include: [SITE],
          globalSetup: ['tests/site/build.ts'],
          env,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
