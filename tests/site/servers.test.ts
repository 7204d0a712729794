// What the servers of a site answer, and to whom: hosts that they were told, whatever the request line.

import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeExamples } from '../fixtures/campaigns.ts';
import { isAtHand } from '../needed.ts';
import { SITE_URL } from './build.ts';
import { atRoot } from './site.ts';
import { useBrowser, visit } from './visit.ts';

useBrowser();

const PROJECT = join(import.meta.dirname, '../..');
const SITE_HOST = new URL(SITE_URL).hostname;
const root = mkdtempSync(join(tmpdir(), 'servers-'));
const campaigns = writeExamples(join(root, 'campaigns'));
const servers: Record<string, string> = {};
const notes: Record<string, string> = {};
const ended: string[] = [];
const kill: (() => void)[] = [];

beforeAll(async () => {
  servers.preview = await start('preview', ['--dist', atRoot.dist, '--port', '34810', '--allow-host', 'bench.example']);
  servers.dev = await start('dev', ['--allow-host', 'bench.example']);
});
afterAll(() => {
  for (const stop of kill) stop();
  rmSync(root, { recursive: true, force: true });
});

/** A server of its own; gives its origin. */
function start(command: string, args: readonly string[]): Promise<string> {
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, CAMPAIGNS_DIR: campaigns, SITE_URL };
  const child = spawn(process.execPath, [join(PROJECT, `src/cli/${command}.ts`), ...args], { cwd: PROJECT, env });
  kill.push(() => child.kill('SIGKILL'));
  child.stderr.on('data', (said) => (notes[command] = `${notes[command] ?? ''}${said}`));
  child.once('exit', () => ended.push(command));
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (said) => {
      const [address] = /^http:\S+/m.exec(String(said)) ?? [];
      if (address) resolve(new URL(address).origin);
    });
    child.once('exit', (code) => reject(new Error(`expected a server, found exit code ${code}`)));
  });
}

/** The first line of the answer to exactly these bytes. */
async function answered(server: string, request: string): Promise<string> {
  const socket = connect(Number(new URL(servers[server] ?? '').port), '127.0.0.1');
  socket.write(request);
  const answer = await text(socket);
  return answer.split('\r\n')[0] ?? '';
}

const get = (path: string, host: string) => `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;

describe.each(['preview', 'dev'])('The server of %s', (server) => {
  it.each(['localhost', '127.0.0.1:4321', '[::1]:9', 'bench.example', SITE_HOST])('answers for %s', async (host) => {
    expect(await answered(server, get('/', host))).toBe('HTTP/1.1 200 OK');
  });

  it.each([
    '/',
    '/campaigns/harbour-r1/phase2.json',
    '/campaigns/quay-gate-r2/quay-gate-r2.tar',
    '/api/campaigns.json',
  ])('keeps %s from a name that a stranger made mean this machine', async (path) => {
    for (const host of ['evil.example', 'localhost.evil.example', 'bench.example.evil.example:4321'])
      expect(await answered(server, get(path, host))).toBe('HTTP/1.1 403 Forbidden');
  });

  it.each(['/campaigns/quay-gate-r2/phase2.json', '/campaigns/quay-gate-r2/quay-gate-r2.tar'])(
    'has %s at its address, and no tar of what lists no evidence',
    async (path) => {
      expect(await answered(server, get(path, 'localhost'))).toBe('HTTP/1.1 200 OK');
      expect(await answered(server, get('/campaigns/harbour-r1/harbour-r1.tar', 'localhost'))).toMatch(/ 404 /);
    },
  );

  it.each(['//', 'http://', '/%zz', '//[', '/campaigns/%00', '*', '/\\\\['])(
    'lives on after a request for %j',
    async (path) => {
      expect(await answered(server, get(path, 'localhost'))).toMatch(/^HTTP\/1\.1 (200|30\d|4\d\d|500) /);
      expect(await answered(server, get('/', 'localhost'))).toBe('HTTP/1.1 200 OK');
    },
  );

  it('lives on after what is no request, and after a reader that leaves in the middle', async () => {
    expect(await answered(server, 'HARK\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect(await answered(server, get(`/${'a'.repeat(20_000)}`, 'localhost'))).toMatch(/^HTTP\/1\.1 431 /);
    const socket = connect(Number(new URL(servers[server] ?? '').port), '127.0.0.1');
    socket.write(get('/campaigns/quay-gate-r2/phase4.json', 'localhost'));
    await new Promise((resolve) => socket.once('data', resolve));
    socket.resetAndDestroy();
    expect(await answered(server, get('/', 'localhost'))).toBe('HTTP/1.1 200 OK');
    expect(ended).toEqual([]);
  });
});

describe('The command that verifies a campaign', () => {
  it('says which site it asks, and asks the one that serves the page', async () => {
    const { page } = await visit('/campaigns/harbour-r1/', {}, servers.preview);
    const command = page.getByLabel('Command that verifies this campaign');
    expect(await command.textContent()).toMatch(`site=${servers.preview}/ && `);
    const [ours, plain] = await page.locator('own-site copy-text').all();
    expect(await plain?.getAttribute('data-text')).toMatch(`site=${servers.preview}/ && `);
    expect(await ours?.getAttribute('data-text')).toBe(`npm run verify -- ${servers.preview}/campaigns/harbour-r1/`);
  });

  it('finds every byte as it was hashed, and the verdict that the page shows', async () => {
    const { page } = await visit('/campaigns/harbour-r1/', {}, servers.preview);
    const outcome = await page.locator('main').getAttribute('data-outcome');
    const label = page.getByLabel('Command that verifies and judges the campaign again');
    const [address = ''] = /http:\S+$/.exec((await label.textContent()) ?? '') ?? [];
    const checked = spawn(process.execPath, [join(PROJECT, 'src/cli/verify.ts'), address, '--json']);
    const found = JSON.parse(await text(checked.stdout));
    expect(found).toMatchObject({ campaign_id: 'harbour-r1', outcome, published: { outcome, differences: [] } });
    expect(found.lists[0].as_listed).toBe(found.lists[0].files);
  });

  it.skipIf(!isAtHand('curl', spawnSync('curl', ['--version']).status === 0))(
    'finds every byte as it was hashed (needs curl)',
    async () => {
      const { page } = await visit('/campaigns/harbour-r1/', {}, servers.preview);
      const command = (await page.getByLabel('Command that verifies this campaign').textContent()) ?? '';
      const checked = spawn('sh', ['-c', command], { cwd: mkdtempSync(join(root, 'verify-')) });
      const said = (await text(checked.stdout)).trim().split('\n');
      expect(said).toContain('campaign-summary.json: OK');
      expect(said.filter((line) => !line.endsWith(': OK'))).toEqual([]);
    },
  );

  it('is said by preview to ask another address, where it does', async () => {
    const note = `note: this site was built for https://${SITE_HOST}/: without scripts, the commands of its pages ask that one`;
    await expect.poll(() => notes.preview, { timeout: 20_000 }).toContain(note);
  });

  it('asks the site that it was built for where scripts do not run', async () => {
    const { page } = await visit('/campaigns/harbour-r1/', { javaScriptEnabled: false }, servers.preview);
    expect(await page.locator('own-site').textContent()).toContain(`Both commands ask https://${SITE_HOST}/.`);
  });
});
