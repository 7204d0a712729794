// One direction of one relayed connection: bytes come in from `source`, and leave to `target` as the link's
// treatment says. Order is kept in every treatment, and the end of the stream travels behind its bytes.

import type { Socket } from 'node:net';
import type { ByteCounts, Treatment } from '../treatment.ts';

/** The end of the stream, in its place behind the bytes. */
const END = Symbol('end');
type Piece = Buffer | typeof END;

interface Held {
  piece: Piece;
  /** When it may leave, in milliseconds of the monotonic clock; infinite until the link heals. */
  due: number;
}

export class RelayedStream {
  /** Bytes of this stream are gone: whatever follows is swallowed too. */
  broken = false;
  /** The source ended in an orderly way; its last bytes may still be on their way. */
  ended = false;
  readonly source: Socket;
  readonly #target: Socket;
  readonly #counts: ByteCounts;
  readonly #treatment: () => Treatment;
  #held: Held[] = [];
  #timer: NodeJS.Timeout | null = null;

  constructor(source: Socket, target: Socket, counts: ByteCounts, treatment: () => Treatment) {
    this.source = source;
    this.#target = target;
    this.#counts = counts;
    this.#treatment = treatment;
    source.on('data', (chunk: Buffer) => this.#receive(chunk));
    source.on('end', () => this.#receive(END));
    target.on('drain', () => source.resume());
  }

  /** The link changed: what was only held may leave now. */
  release(): void {
    const kind = this.#treatment().kind;
    if (kind === 'stall' || kind === 'cut') return;
    const now = performance.now();
    for (const held of this.#held) if (held.due === Number.POSITIVE_INFINITY) held.due = now;
    this.source.resume();
    this.#drain();
  }

  discard(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#held = [];
  }

  #receive(piece: Piece): void {
    const size = piece === END ? 0 : piece.length;
    if (piece === END) this.ended = true;
    const treatment = this.#treatment();
    if (this.broken || this.#breaks(treatment)) {
      this.broken = true;
      this.#counts.dropped += size;
      return;
    }
    if (treatment.kind === 'stall') {
      this.#counts.stalled += size;
      this.source.pause();
      this.#held.push({ piece, due: Number.POSITIVE_INFINITY });
    } else if (treatment.kind === 'delay') {
      this.#counts.delayed += size;
      this.#held.push({ piece, due: performance.now() + treatment.ms });
      this.#drain();
    } else if (this.#held.length > 0) {
      this.#held.push({ piece, due: performance.now() });
    } else {
      this.#send(piece);
    }
  }

  #breaks(treatment: Treatment): boolean {
    if (treatment.kind === 'cut') return true;
    return treatment.kind === 'lose' && treatment.random() < treatment.probability;
  }

  /** Sends what is due and sets the clock for the next piece; a later piece never overtakes an earlier one. */
  #drain(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const now = performance.now();
    while (this.#held[0] && this.#held[0].due <= now) this.#send(this.#held.shift()?.piece ?? END);
    const next = this.#held[0];
    if (next && Number.isFinite(next.due)) this.#timer = setTimeout(() => this.#drain(), Math.ceil(next.due - now));
  }

  #send(piece: Piece): void {
    if (this.#target.destroyed || this.#target.writableEnded) return;
    if (piece === END) {
      this.#target.end();
      return;
    }
    this.#counts.forwarded += piece.length;
    if (!this.#target.write(piece)) this.source.pause();
  }
}
