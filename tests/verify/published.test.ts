// A campaign that a server gives: an honest one, and one that does everything else.

import { createHash } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Outcome } from '../../src/contract/verdict.ts';
import { DOWNLOAD_LIMITS, readPublished } from '../../src/verify/published.ts';
import { verify } from '../../src/verify/verification.ts';
import { asBytes, type Contents, folderOf, judged, listed } from '../fixtures/folder.ts';
import { gateCampaign } from '../fixtures/gate.ts';

const ID = 'harbour-r3';
const contents = listed(gateCampaign());

/** What the machine-readable view would say of these files. */
function saidOf(files: Contents, outcome?: Outcome) {
  const verdict = judged(files);
  const phases = verdict.phases.map(({ phase, status, provenance, reasons, checks }) => {
    return { phase, status, provenance, reasons, checks: checks.map((check) => ({ ...check, line: null })) };
  });
  const head = {
    schema_version: 1,
    id: ID,
    ref: null,
    series: 'harbour',
    ordinal: 3,
    profile: null,
    completed_at: null,
  };
  const { reasons, claim } = verdict;
  const more = { artifacts: [], archive: null, reconstructed_from: null, analysis: null };
  return { ...head, outcome: outcome ?? verdict.outcome, reasons, claim, phases, ...more };
}

async function served(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/some/base/`;
}

/** A site that gives these files, and under an address of `instead` what that says. */
const siteOf = (files: Contents, instead: Record<string, RequestListener> = {}): Promise<string> => {
  const bytes = asBytes(files);
  const hashes = Object.entries(bytes).map(
    ([file, content]) => `${createHash('sha256').update(content).digest('hex')}  ${file}\n`,
  );
  return served((request, response) => {
    const path = (request.url ?? '').replace('/some/base/', '');
    const other = instead[path];
    if (other) return other(request, response);
    if (path === `api/campaigns/${ID}.sha256`) return response.end(hashes.join(''));
    if (path === `api/campaigns/${ID}.json`) return response.end(JSON.stringify(saidOf(files)));
    const content = bytes[path.replace(`campaigns/${ID}/`, '')];
    return content ? response.end(content) : response.writeHead(404).end();
  });
};

async function verified(site: string, limits = {}) {
  const { folder, ...found } = await readPublished({ site, id: ID }, { ...DOWNLOAD_LIMITS, ...limits });
  return verify(folder, site, { name: 'the list of the site', ...found });
}

describe('A published campaign', () => {
  test('is verified: its bytes by two lists, its verdict by the judge', async () => {
    const found = await verified(await siteOf(contents));
    const files = Object.keys(contents).length;
    expect(found).toMatchObject({ outcome: 'PASS', problems: [], exit_code: 0 });
    expect(found.lists).toEqual([
      { name: 'evidence.sha256.json', files: files - 1, as_listed: files - 1 },
      { name: 'the list of the site', files, as_listed: files },
    ]);
    expect(found.published).toEqual({ outcome: 'PASS', differences: [] });
  });

  test('whose site says otherwise is not verified', async () => {
    const says: RequestListener = (_, response) => response.end(JSON.stringify(saidOf(contents, 'FAIL')));
    const { exit_code, published } = await verified(await siteOf(contents, { [`api/campaigns/${ID}.json`]: says }));
    expect([exit_code, published?.differences]).toEqual([3, ['the site says FAIL, its files say PASS']]);
  });

  test('of which a byte differs is not verified, and the file is named', async () => {
    const altered: RequestListener = (_, response) => response.end('{"phase":2}');
    const found = await verified(await siteOf(contents, { [`campaigns/${ID}/phase2.json`]: altered }));
    expect(found.exit_code).not.toBe(0);
    expect(found.problems[0]).toMatch(
      /^phase2.json differs from the site's own list: expected sha256 .*found 11 bytes/,
    );
  });

  test.each<[string, RequestListener, RegExp]>([
    ['is gone', (_, response) => response.writeHead(404).end(), /phase2.json: expected an answer, found 404/],
    [
      'leads elsewhere',
      (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(),
      /found 302, moved to http:\/\/127.0.0.1:9\/; see that address/,
    ],
    ['is larger than it may be', (_, response) => response.end('x'.repeat(200_000)), /found more than 100000 bytes/],
    [
      'never ends',
      (_, response) => response.writeHead(200).write('{'),
      /phase2.json: expected an answer, found none within 1 s/,
    ],
    [
      'breaks off',
      (_, response) => response.writeHead(200, { 'content-length': 9 }).end('{', () => response.destroy()),
      /expected an answer, found/,
    ],
  ])('of which a file %s is not verified', async (_what, answer, expected) => {
    const site = await siteOf(contents, { [`campaigns/${ID}/phase2.json`]: answer });
    const { exit_code, problems } = await verified(site, { file_bytes_max: 100_000, answer_ms_max: 1_000 });
    expect(exit_code).toBe(3);
    expect(problems[0]).toMatch(expected);
  });

  test('is read no further than all of it may be', async () => {
    const { problems, exit_code } = await verified(await siteOf(contents), { total_bytes_max: 5_000 });
    expect(exit_code).toBe(3);
    expect(problems.join('\n')).toMatch(/left out, beyond 5000 bytes in all|more than \d+ bytes/);
  });

  test('whose list names what lies outside is refused whole', async () => {
    const list: RequestListener = (_, response) => response.end(`${'a'.repeat(64)}  ../../secret.json\n`);
    const site = await siteOf(contents, { [`api/campaigns/${ID}.sha256`]: list });
    await expect(verified(site)).rejects.toThrow(/line 1: expected the name of a published artifact/);
  });

  test.each<[string, RequestListener]>([
    ['no JSON', (_, response) => response.end('<p>')],
    ['another shape', (_, response) => response.end('{"schema_version":2}')],
    ['nothing', (_, response) => response.writeHead(500).end()],
  ])('whose verdict is %s is not verified', async (_what, says) => {
    const { exit_code, published } = await verified(await siteOf(contents, { [`api/campaigns/${ID}.json`]: says }));
    expect([exit_code, published?.outcome]).toEqual([3, null]);
    expect(published?.differences[0]).toMatch(/expected/);
  });
});

describe('A folder', () => {
  test('without a list is not verified: nothing vouches for its bytes', () => {
    const { exit_code, lists, problems } = verify(folderOf(gateCampaign()), 'here');
    expect([exit_code, lists]).toEqual([3, []]);
    expect(problems).toContain('evidence.sha256.json is not there: nothing vouches for these bytes');
  });

  test('with one more file than its list is not verified', () => {
    const { exit_code, outcome, problems } = verify(folderOf({ ...contents, 'more.txt': 'x' }), 'here');
    expect([exit_code, outcome, problems]).toEqual([3, 'PASS', ['more.txt is not in evidence.sha256.json']]);
  });

  test('that fails ends with 1, as listed or not', () => {
    expect(verify(folderOf(listed(gateCampaign({ pass: false }))), 'here').exit_code).toBe(1);
  });
});
