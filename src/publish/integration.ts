// What the development server does beside its pages, and how a build writes them.

import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { basePath } from '../views/site.ts';
import { writingPages } from './pages.ts';

export const publishing = (): AstroIntegration => {
  let outDir = '';
  return {
    name: 'proofhouse',
    hooks: {
      'astro:config:setup': ({ command, injectScript }) => {
        if (command === 'dev') injectScript('page', "import '/src/scripts/drawn-from.ts';");
      },
      'astro:config:done': ({ config }) => {
        outDir = fileURLToPath(config.outDir);
      },
      'astro:build:start': ({ setPrerenderer }) => setPrerenderer(writingPages(outDir, basePath())),
      // a build serves nothing, and does not load what would
      'astro:server:setup': async ({ server }) => (await import('./serve.ts')).serveCampaignFiles(server),
    },
  };
};
