// The geometry of a cycle's picture: marks at the times of tiny literal histories.

import { describe, expect, it } from 'vitest';
import { historyOpSchema } from '../../../../src/contract/history.ts';
import type { HistoryOp } from '../../../../src/history/ops.ts';
import { expander } from '../../../../src/history/rows.ts';
import { type TimelineView, timelineView } from '../../../../src/views/campaign/timeline/timeline.ts';
import { acked, ended, held, historyOf, lossyCycle, nemesis, sent } from '../../../fixtures/cycles.ts';

const FACTS = { name: 'partition_minority, cycle 1', injected_ms: 100, converged_ms: { a: 70, b: 90, c: null } };
const opsOf = (lines: readonly unknown[]): HistoryOp[] =>
  lines.map((line) => historyOpSchema.parse(line)).map(expander());

function drawn(lines: readonly unknown[], facts = FACTS): TimelineView {
  const view = timelineView(opsOf(lines), facts);
  if (!view) throw new Error('expected a picture');
  return view;
}

/** The places of the marks of one kind, `x y` each. */
const places = (path: string): string[] => [...path.matchAll(/M(-?\d+ -?\d+)/g)].map(([, place = '']) => place);
const count = (path: string): number => places(path).length;

describe('the picture of a cycle', () => {
  const view = drawn(lossyCycle(1));

  it('is not there where nothing happened', () => {
    expect(timelineView([], FACTS)).toBeNull();
  });

  it('has a lane for each writer, in the order of their numbers', () => {
    expect(view.lanes.map(({ label }) => label)).toEqual(['0', '1']);
    expect(view.lanes[0]?.y).toBeLessThan(view.lanes[1]?.y ?? 0);
  });

  it('marks every write once, by its outcome, in the lane of its writer', () => {
    expect([count(view.acked), count(view.refused), count(view.unknown), count(view.missing)]).toEqual([2, 1, 1, 1]);
    const [first, second] = view.lanes;
    expect(places(view.acked).map((place) => place.split(' ')[1])).toEqual([`${first?.y}`, `${second?.y}`]);
    expect(places(view.unknown)[0]?.endsWith(` ${second?.y}`)).toBe(true);
  });

  it('marks an acked write that a node lacks in the end apart from all others', () => {
    expect(count(view.missing)).toBe(1);
    expect(count(drawn(lossyCycle(1).map(givenBack)).missing)).toBe(0);
  });

  it('calls an acked write that a node holds with other content missing too', () => {
    const changed = lossyCycle(1).map((op) =>
      JSON.parse(JSON.stringify(op).replaceAll('"digest of after"]', '"other"]')),
    );
    expect(count(drawn(changed).missing)).toBe(2);
  });

  it('shades the fault from its strike to the heal, and the healing after it', () => {
    const [hold, healing] = view.bands;
    expect(view.bands.map(({ kind }) => kind)).toEqual(['hold', 'healing']);
    expect(hold && healing && hold.x + hold.width).toBe(healing?.x);
    expect(view.edges.map(({ text }) => text.words)).toEqual(['inject 100 ms', 'heal 300 ms']);
    expect(view.edges[0]?.x).toBe(hold?.x);
  });

  it('says where a fault was never seen to heal', () => {
    const unhealed = drawn(lossyCycle(1).filter(({ f, type }) => f !== 'heal' || type === 'invoke'));
    expect(unhealed.edges.at(-1)?.text.words).toBe('never seen to heal');
    expect(unhealed.bands.at(-1)?.kind).toBe('healing');
  });

  it('has no band where no fault was injected', () => {
    const calm = drawn(historyOf(1, [sent(0, 0, 'x'), acked(5, 0, 'x')]));
    expect([calm.bands, calm.edges]).toEqual([[], []]);
    expect(calm.description).toContain('No fault was injected.');
  });

  it('shows the moment at which each node converged, and that one did not', () => {
    expect(view.nodes.map(({ label, converged, text }) => [label, converged, text.words])).toEqual([
      ['a', true, 'all there after 70 ms'],
      ['b', true, 'all there after 90 ms'],
      ['c', false, 'lacks 1 at the end'],
    ]);
  });

  it('tells in words all that it shows', () => {
    expect(view.description).toBe(
      '2 writers over 3,420 milliseconds: 3 writes acked, 1 refused, 1 without a definite answer. ' +
        'The fault held from 100 milliseconds until it was healed at 300. 1 acked write is not on every node at the end. ' +
        'Node a held every acked write after 70 milliseconds. Node b held every acked write after 90 milliseconds. ' +
        'Node c lacks 1 at the end.',
    );
  });

  it('stays inside its frame, whenever the cycle ran', () => {
    for (const began_ms of [0, 1, 86_400_000]) {
      const { acked, missing, nodes, axis, edges, width, height } = drawn(lossyCycle(1, began_ms));
      const xs = [acked, missing, ...nodes.map(({ mark }) => mark)].flatMap(places).map((place) => parseInt(place, 10));
      for (const x of [...xs, ...axis.ticks.map((tick) => tick.x), ...edges.map((edge) => edge.x)]) {
        expect(x).toBeGreaterThanOrEqual(0);
        expect(x).toBeLessThanOrEqual(width);
      }
      expect(axis.y).toBeLessThan(height);
    }
  });

  it('draws marks that fall upon each other once, and at most so many, and says how many it leaves out', () => {
    const twice = drawn(
      historyOf(1, [sent(0, 0, 'x'), acked(50, 0, 'x'), sent(0, 0, 'y'), acked(50, 0, 'y'), sent(90, 0, 'z')]),
    );
    expect(count(twice.acked)).toBe(1);
    const many = Array.from({ length: 1500 }, (_, n) => [sent(n, 0, `${n}`), ended(n + 1, 0, `${n}`, 'fail')]).flat();
    expect(drawn(historyOf(1, many)).leftOut).toBe('300 of 1,500 writes are not drawn.');
    const crowd = Array.from({ length: 45 }, (_, process) => sent(0, process, `${process}`));
    const { lanes, leftOut } = drawn(historyOf(1, crowd));
    expect([lanes.length, leftOut]).toEqual([40, '5 of 45 writes are not drawn.']);
  });

  it('knows nothing of a node that could not be read', () => {
    const unread = lossyCycle(1).map((op) =>
      op.f === 'read' && (op.value as { node: string }).node === 'c'
        ? { ...op, type: 'info', value: { node: 'c' }, error: 'connection_refused' }
        : op,
    );
    const { nodes, missing } = drawn(unread);
    expect(nodes.at(-1)?.text.words).toBe('could not be read at the end');
    expect(count(missing)).toBe(0);
  });

  it('takes its zero from the first operation where no fault tells it', () => {
    const [first] = drawn(historyOf(1, [nemesis(700, 'inject', 'invoke'), sent(710, 0, 'x'), held(900, 'a', [])]), {
      ...FACTS,
      injected_ms: null as unknown as number,
    }).axis.ticks;
    expect(first).toMatchObject({ x: 38, label: '0' });
  });
});

/** Node c gets the write that it lacked. */
function givenBack(op: ReturnType<typeof lossyCycle>[number]): unknown {
  if (op.f !== 'read') return op;
  const { node, rows } = op.value as { node: string; rows: unknown[] };
  const row = ['id of late', 'late', 'digest of late'];
  return node === 'c' ? { ...op, value: { node, rows: [...rows, row] } } : op;
}
