// The server of a built site: types and bytes as published, and nothing beyond the folder.

import { readFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { SECRET } from '../fixtures/hostile.ts';
import { atBase, atRoot } from './site.ts';

const campaigns = inject('campaigns');

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** The path as it is: `fetch` would tidy it up before it is sent. */
function get(path: string, site = atRoot, headers: Record<string, string> = {}): Promise<Answer> {
  const { hostname, port } = new URL(site.address);
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }),
      );
    });
    asked.on('error', reject).end();
  });
}

describe('The server', () => {
  it('sends a compressed history as the bytes that were hashed, not as an encoding', async () => {
    const file = 'quay-gate-r2/history-partition_minority.jsonl.gz';
    const { status, headers, body } = await get(`/campaigns/${file}`, atRoot, { 'accept-encoding': 'gzip, br' });
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/gzip');
    expect(headers).not.toHaveProperty('content-encoding');
    expect(body.equals(readFileSync(join(campaigns, file)))).toBe(true);
  });

  it.each([
    ['/', 'text/html; charset=utf-8'],
    ['/campaigns/harbour-r3/', 'text/html; charset=utf-8'],
    ['/campaigns/harbour-r3/phase2.json', 'application/json; charset=utf-8'],
    ['/campaigns/quay-gate-r2/phase4-partition_minority.jsonl', 'text/plain; charset=utf-8'],
    ['/campaigns/quay-gate-r2/runner.log', 'text/plain; charset=utf-8'],
    ['/api/campaigns/harbour-r3.sha256', 'text/plain; charset=utf-8'],
    ['/schema/phase2.json', 'application/json; charset=utf-8'],
    ['/campaigns/quay-gate-r2/quay-gate-r2.tar', 'application/x-tar'],
    ['/sitemap.xml', 'application/xml; charset=utf-8'],
    ['/favicon.svg', 'image/svg+xml'],
  ])('answers %s as %s, not to be guessed at', async (path, type) => {
    const { status, headers } = await get(path);
    expect([status, headers['content-type'], headers['x-content-type-options']]).toEqual([200, type, 'nosniff']);
  });

  it.each([
    '/campaigns/no-such-campaign/',
    '/campaigns/harbour-r3/phase9.json',
    '/nothing',
    '/campaigns/storm-names/mark.svg',
  ])('answers %s with 404 and a page that leads back', async (path) => {
    const { status, headers, body } = await get(path);
    expect([status, headers['content-type']?.toLowerCase()]).toEqual([404, 'text/html; charset=utf-8']);
    expect(body.toString()).toContain('href="/campaigns/"');
  });

  it.each([
    '/../package.json',
    '/%2e%2e/%2e%2e/outside/secret.json',
    '/..%2f..%2foutside/secret.json',
    '/campaigns/..%5c..%5coutside/secret.json',
    '/campaigns/../../outside/secret.json',
    '//etc/passwd',
    '/campaigns/harbour-r3/%00phase2.json',
    '/%',
    '/campaigns/linked/secret.json',
    '/campaigns/storm-names/phase2-linked.json',
    '/campaigns/storm-names/everything/etc/passwd',
  ])('gives nothing for the trick %s', async (path) => {
    const { status, body } = await get(path);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    for (const inside of [SECRET, 'root:', '"devDependencies"']) expect(body.toString()).not.toContain(inside);
  });

  it('serves nothing outside its base', async () => {
    expect((await get('/some/base/campaigns/harbour-r3/', atBase)).status).toBe(200);
    expect((await get('/campaigns/harbour-r3/', atBase)).status).toBe(404);
    expect((await get('/some/', atBase)).status).toBe(404);
  });
});
