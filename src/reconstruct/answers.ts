// What the service must answer with. A proxy's page and an empty body come with status 200 too, and the client hands
// them on as if they were data.

import { z } from 'zod';

/** An answer that is no JSON of the kind that was asked for; `found` says what came instead. */
export class UnexpectedAnswer extends Error {
  readonly found: string;

  constructor(found: string) {
    super(`found ${found}`);
    this.name = 'UnexpectedAnswer';
    this.found = found;
  }
}

/** The part of the client that is needed here. */
interface Client {
  hook: {
    after(name: 'request', look: (response: Answer, options: { request?: { redirect?: string } }) => void): void;
  };
}
interface Answer {
  status: number;
  headers: { 'content-type'?: string | undefined };
  data: unknown;
}

/** Requests for a download address are left alone: their answer has no body. */
export function requireJson(octokit: Client): void {
  octokit.hook.after('request', (response, options) => {
    if (options.request?.redirect === 'manual' || response.status !== 200) return;
    const { data } = response;
    if (typeof data === 'object' && data !== null && !(data instanceof ArrayBuffer)) return;
    throw new UnexpectedAnswer(kindOf(data, response.headers['content-type']));
  });
}

const runSchema = z.object({
  id: z.number(),
  run_attempt: z.number().optional(),
  html_url: z.string(),
  display_title: z.string().nullish(),
  status: z.string().nullable(),
  run_started_at: z.string().optional(),
  created_at: z.string(),
  updated_at: z.string(),
});

export function parsedRun(data: unknown): z.infer<typeof runSchema> {
  const parsed = runSchema.safeParse(data);
  if (parsed.success) return parsed.data;
  const path = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new UnexpectedAnswer(`JSON without a readable ${path === '' ? 'run' : path}`);
}

/** The items of one page of a list. */
export function itemsOf<T>(data: readonly T[]): readonly T[] {
  if (!Array.isArray(data)) throw new UnexpectedAnswer('JSON without a list');
  return data;
}

function kindOf(data: unknown, type: unknown): string {
  const bytes = data instanceof ArrayBuffer ? data.byteLength : String(data ?? '').trim().length;
  if (bytes === 0) return 'an empty body';
  const media = /^[\w.+-]{1,60}\/[\w.+-]{1,60}/.exec(String(type ?? ''))?.[0];
  if (!media) return 'an answer that does not say what it is';
  return /json$/.test(media) ? `${media} that cannot be read` : media;
}
