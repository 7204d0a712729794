import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { reconstructCampaign } from '../../src/reconstruct/campaign.ts';
import { ReconstructFailure } from '../../src/reconstruct/failure.ts';
import { connect } from '../../src/reconstruct/github.ts';
import { evidenceOfRun } from '../../src/reconstruct/source.ts';
import * as shape from './log-shapes.ts';
import {
  type Answer,
  bytes,
  cutOff,
  expiredLink,
  json,
  paged,
  type RestServer,
  refuse,
  restServer,
  serveRun,
  serviceJob,
  signed,
} from './rest-server.ts';

// Machines that run much else beside the tests are slow, not wrong.
vi.setConfig({ testTimeout: 30_000 });

const REPO = '/api/v3/repos/o/n/actions';
const LOGS = `${REPO}/runs/1/attempts/1/logs`;
const zip = shape.runArchive('campaign', [
  { number: 8, name: 'Aggregate', lines: shape.aggregateStep(shape.summary()) },
]);
const jobText = shape.stamped(shape.aggregateStep(shape.summary()));

let server: RestServer;
let out: string;
beforeEach(async () => {
  server = await restServer();
  out = await mkdtemp(join(tmpdir(), 'reconstruct-'));
  serveRun(server, 1, bytes(zip));
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
  await rm(out, { recursive: true });
});

const said: string[] = [];
const github = (token: string | null = 'ghs_test') =>
  connect({ owner: 'o', repo: 'n', token, apiUrl: server.apiUrl, log: (line) => said.push(line), secondMs: 1 });

async function rebuild(token: string | null = 'ghs_test') {
  const service = github(token);
  const evidence = await evidenceOfRun(service, await service.run(1, null), 'o/n');
  return reconstructCampaign(evidence, { campaignId: shape.CAMPAIGN, out, dryRun: false });
}

const failure = async (): Promise<ReconstructFailure> => {
  const error = await rebuild().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ReconstructFailure);
  return error as ReconstructFailure;
};

const count = (path: string) => server.seen.filter((line) => line.includes(path)).length;

