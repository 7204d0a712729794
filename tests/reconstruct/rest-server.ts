// A local server that speaks the part of the REST API that the reconstructor uses, with every way it can refuse.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export interface RestServer extends AsyncDisposable {
  /** Give this as the address of the service. */
  apiUrl: string;
  /** Every request so far: method, path and query. */
  seen: string[];
  /** Authorization headers that reached signed addresses. */
  leaked: string[];
  /** Answers the next requests for a path, in this order; the last one stays. */
  on(path: string, ...answers: Answer[]): void;
}

export const json =
  (value: unknown, status = 200, headers: Record<string, string> = {}): Answer =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
    response.end(JSON.stringify(value));
  };

export const refuse = (status: number, message: string, headers: Record<string, string> = {}): Answer =>
  json({ message }, status, headers);

export const bytes =
  (body: Uint8Array | string, type = 'application/zip', status = 200): Answer =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': type, 'content-length': String(Buffer.byteLength(body)) });
    response.end(body);
  };

/** Promises the whole length and ends in the middle. */
export const cutOff =
  (body: Uint8Array): Answer =>
  (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/zip', 'content-length': String(body.length) });
    response.write(body.subarray(0, body.length >> 1), () => response.destroy());
  };

export const expiredLink: Answer = bytes(
  '<?xml version="1.0"?><Error><Code>AuthenticationFailed</Code></Error>',
  'application/xml',
  403,
);

/** A list over pages, with the links that lead from one to the next. */
export const paged =
  (key: string, items: readonly unknown[], perPage: number): Answer =>
  (request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    const page = Number(url.searchParams.get('page') ?? '1');
    url.searchParams.set('page', String(page + 1));
    const more = page * perPage < items.length;
    json(
      { total_count: items.length, [key]: items.slice((page - 1) * perPage, page * perPage) },
      200,
      more ? { link: `<${url}>; rel="next"` } : {},
    )(request, response);
  };

export async function restServer(): Promise<RestServer> {
  const answers = new Map<string, Answer[]>();
  const seen: string[] = [];
  const leaked: string[] = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://local').pathname;
    seen.push(`${request.method} ${request.url}`);
    if (path.startsWith('/signed/') && request.headers.authorization) leaked.push(request.headers.authorization);
    const queue = answers.get(path) ?? [refuse(404, 'Not Found')];
    const answer = queue.length > 1 ? queue.shift() : queue[0];
    answer?.(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    apiUrl: `${origin}/api/v3`,
    seen,
    leaked,
    on: (path, ...given) => answers.set(path, given),
    [Symbol.asyncDispose]: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

const REPO = '/api/v3/repos/o/n/actions';

export const serviceRun = (id: number, more: Record<string, unknown> = {}) => ({
  id,
  run_attempt: 1,
  html_url: `https://git.example.test/o/n/actions/runs/${id}`,
  display_title: `run ${id}`,
  status: 'completed',
  run_started_at: '2026-04-20T13:00:00Z',
  created_at: '2026-04-20T13:00:00Z',
  updated_at: '2026-04-20T14:00:00Z',
  ...more,
});

export const serviceJob = (
  id: number,
  name: string,
  steps: readonly { number: number; name: string; conclusion: string }[] = [],
) => ({
  id,
  name,
  conclusion: 'success',
  steps: steps.map((step) => ({
    ...step,
    status: 'completed',
    started_at: '2026-04-20T13:00:00Z',
    completed_at: '2026-04-20T13:20:00Z',
  })),
});

/** A run with one job, no artifacts, and its log behind a signed address. */
export function serveRun(
  server: RestServer,
  id: number,
  log: Answer,
  given: { jobs?: unknown[]; run?: Record<string, unknown> } = {},
): void {
  const run = serviceRun(id, given.run);
  server.on(`${REPO}/runs/${id}`, json(run));
  server.on(`${REPO}/runs/${id}/attempts/${run.run_attempt}`, json(run));
  server.on(
    `${REPO}/runs/${id}/attempts/${run.run_attempt}/jobs`,
    paged('jobs', given.jobs ?? [serviceJob(id * 10, 'campaign')], 1),
  );
  server.on(`${REPO}/runs/${id}/artifacts`, paged('artifacts', [], 1));
  signed(server, `${REPO}/runs/${id}/attempts/${run.run_attempt}/logs`, `run-${id}`, log);
}

/** 302 from the API to an address that carries its own right to be read. */
export function signed(server: RestServer, path: string, name: string, ...answers: Answer[]): void {
  const origin = server.apiUrl.replace('/api/v3', '');
  server.on(path, (_request, response) => {
    response.writeHead(302, { location: `${origin}/signed/${name}` });
    response.end();
  });
  server.on(`/signed/${name}`, ...answers);
}
