// The strongest model and the sessions, as tables: from figures as they are written, and from whatever else may be there.

import { describe, expect, test } from 'vitest';
import { classConsistency, consistencyOf } from '../../../../src/checkers/register/consistency.ts';
import { classSessions } from '../../../../src/checkers/sessions/class-sessions.ts';
import { sessionFindings } from '../../../../src/checkers/sessions/sessions.ts';
import { faultSchema } from '../../../../src/contract/artifacts.ts';
import type { JsonObject } from '../../../../src/contract/reading.ts';
import { consistencyLedger } from '../../../../src/views/campaign/chaos/consistency-ledger.ts';
import { sessionsLedger } from '../../../../src/views/campaign/chaos/sessions-ledger.ts';
import { okMark } from '../../../../src/views/words.ts';
import { keyOps } from '../../../checkers/register/literal-key.ts';

const NODES = ['a', 'b', 'c'];
const MS = 1e6;

/** A class whose one cycle did this to one key, a millisecond a tick. */
function classOf(...lines: string[]) {
  const timed = keyOps(...lines).map((op) => ({
    ...op,
    invoke: op.invoke * MS,
    answer: op.answer === null ? null : op.answer * MS,
  }));
  const keys = [{ key: 'k7', ops: timed }];
  const sessions = sessionFindings(keys, { holds_ns: 4 * MS, healed_ns: 80 * MS });
  const fault = {
    injected: true,
    consistency: classConsistency([{ cycle: 3, consistency: consistencyOf(keys, NODES) }]) ?? undefined,
    sessions: classSessions([{ cycle: 3, sessions }]),
  };
  return reported(JSON.parse(JSON.stringify(faultSchema.parse(fault))));
}

const reported = (fault: JsonObject) => ({ name: 'partition_minority', mark: okMark(true), fault });
const finals = (value: string) => NODES.map((node) => `f9${node} 90-91 ${value}`);
const model = (...lines: string[]) => consistencyLedger([classOf(...lines)])?.rows[0]?.cells.map(({ text }) => text);

describe('the strongest model', () => {
  test('is said in plain words, with the operations that refute the next stronger one', () => {
    expect(model('w1 0-1 x', 'r2 2-3 x', ...finals('x'))).toEqual([
      'linearizable: as if there were one copy',
      '1',
      '1',
      'nothing refutes it',
    ]);
    const stale = model('w1a 0-1 x', 'w1a 2-3 y', 'r2b 14-15 x', ...finals('y'));
    expect(stale?.[0]).toMatch(/^sequential per key: /);
    expect(stale?.[3]).toBe(
      'not linearizable: one key refutes it. Cycle 3, key k7, fewest that do: client 1 wrote x through a (0 to 1 ms); ' +
        'client 1 wrote y through a (2 to 3 ms); client 2 read x on b (14 to 15 ms).',
    );
    const apart = model('w1 0-5 x', 'w2 0-5 y', 'r1 6-7 y', 'f9a 90-91 x', 'f9b 90-91 y', 'f9c 90-91 x');
    expect(apart?.[0]).toMatch(/^none: /);
    expect(apart?.[3]).toContain('the last look read x on a (0 to 1 ms); the last look read y on b');
  });
  test('is undecided where a node was not read at the end', () => {
    expect(model('w1 0-1 x', 'r2 2-3 x', 'f9a 90-91 x')).toEqual([
      'undecided',
      '1',
      '1',
      'eventual: one key could not be decided',
    ]);
  });
  test('is not there where no class has one, and takes whatever an artifact holds', () => {
    expect(consistencyLedger([reported({})])).toBeNull();
    const hostile = {
      model: 'constructor',
      keys: 'many',
      eventual: { valid: false, refuted_by: { ops: [7, { kind: {} }] } },
    };
    const [row] = consistencyLedger([reported({ consistency: hostile })])?.rows ?? [];
    expect(row?.cells[0]?.text).toBe('undecided');
    expect(row?.cells[3]?.text).toContain('Cycle ?, key ?');
    const long = { model: 'none', eventual: { valid: false, refuted_by: { key: 'k'.repeat(9_999), ops: [] } } };
    expect(consistencyLedger([reported({ consistency: long })])?.rows[0]?.cells[3]?.text.length).toBeLessThan(300);
  });
});

describe('sessions', () => {
  const stale = ['w1a 0-1 x', 'w1a 2-3 y', 'r2b 14-15 x', 'r2b 30-31 y', ...finals('y')];
  test('are rows where some read was older, with for how long, and folded where none was', () => {
    const ledger = sessionsLedger([classOf(...stale)], '#phase4.json');
    expect(ledger?.rows.map(({ cells }) => cells.map(({ text }) => text))).toEqual([
      ['older than what anybody had an ack for, through any node', '0, 2, 0', '0, 1, 0', 'in: 11, 11, 11 ms'],
    ]);
    expect(ledger?.folded?.rows).toHaveLength(7);
    expect(ledger?.folded?.summary).toBe('7 kinds of which there was no such read');
  });
  test('are all folded where no read was older', () => {
    const ledger = sessionsLedger([classOf('w1 0-1 x', 'r2 2-3 x', ...finals('x'))], '#phase4.json');
    expect(ledger?.rows).toEqual([]);
    expect(ledger?.folded?.summary).toBe('No read was older than a session may expect');
  });
  test('are not there where no class has any, and leave out what has no name', () => {
    expect(sessionsLedger([reported({})], '#phase4.json')).toBeNull();
    const hostile = [{ breach: 'toString', scope: 'node' }, { breach: 'stale_read', scope: 'constructor' }, 'text'];
    expect(sessionsLedger([reported({ sessions: hostile })], '#phase4.json')).toBeNull();
  });
});
