// When the pages of the development server are out of date: artifacts appeared, or a runner ended without a word.

import { relative } from 'node:path';
import type { ViteDevServer } from 'vite';
import { catalogue, forgetCatalogue } from '../catalogue/catalogue.ts';
import { stateOf } from '../catalogue/state.ts';

/** A campaign writes several artifacts at once; the pages reload once for all of them. */
const SETTLE_MS = 150;
/** A runner that is killed writes nothing more: it is looked after. */
const LOOK_MS = 2_000;

export function renewPages(server: ViteDevServer, root: string): void {
  let due = false;
  const soon = (): void => {
    if (due) return;
    due = true;
    setTimeout(() => {
      due = false;
      renew(server);
    }, SETTLE_MS);
  };
  server.watcher.add(root);
  server.watcher.on('all', (_event, path) => {
    if (isEvidence(relative(root, path))) soon();
  });
  let ran: string[] = [];
  const looking = setInterval(() => {
    const run = catalogue().entries.filter(({ head }) => stateOf(head) === 'running');
    const runs = run.map(({ id }) => id);
    if (ran.some((id) => !runs.includes(id))) soon();
    ran = runs;
  }, LOOK_MS);
  looking.unref();
  server.httpServer?.once('close', () => clearInterval(looking));
}

/** What is still being written has another name until it is whole. */
const isEvidence = (path: string): boolean => path !== '' && !path.startsWith('..') && !path.endsWith('.partial');

function renew(server: ViteDevServer): void {
  forgetCatalogue();
  // the site generator keeps which pages there are until it is told that its content changed
  for (const { hot } of Object.values(server.environments)) hot.send('astro:content-changed', {});
  server.ws.send({ type: 'full-reload' });
}
