// When the pages of the development server are out of date: artifacts appeared, or a runner ended without a word.
//
// Nothing here depends on one moment. Events of the file system make a page fast, and the look every two seconds
// makes up for those that never came; a page that was not listening yet when the others were told says, once it is,
// which revision it was drawn from (scripts/drawn-from.ts), and is told then.

import { relative } from 'node:path';
import type { ViteDevServer } from 'vite';
import { type Catalogue, catalogue, forgetCatalogue } from '../catalogue/catalogue.ts';
import { stateOf } from '../catalogue/state.ts';
import { folderTimes } from '../evidence/folder-times.ts';

/** A campaign writes several artifacts at once; the pages reload once for all of them. */
const SETTLE_MS = 150;
/** A runner that is killed writes nothing more: it is looked after. */
const LOOK_MS = 2_000;

const RELOAD = { type: 'full-reload' } as const;

export function renewPages(server: ViteDevServer, root: string): void {
  let revision = 0;
  let times = folderTimes(root);
  let due = false;
  const soon = (): void => {
    if (due) return;
    due = true;
    setTimeout(() => {
      due = false;
      revision += 1;
      times = folderTimes(root);
      renew(server);
    }, SETTLE_MS);
  };
  server.watcher.add(root);
  server.watcher.on('all', (_event, path) => {
    if (isEvidence(relative(root, path))) soon();
  });
  const isNew = onceEach();
  const looking = setInterval(() => {
    const gone = runnersGone(catalogue()).filter(isNew);
    if (gone.length > 0 || folderTimes(root) !== times) soon();
  }, LOOK_MS);
  looking.unref();
  server.httpServer?.once('close', () => clearInterval(looking));
  server.middlewares.use((_request, response, next) => {
    response.setHeader('server-timing', `revision;desc=${revision}`);
    next();
  });
  server.ws.on('proofhouse:drawn-from', (drawn: unknown, page) => {
    if (drawn !== String(revision)) page.send(RELOAD);
  });
}

/** What is still being written has another name until it is whole. */
const isEvidence = (path: string): boolean => path !== '' && !path.startsWith('..') && !path.endsWith('.partial');

/** The campaigns that say that they run, and do not, each as its folder is now: a page may have been drawn before. */
const runnersGone = ({ entries }: Catalogue): string[] =>
  entries
    .filter(({ head }) => head.state === 'running' && stateOf(head) !== 'running')
    .map(({ id, digest }) => `${id} ${digest}`);

/** Whether a name was not asked about before. */
function onceEach(): (name: string) => boolean {
  const known = new Set<string>();
  return (name) => known.size < known.add(name).size;
}

function renew(server: ViteDevServer): void {
  forgetCatalogue();
  // the site generator keeps which pages there are until it is told that its content changed
  for (const { hot } of Object.values(server.environments)) hot.send('astro:content-changed', {});
  server.ws.send(RELOAD);
}
