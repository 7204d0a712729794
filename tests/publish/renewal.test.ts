// When the development server's pages are out of date, shown with a server in which no event of the file system comes.

import { EventEmitter } from 'node:events';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ViteDevServer } from 'vite';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { catalogue, forgetCatalogue } from '../../src/catalogue/catalogue.ts';
import * as runners from '../../src/evidence/runner-life.ts';
import { renewPages } from '../../src/publish/renewal.ts';

vi.mock('../../src/evidence/runner-life.ts', () => ({ stillRuns: vi.fn(() => true) }));
const stillRuns = vi.mocked(runners.stillRuns);

const LOOK_AND_SETTLE_MS = 2_200;
let root = '';

beforeEach(() => {
  vi.useFakeTimers();
  root = mkdtempSync(join(tmpdir(), 'renewal-'));
  vi.stubEnv('CAMPAIGNS_DIR', root);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  stillRuns.mockReturnValue(true);
  forgetCatalogue();
  rmSync(root, { recursive: true, force: true });
});

type Answer = (
  request: object,
  response: { setHeader: (name: string, value: string) => void },
  next: () => void,
) => void;

/** A server that is only listened to: what it told its pages, and how a page would be answered. */
function develop() {
  const said: unknown[] = [];
  const watcher = Object.assign(new EventEmitter(), { add: () => undefined });
  const heard = new EventEmitter();
  const ws = { send: (what: unknown) => said.push(what), on: heard.on.bind(heard) };
  const answers: Answer[] = [];
  const middlewares = { use: (answer: Answer) => answers.push(answer) };
  renewPages({ watcher, ws, environments: {}, httpServer: null, middlewares } as unknown as ViteDevServer, root);
  return {
    said,
    watcher,
    /** The revision that a page asked for now is drawn from. */
    drawn: () => {
      let revision = '';
      const response = { setHeader: (_name: string, value: string) => (revision = value.split('desc=')[1] ?? '') };
      for (const answer of answers) answer({}, response, () => undefined);
      return revision;
    },
    /** What a page is told when it says what it was drawn from. */
    listens: (revision: string) => {
      const own: unknown[] = [];
      heard.emit('proofhouse:drawn-from', revision, { send: (what: unknown) => own.push(what) });
      return own;
    },
  };
}

const RELOAD = { type: 'full-reload' };

function write(id: string, file: string, document: object): void {
  mkdirSync(join(root, id), { recursive: true });
  writeFileSync(join(root, id, `${file}.partial`), JSON.stringify(document));
  renameSync(join(root, id, `${file}.partial`), join(root, id, file));
}

const look = () => vi.advanceTimersByTime(LOOK_AND_SETTLE_MS);

describe('The pages of the development server', () => {
  test('stay as they are while nothing happens', () => {
    const { said } = develop();
    for (let looks = 0; looks < 5; looks++) look();
    expect(said).toEqual([]);
  });

  test('are drawn anew after an event, once for several', () => {
    const { said, watcher } = develop();
    for (const file of ['phase2.json', 'phase3.json']) watcher.emit('all', 'add', join(root, 'one-r1', file));
    watcher.emit('all', 'add', join(root, 'one-r1', 'phase4.json.partial'));
    watcher.emit('all', 'add', '/elsewhere/phase4.json');
    look();
    expect(said).toEqual([RELOAD]);
  });

  test('are drawn anew where no event came: a new campaign, then another file of it', () => {
    const { said } = develop();
    write('one-r1', 'campaign-summary.json', { state: 'complete' });
    look();
    expect(said).toEqual([RELOAD]);
    write('one-r1', 'phase2.json', { phase: 2 });
    look();
    expect(said).toEqual([RELOAD, RELOAD]);
    look();
    expect(said).toEqual([RELOAD, RELOAD]);
  });

  test('say that a runner is gone which no look ever saw running', () => {
    const { said } = develop();
    write('one-r1', 'campaign-summary.json', { state: 'running', runner: { pid: 4, started: '5', number_space: '6' } });
    look();
    expect(catalogue().entries.map(({ head }) => head.state)).toEqual(['running']);
    const before = said.length;
    stillRuns.mockReturnValue(false);
    look();
    expect(said.slice(before)).toEqual([RELOAD]);
    for (let looks = 0; looks < 5; looks++) look();
    expect(said.slice(before)).toEqual([RELOAD]);
  });

  test('are told to reload when they listen, where they were drawn before the others were told', () => {
    const server = develop();
    const early = server.drawn();
    write('one-r1', 'campaign-summary.json', { state: 'complete' });
    look();
    expect(server.listens(early)).toEqual([RELOAD]);
    expect(server.listens(server.drawn())).toEqual([]);
  });
});