describe('The service', () => {
  it('that fails twice with 502 and then answers is asked again', async () => {
    server.on(
      `${REPO}/runs/1`,
      refuse(502, 'bad gateway'),
      refuse(502, 'bad gateway'),
      json(
        JSON.parse(
          '{"id":1,"run_attempt":1,"html_url":"https://x.test/1","display_title":"","status":"completed","created_at":"2026-04-20T13:00:00Z","updated_at":"2026-04-20T14:00:00Z"}',
        ),
      ),
    );
    expect(await rebuild()).toMatchObject({ complete: true });
    expect(count('/runs/1') - count('/runs/1/')).toBe(3);
  });

  it('that asks to wait with 429 is asked again after that time', async () => {
    for (const message of ['You have exceeded a secondary rate limit', 'Too Many Requests']) {
      const limit = refuse(429, message, { 'retry-after': '1' });
      said.length = 0;
      server.on(`${REPO}/runs/1/attempts/1/jobs`, limit, paged('jobs', [serviceJob(10, 'campaign')], 1));
      expect(await rebuild()).toMatchObject({ complete: true });
      expect(said.join()).toContain('asks to wait 1 s');
    }
  });

  it('that asks for a longer wait than a person would sit through is not waited for', async () => {
    server.on(
      `${REPO}/runs/1`,
      refuse(403, 'API rate limit exceeded', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '4102444800' }),
    );
    const { kind, exitCode, message } = await failure();
    expect([kind, exitCode]).toEqual(['rate limited', 4]);
    expect(message).toContain('2100-01-01');
  });

  it('that refuses with 429 again and again ends the command with the time to come back', async () => {
    server.on(`${REPO}/runs/1`, refuse(429, 'Too Many Requests', { 'retry-after': '30' }));
    const { kind, exitCode, message } = await failure();
    expect([kind, exitCode]).toEqual(['rate limited', 4]);
    expect(message).toContain('in 30 seconds');
  });

  it('whose signed address has expired is asked for a fresh one', async () => {
    signed(server, LOGS, 'run-1', expiredLink, bytes(zip));
    expect(await rebuild()).toMatchObject({ complete: true });
    expect(count(LOGS)).toBe(2);
  });

  it('that sends on to the new place of a renamed repository is followed there', async () => {
    const place = '/api/v3/repositories/42/actions/runs/1/attempts/1/logs';
    server.on(LOGS, (_request, response) => {
      response.writeHead(301, { location: `${server.apiUrl.replace('/api/v3', '')}${place}` }).end();
    });
    signed(server, place, 'moved', bytes(zip));
    expect(await rebuild()).toMatchObject({ complete: true });
    expect(server.leaked).toEqual([]);
  });

  it('that cuts the download off is asked again', async () => {
    signed(server, LOGS, 'run-1', cutOff(zip), bytes(zip));
    expect(await rebuild()).toMatchObject({ complete: true });
  });

  it('that gives a text in place of an archive, an empty body or a damaged archive is asked for the job logs', async () => {
    const broken = Buffer.concat([zip.subarray(0, zip.length - 40), Buffer.alloc(40)]);
    for (const answer of [bytes('plain text'), bytes(''), bytes(broken), refuse(404, 'Not Found')]) {
      signed(server, LOGS, 'run-1', answer);
      signed(server, `${REPO}/jobs/10/logs`, 'job-10', bytes(jobText, 'text/plain; charset=utf-8'));
      await rm(join(out, shape.CAMPAIGN), { recursive: true, force: true });
      expect(await rebuild()).toMatchObject({ complete: true });
    }
  });

  const refusals: [string, string, Answer, string, string][] = [
    ['401', LOGS, refuse(401, 'Bad credentials'), 'unauthorized', 'not valid or has expired'],
    [
      '403 without admin rights',
      LOGS,
      refuse(403, 'Must have admin rights to Repository.'),
      'forbidden',
      'read access to Actions',
    ],
    ['404', `${REPO}/runs/1`, refuse(404, 'Not Found'), 'not found', 'Check --repo, --run'],
    ['410', LOGS, refuse(410, 'Gone'), 'expired', '90 days'],
    ['500 every time', `${REPO}/runs/1`, refuse(500, 'oops'), 'server error', 'githubstatus'],
    [
      '302 to nowhere',
      LOGS,
      (_request, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
      'server error',
      'no download address',
    ],
  ];
  it.each(refusals)(
    'that answers %s ends the command with its own message',
    async (_name, path, answer, kind, words) => {
      server.on(path, answer);
      const error = await failure();
      expect([error.kind, error.exitCode]).toEqual([kind, 4]);
      expect(error.message).toContain(words);
      expect(error.message).not.toContain('ghs_test');
      expect(await readdir(out)).toEqual([]);
    },
  );

  it("that gives a proxy's page in place of every log ends the command with what was expected", async () => {
    const page = bytes('<html>Sign in</html>', 'text/html');
    signed(server, LOGS, 'run-1', page);
    signed(server, `${REPO}/jobs/10/logs`, 'job-10', page);
    const error = await failure();
    expect([error.kind, error.exitCode]).toEqual(['server error', 4]);
    expect(error.message).toContain('expected a log, found text/html');
  });

  it('that cuts every download off ends the command with the number of bytes seen', async () => {
    signed(server, LOGS, 'run-1', cutOff(zip));
    const error = await failure();
    expect([error.kind, error.exitCode]).toEqual(['truncated', 4]);
    expect(error.message).toMatch(/ended early/);
  });

  it('that is not there ends the command with the address to check', async () => {
    await server[Symbol.asyncDispose]();
    const { kind, message } = await failure();
    expect(kind).toBe('unreachable');
    expect(message).toContain('GITHUB_API_URL');
    server = await restServer();
  });

  it('that asks for single sign-on is named, with its address if that leads to the service itself', async () => {
    const header = 'required; url=https://github.com/orgs/o/sso?authorization_request=AB12';
    server.on(LOGS, refuse(403, 'Resource protected by organization SAML enforcement.', { 'x-github-sso': header }));
    const error = await failure();
    expect([error.kind, error.exitCode]).toEqual(['forbidden', 4]);
    expect(error.message).toContain('single sign-on (SSO)');
    expect(error.message).toContain('Open https://github.com/orgs/o/sso?authorization_request=AB12 and authorize');
    for (const strange of ['url=https://evil.test/sso', 'url=https://github.com.evil.test/', 'url=javascript:x', 'x']) {
      server.on(LOGS, refuse(403, 'SAML', { 'x-github-sso': `required; ${strange}` }));
      const { message } = await failure();
      expect(message).toContain('single sign-on (SSO)');
      expect(message).not.toMatch(/evil|javascript/);
    }
  });

  const pages: [string, Answer, string][] = [
    ["a proxy's page", bytes('<html>Sign in</html>', 'text/html; charset=utf-8'), 'found text/html'],
    ['an empty body', bytes('', 'application/json'), 'found an empty body'],
    ['broken JSON', bytes('{"id": 1', 'application/json'), 'found application/json that cannot be read'],
    ['JSON of something else', json({ hello: 'world' }), 'found JSON without a'],
  ];
  it.each(pages)('that answers 200 with %s ends the command with what was expected', async (_name, answer, words) => {
    for (const path of [`${REPO}/runs/1`, `${REPO}/runs/1/attempts/1/jobs`]) {
      server.on(path, answer);
      const error = await failure();
      expect([error.kind, error.exitCode]).toEqual(['server error', 4]);
      expect(error.message).toContain('expected JSON of the run');
      expect(error.message).toContain(words);
      expect(error.message).not.toContain('undefined');
      serveRun(server, 1, bytes(zip));
    }
  });

  it('without a token tells that one is needed', async () => {
    server.on(LOGS, refuse(403, 'Must have admin rights to Repository.'));
    await expect(rebuild(null)).rejects.toThrow('Set GITHUB_TOKEN');
  });
});
