// Where a command's words go, and what becomes of it when they cannot go there. A reader who has seen enough (`| head`)
// closes the pipe: the command does what is left of its work and ends as it would have, without a word. A disk that is
// full is worth a line, and a result that could not be written is no success.

const NOT_WRITTEN = 3;
/** The reader is gone. */
const CLOSED = new Set(['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED']);

/** To be called first by every command. */
export function guardOutput(): void {
  let failed = false;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (failed || CLOSED.has(error.code ?? '')) return;
    failed = true;
    process.stderr.write(`expected to write the result to standard output, found ${error.message}\n`);
  });
  // there is nowhere left to say it
  process.stderr.on('error', () => {});
  process.on('exit', (code) => {
    if (failed && code === 0) process.exitCode = NOT_WRITTEN;
  });
}
