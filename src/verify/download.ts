// One answer of a web server, read only as far as it may be: so many bytes, in so much time, from that very address.

export interface Limits {
  /** Of one answer, as received and after it is decoded. */
  bytes_max: number;
  /** From the request to the last byte. */
  answer_ms_max: number;
  /** Aborted once the whole work has taken too long. */
  signal: AbortSignal;
}

/** @throws Error that names the address, what was expected and what was found */
export async function download(address: string, { bytes_max, answer_ms_max, signal }: Limits): Promise<Buffer> {
  const within = AbortSignal.any([signal, AbortSignal.timeout(answer_ms_max)]);
  try {
    const response = await fetch(address, { redirect: 'manual', signal: within });
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      throw new Error(`${response.status}${movedTo(response)}`);
    }
    return await bodyOf(response.body, bytes_max);
  } catch (error) {
    throw new Error(`${address}: expected an answer, found ${inWords(error, signal, answer_ms_max)}`, { cause: error });
  }
}

async function bodyOf(body: ReadableStream<Uint8Array>, bytes_max: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > bytes_max) throw new Error(`more than ${bytes_max} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** A redirect is not followed: the bytes of another place are not the bytes of this one. */
function movedTo(response: Response): string {
  const location = response.headers.get('location');
  return location === null ? '' : `, moved to ${location.slice(0, 200)}; see that address`;
}

function inWords(error: unknown, whole: AbortSignal, answer_ms_max: number): string {
  if (whole.aborted) return 'no end of the whole download within its limit';
  const { name, message, cause } = error as Error & { cause?: { code?: string; message?: string } };
  if (name === 'TimeoutError') return `none within ${answer_ms_max / 1000} s`;
  return cause?.code ?? cause?.message ?? message;
}
