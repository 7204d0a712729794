// Writes the pages of a build. The generator draws each; left to itself it would also hand every folder and file to a
// pool of threads and wait for it, which for files this small costs more than writing them.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AstroIntegration } from 'astro';

type Hooks = AstroIntegration['hooks'];
type SetPrerenderer = Parameters<NonNullable<Hooks['astro:build:start']>>[0]['setPrerenderer'];
type Prerenderer = Parameters<Extract<Parameters<SetPrerenderer>[0], (given: never) => unknown>>[0];

/** @param outDir the site's folder; @param base the path that every address begins with */
export const writingPages =
  (outDir: string, base: string) =>
  (drawing: Prerenderer): Prerenderer => {
    const folders = new Set<string>();
    return {
      ...drawing,
      render: async (request, options) => {
        const drawn = await drawing.render(request, options);
        const response = drawn instanceof Response ? drawn : drawn.response;
        const { pathname } = new URL(request.url);
        if (response.status !== 200 || !pathname.endsWith('/')) return drawn;
        const file = join(outDir, decodeURI(pathname.slice(base.length)), 'index.html');
        const folder = dirname(file);
        if (!folders.has(folder)) mkdirSync(folder, { recursive: true });
        folders.add(folder);
        writeFileSync(file, Buffer.from(await response.arrayBuffer()));
        // nothing is left for the generator to write
        return new Response(null);
      },
    };
  };
