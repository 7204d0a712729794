// What a build does beside its pages: artifacts copied byte for byte, and one line for every problem.

import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { checkNarratives } from '../views/analysis.ts';
import { catalogue, forgetCatalogue } from '../views/catalogue.ts';
import { publishArtifacts } from './artifacts.ts';
import { reportLines, summaryLine } from './report.ts';
import { serveArtifacts } from './serve.ts';

export function publish(): AstroIntegration {
  return {
    name: 'proofhouse',
    hooks: {
      'astro:build:start': async () => {
        forgetCatalogue();
        const read = catalogue();
        const { problems, errors } = await checkNarratives(read);
        for (const line of [...reportLines(read), ...problems, ...errors]) process.stderr.write(`${line}\n`);
        if (errors.length > 0) throw new AnalysisDoesNotHold(errors.length);
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

/** The lines before it have said where; this only stops the build. */
export class AnalysisDoesNotHold extends Error {
  constructor(count: number) {
    super(`${count} ${count === 1 ? 'statement' : 'statements'} of an analysis do not hold; see above`);
    this.name = 'AnalysisDoesNotHold';
  }
}
