// Fetches bytes from a signed address. The service's own client would return an empty body where the connection was
// cut, and would read a text as an archive: so the length is checked here, and the caller looks at the signature.

import { ReconstructFailure } from './failure.ts';
import { ARCHIVE_BYTES_MAX, DOWNLOAD_MS_MAX, LINK_COUNT_MAX } from './limits.ts';

/** `link` asks the service for a fresh address; each lives for a minute. */
export async function download(what: string, link: () => Promise<string>): Promise<Buffer> {
  let last: ReconstructFailure | null = null;
  for (let attempt = 1; attempt <= LINK_COUNT_MAX; attempt += 1) {
    const address = await link();
    try {
      return await fetched(what, address);
    } catch (error) {
      if (!(error instanceof ReconstructFailure) || error.kind === 'too large') throw error;
      last = error;
    }
  }
  throw last ?? new ReconstructFailure('truncated', `${what}: nothing was downloaded.`);
}

async function fetched(what: string, address: string): Promise<Buffer> {
  let response: Response;
  try {
    response = await fetch(address, { signal: AbortSignal.timeout(DOWNLOAD_MS_MAX) });
  } catch (error) {
    throw new ReconstructFailure(
      'unreachable',
      `${what}: the download address did not answer. Check the network and try again.`,
      {
        cause: error,
      },
    );
  }
  if (!response.ok) {
    await response.body?.cancel();
    throw new ReconstructFailure(
      response.status === 404 ? 'not found' : 'server error',
      `${what}: the download address answered ${response.status}, ${LINK_COUNT_MAX} fresh ones included. Try again later, or download the log by hand and give it with --log.`,
    );
  }
  if (/^text\/html\b/i.test(response.headers.get('content-type') ?? '')) {
    await response.body?.cancel();
    throw new ReconstructFailure(
      'server error',
      `${what}: expected a log, found text/html. A proxy may have answered in its place; download the log by hand and give it with --log.`,
    );
  }
  return body(what, response);
}

async function body(what: string, response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > ARCHIVE_BYTES_MAX) throw tooLarge(what);
    }
  } catch (error) {
    throw error instanceof ReconstructFailure ? error : cutOff(what, length, error);
  }
  const promised = response.headers.get('content-encoding') ? null : response.headers.get('content-length');
  if (length === 0 || (promised !== null && Number(promised) !== length)) throw cutOff(what, length, null);
  return Buffer.concat(chunks, length);
}

const cutOff = (what: string, length: number, cause: unknown): ReconstructFailure =>
  new ReconstructFailure(
    'truncated',
    `${what}: the download ended early, after ${length} bytes, ${LINK_COUNT_MAX} times. Try again, or download the log by hand and give it with --log.`,
    { cause },
  );

const tooLarge = (what: string): ReconstructFailure =>
  new ReconstructFailure(
    'too large',
    `${what}: above ${ARCHIVE_BYTES_MAX} bytes. Download it by hand and give one job's log with --log.`,
  );
