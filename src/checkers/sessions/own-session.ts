// What a read of one key must not be older than by itself: what its client wrote, what its client read, what anybody
// wrote. Through any node, or only through the node that is read.

import type { SessionBreach, SessionScope } from '../../contract/consistency.ts';
import { isAcked, isRead, mayHold, type RegisterOp } from '../register/operation.ts';
import { type BoundRead, type Breach, boundRead, breachOf, type Read } from './breach.ts';
import { type Floor, Floors } from './floors.ts';

type OwnBreach = Extract<SessionBreach, 'own_write_unread' | 'non_monotonic_read' | 'stale_read'>;

/** Of one key. */
export class OwnSession {
  readonly #writes: ReadonlyMap<string, Floors>;
  readonly #reads: ReadonlyMap<string, Floors>;
  readonly #all: ReadonlyMap<string, Floors>;
  /** Reads that show again what their session saw replaced. */
  readonly #returned: ReadonlyMap<RegisterOp, Breach>;
  readonly #scope: SessionScope;

  /** @param reads every read of the key that something explains */
  constructor(ops: readonly RegisterOp[], reads: readonly Read[], scope: SessionScope) {
    this.#scope = scope;
    const written = ops
      .filter((op) => mayHold(op) && isAcked(op))
      .map((op) => ({ since: op.answer ?? 0, born: op.invoke, op }));
    const read = reads
      .filter(({ seen }) => Number.isFinite(seen.born))
      .map(({ op, seen }) => ({ since: op.answer ?? 0, born: seen.born, op }));
    this.#writes = floorsBy(written, (op) => this.#sessionOf(op));
    this.#reads = floorsBy(read, (op) => this.#sessionOf(op));
    this.#all = floorsBy(written, (op) => this.#placeOf(op));
    const sessions = Map.groupBy(reads, ({ op }) => this.#sessionOf(op));
    this.#returned = new Map([...sessions.values()].flatMap(returnsIn));
  }

  find(name: OwnBreach, read: Read): BoundRead {
    if (name === 'own_write_unread') return boundRead(this.#writes.get(this.#sessionOf(read.op)), read);
    if (name === 'stale_read') return boundRead(this.#all.get(this.#placeOf(read.op)), read);
    const found = boundRead(this.#reads.get(this.#sessionOf(read.op)), read);
    const returned = this.#returned.get(read.op);
    return returned && !found.breach ? { isBound: true, breach: returned } : found;
  }

  #sessionOf({ client, node }: RegisterOp): string {
    return this.#scope === 'node' ? `${client} ${node}` : String(client);
  }

  #placeOf({ node }: RegisterOp): string {
    return this.#scope === 'node' ? node : '';
  }
}

function floorsBy(floors: readonly Floor[], groupOf: (op: RegisterOp) => string): Map<string, Floors> {
  const groups = Map.groupBy(floors, ({ op }) => groupOf(op));
  return new Map([...groups].map(([group, own]) => [group, new Floors(own)]));
}

/** Whichever of two versions is the newer: who sees one, then another that may be newer, and the first again, went back. */
function returnsIn(session: readonly Read[]): [RegisterOp, Breach][] {
  const reads = session.toSorted((x, y) => x.op.invoke - y.op.invoke || x.op.op - y.op.op);
  /** By version, the last read that showed it; and the first after that which showed another that may be newer. */
  const shown = new Map<RegisterOp, RegisterOp>();
  const left = new Map<RegisterOp, RegisterOp>();
  return reads.flatMap(({ key, op, seen }): [RegisterOp, Breach][] => {
    for (const [version, by] of shown) {
      if (version === seen.sole || seen.over < version.invoke || !isBefore(by, op)) continue;
      left.set(version, op);
      shown.delete(version);
    }
    if (!seen.sole) return [];
    shown.set(seen.sole, op);
    const between = left.get(seen.sole);
    if (!between || !isBefore(between, op)) return [];
    left.delete(seen.sole);
    return [[op, breachOf(key, op, { since: between.answer ?? 0, born: 0, op: between })]];
  });
}

const isBefore = (x: RegisterOp, y: RegisterOp): boolean => isRead(x) && (x.answer ?? 0) < y.invoke;
