import { describe, expect, it } from 'vitest';
import type { NodeName } from '../../../../src/contract/names.ts';
import { type Counts, countsIn, tableOf, treatmentOf } from '../../../../src/runner/network/netns/filter.ts';
import { type Counted, tracesBetween } from '../../../../src/runner/network/netns/traces.ts';
import type { Flow } from '../../../../src/runner/network/transport.ts';
import { CUT, PASS, REFUSE } from '../../../../src/runner/network/treatment.ts';

const addressOf = (node: NodeName): string => `10.0.0.${{ a: 1, b: 2, c: 3, d: 4, e: 5 }[node]}`;
const rulesOf = (node: NodeName, flows: readonly Flow[]): string[] =>
  treatmentOf(node, flows, addressOf)
    .split('\n')
    .filter((line) => line.startsWith('add rule'))
    .map((line) => line.replace('add rule ip proofhouse ', ''));

describe('The filter of a node', () => {
  const cut: Flow = { from: 'a', to: 'b', part: 'all', treatment: CUT };

  it('counts what it sends to each peer and what arrives from each, and nothing else', () => {
    const table = tableOf(['b', 'c'], addressOf);
    expect(table).toContain('ip daddr 10.0.0.2 counter name sent_b');
    expect(table).toContain('ip saddr 10.0.0.3 counter name arrived_c');
    expect(table).not.toContain('10.0.0.1');
  });

  it('loses a cut flow where it arrives, and nowhere else', () => {
    expect(rulesOf('b', [cut])).toEqual(['treated_in ip saddr 10.0.0.1 counter name lost_a drop']);
    expect([...rulesOf('a', [cut]), ...rulesOf('c', [cut])]).toEqual([]);
  });

  it('refuses a flow where it is sent, so that the sender knows', () => {
    const refused: Flow = { ...cut, treatment: REFUSE };
    expect(rulesOf('b', [refused])).toEqual([]);
    expect(rulesOf('a', [refused])).toEqual([
      'treated_out ip daddr 10.0.0.2 meta l4proto tcp counter name lost_b reject with tcp reset',
    ]);
  });

  it('tells the part of a flow by the port on which nodes listen', () => {
    expect(rulesOf('b', [{ ...cut, part: 'requests' }])[0]).toContain('tcp dport 7700');
    expect(rulesOf('b', [{ ...cut, part: 'replies' }])[0]).toContain('tcp sport 7700');
  });

  it('silences a connection that chance picked, first of all', () => {
    const treatment = { kind: 'lose', probability: 0.3, random: Math.random } as const;
    const [silent, picked] = rulesOf('b', [{ ...cut, part: 'replies', treatment }]);
    expect(silent).toMatch(/@silent counter name lost_a drop$/);
    expect(picked).toMatch(/mod 1000 < 300 add @silent .* drop$/);
  });

  it('loses single packets by chance where they arrive', () => {
    const loss: Flow = { ...cut, treatment: { kind: 'drop', probability: 0.125 } };
    expect(rulesOf('b', [loss])).toEqual([
      'treated_in ip saddr 10.0.0.1 numgen random mod 1000 < 125 counter name lost_a drop',
    ]);
    expect(rulesOf('a', [loss])).toEqual([]);
  });

  it('puts what has a rate into the queue of its peer', () => {
    const rate: Flow = { ...cut, treatment: { kind: 'limit', bytes_per_s: 10_000 } };
    expect(rulesOf('a', [rate])).toEqual(['treated_out ip daddr 10.0.0.2 meta l4proto tcp meta priority set 0x10003']);
    expect(rulesOf('b', [rate])).toEqual([]);
  });

  it('has no rule for what passes, and forgets what was treated before', () => {
    expect(rulesOf('b', [{ ...cut, treatment: PASS }])).toEqual([]);
    expect(treatmentOf('b', [], addressOf).match(/^flush/gm)).toHaveLength(3);
  });

  it('is read by the names of its counters', () => {
    const counter = (name: string, packets: number) => ({ counter: { name, packets, bytes: packets * 10 } });
    const json = JSON.stringify({
      nftables: [{ metainfo: {} }, counter('sent_b', 1), counter('arrived_b', 2), counter('lost_b', 3)],
    });
    const held = new Map([['b', 4] as const]);
    expect(countsIn(json, ['b', 'c'], held).get('b')).toEqual({
      sent: 1,
      arrived: 2,
      arrived_bytes: 20,
      lost: 3,
      held: 4,
    });
    expect(countsIn(json, ['b', 'c'], held).get('c')).toEqual({
      sent: 0,
      arrived: 0,
      arrived_bytes: 0,
      lost: 0,
      held: 0,
    });
    expect(() => countsIn('{}', ['b', 'c'], held)).toThrow();
  });
});

describe('The traces of a cut', () => {
  const cut: Flow = { from: 'a', to: 'b', part: 'all', treatment: CUT };
  const none = { sent: 0, arrived: 0, arrived_bytes: 0, lost: 0, held: 0 };
  const counted = (a: { sent: number; held?: number }, b: { lost: number; arrived: number }): Counted =>
    new Map<NodeName, Map<NodeName, Counts>>([
      ['a', new Map([['b', { ...none, ...a }]])],
      ['b', new Map([['a', { ...none, ...b }]])],
    ]);
  const before = counted({ sent: 5 }, { lost: 1, arrived: 4 });

  it('need the counters of both sides', () => {
    const both = tracesBetween([cut], before, counted({ sent: 8 }, { lost: 4, arrived: 4 }));
    expect(both).toMatchObject({ shown: true, tight: true, by_wire: [{ from: 'a', to: 'b', count: 3 }] });
    expect(both.words).toContain('a→b 3 sent, 3 lost at b, 0 arrived');
    expect(tracesBetween([cut], before, counted({ sent: 8 }, { lost: 1, arrived: 4 })).shown).toBe(false);
    expect(tracesBetween([cut], before, counted({ sent: 5 }, { lost: 4, arrived: 4 })).shown).toBe(false);
  });

  it('are not tight where something arrived, unless only a part was cut', () => {
    const after = counted({ sent: 8 }, { lost: 4, arrived: 5 });
    expect(tracesBetween([cut], before, after).tight).toBe(false);
    expect(tracesBetween([{ ...cut, part: 'replies' }], before, after).tight).toBe(true);
  });

  it('show a loss by chance, or a rate, only where some was treated and the rest arrived', () => {
    const loss: Flow = { ...cut, treatment: { kind: 'drop', probability: 0.1 } };
    const some = tracesBetween([loss], before, counted({ sent: 8 }, { lost: 2, arrived: 6 }));
    expect(some).toMatchObject({ kind: 'packets_lost', shown: true, tight: true, by_wire: [{ count: 1 }] });
    expect(tracesBetween([loss], before, counted({ sent: 8 }, { lost: 4, arrived: 4 })).shown).toBe(false);
    const rate: Flow = { ...cut, treatment: { kind: 'limit', bytes_per_s: 10_000 } };
    const slowed = tracesBetween([rate], before, counted({ sent: 8, held: 2 }, { lost: 1, arrived: 7 }));
    expect(slowed).toMatchObject({ kind: 'packets_held_back', shown: true, tight: true, by_wire: [{ count: 2 }] });
    expect(slowed.words).toContain('a→b 3 sent, held back 2 times there, 3 arrived');
    expect(tracesBetween([rate], before, counted({ sent: 8 }, { lost: 1, arrived: 7 })).shown).toBe(false);
  });

  it('are none where nothing was counted', () => {
    expect(tracesBetween([cut], before, before)).toMatchObject({ shown: false, tight: true });
  });
});
