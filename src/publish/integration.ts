// What a build does beside its pages: artifacts copied byte for byte, and one line for every problem.

import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { catalogue, forgetCatalogue } from '../views/catalogue.ts';
import { publishArtifacts } from './artifacts.ts';
import { reportLines, summaryLine } from './report.ts';
import { serveArtifacts } from './serve.ts';

export function publish(): AstroIntegration {
  return {
    name: 'proofhouse',
    hooks: {
      'astro:build:start': () => {
        forgetCatalogue();
        const read = catalogue();
        for (const line of reportLines(read)) process.stderr.write(`${line}\n`);
      },
      'astro:build:done': async ({ dir, logger }) => {
        const read = catalogue();
        const out = fileURLToPath(dir);
        const { files, bytes } = await publishArtifacts(read, out);
        logger.info(`${files} artifacts, ${bytes} bytes, into ${relative(process.cwd(), out) || '.'}`);
        process.stderr.write(`${summaryLine(read)}\n`);
      },
      'astro:server:setup': ({ server }) => serveArtifacts(server),
    },
  };
}
