// The story of one write: everything that a history has about it, in the order of time, and what it does not have.

import { describe, expect, test } from 'vitest';
import type { HistoryOp } from '../../src/history/ops.ts';
import { endingInWords, storyOf, type WriteStory } from '../../src/history/story.ts';
import {
  acked,
  begin,
  healed,
  healing,
  history,
  injected,
  inside,
  killed,
  lookup,
  oldRead,
  readAt,
  recall,
  refused,
  reopened,
  row,
  unknown,
  unread,
} from '../checkers/literal-history.ts';
import { does, finally_, gets } from '../checkers/literal-keys.ts';

function told(ops: readonly HistoryOp[], key: string, injected_ms: number | null = null): WriteStory {
  const story = storyOf(ops, key, injected_ms);
  if (!story) throw new Error(`expected a story of ${key}`);
  return story;
}

const brief = ({ steps }: WriteStory) => steps.map(({ what, node, state }) => `${what} ${node ?? '-'} ${state}`);

describe('the story of a write', () => {
  const ops = history(
    begin,
    acked('w1', 'b', 'plum'),
    lookup('w1', 'c', null),
    lookup('w1', 'a', '#w1'),
    injected(),
    inside('a', row('w1')),
    inside('c'),
    healing,
    healed(),
    readAt({ node: 'a' }, row('w1')),
    readAt({ node: 'b' }, row('w1', 'other')),
    unread('c'),
    recall('w1', 'a', false),
    {
      process: 'cycle',
      f: 'differ',
      type: 'info',
      value: { key: 'w1', id: 'id-w1', fields: { tier: { a: 'x', b: 'y' } } },
    },
  );

  test('has every operation about it, in the order of time', () => {
    expect(brief(told(ops, 'w1'))).toEqual([
      'sent b sent',
      'answer b acked',
      'lookup c lacking',
      'lookup a held',
      'inside a held',
      'inside c lacking',
      'final a held',
      'final b other',
      'final c unread',
      'recall a lacking',
      'differ - differs',
    ]);
  });

  test('says in words what was asked and what came back', () => {
    const words = told(ops, 'w1').steps.map((step) => step.words);
    expect(words[0]).toBe('client 0 sends it to node b');
    expect(words[1]).toBe('node b acks it after 1 ms, id id-w1');
    expect(words[2]).toBe('node c is asked for the id, answer 5 ms after the ack: it lacks the write');
    expect(words[7]).toBe('node b is read at the end: it holds the write with other content');
    expect(words[9]).toBe('node a is searched for its own word, ww1: it does not come back');
    expect(words[10]).toBe('the nodes give different values: tier (a x, b y)');
  });

  test('ends with what each node gave last', () => {
    expect(endingInWords(told(ops, 'w1'))).toBe(
      'It was acked; at the end it is on node a, and other content is on node b.',
    );
  });

  test('counts time from where the line of its cycle does, else from the first operation', () => {
    expect(told(ops, 'w1').steps[0]?.at_ms).toBe(1);
    // the fault held at the sixth operation, 5 ms after the first
    expect(told(ops, 'w1', 105).steps[0]?.at_ms).toBe(101);
    expect(told(ops, 'w1', 105).fault).toMatchObject({ holds_ms: 105 });
  });

  test('says of a killed node that it opened its own data, and whether a peer had reached it', () => {
    const own = history(begin, acked('w1'), killed('a'), reopened('a', 0), reopened('a', 7));
    const words = told(own, 'w1')
      .steps.slice(2)
      .map((step) => step.words);
    expect(words[0]).toBe(
      'node a opens its own data behind cut wires and is read (no byte of a peer had reached it): it lacks the write',
    );
    expect(words[1]).toContain('7 bytes of peers had reached it');
  });

  test('tells a refusal, a time-out and a write that was never answered apart', () => {
    const state = (...given: Parameters<typeof history>) => brief(told(history(begin, ...given), 'w1')).at(-1);
    expect(state(refused('w1'))).toBe('answer a refused');
    expect(state(unknown('w1'))).toBe('answer a unknown');
    expect(state(acked('w1').slice(0, 1))).toBe('sent a sent');
  });

  test('says that nothing listened where the node could not have refused anything', () => {
    const story = told(history(begin, refused('w1', 'b', 'connection_refused')), 'w1');
    expect(story.steps.at(-1)?.words).toBe('nothing listened at node b after 1 ms');
  });

  test('is there for a row that nobody sent, and says so', () => {
    const story = told(history(begin, readAt({ node: 'a' }, row('ghost'))), 'ghost');
    expect(story.write).toBeNull();
    expect(story.steps[0]?.words).toBe('node a is read at the end: it holds the row, which no client sent');
    expect(endingInWords(story)).toBe('No client sent it; at the end other content is on node a.');
  });

  test('says that a node holds it twice, and that no list has it', () => {
    const twice = readAt({ node: 'a' }, row('w1'), row('w1', '#w1', 'another'));
    expect(told(history(begin, acked('w1'), twice), 'w1').steps.at(-1)?.words).toContain('holds the write 2 times');
    const unlisted = { ...readAt({ node: 'a' }, row('w1')), value: { node: 'a', rows: [row('w1')], by_id: ['id-w1'] } };
    const story = told(history(begin, acked('w1'), unlisted as ReturnType<typeof readAt>), 'w1');
    expect(story.steps.at(-1)?.words).toContain('found by its id and in no list');
  });

  test('is none where no operation is about the key', () => {
    expect(storyOf(ops, 'w2', null)).toBeNull();
    expect(storyOf([], 'w1', null)).toBeNull();
  });

  test('names what a history of the first format did not record', () => {
    const old = told(history(acked('w1'), oldRead('a', row('w1')), oldRead('b')), 'w1');
    expect(brief(old)).toEqual(['sent a sent', 'answer a acked', 'final a held', 'final b lacking']);
    expect(old.not_recorded).toContain('looks while the fault held');
    expect(told(ops, 'w1').not_recorded).toEqual([]);
  });

  test('cuts what a stranger wrote', () => {
    const long = 'x'.repeat(5_000);
    const fields = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`${index}${long}`, { a: long }]));
    const differ = { process: 'cycle', f: 'differ', type: 'info', value: { key: 'w1', id: 'i', fields } } as const;
    const words = told(history(begin, refused('w1', 'a', long), differ), 'w1').steps.map((step) => step.words);
    expect(Math.max(...words.map(({ length }) => length))).toBeLessThan(2_000);
  });
});

describe('the story of a key that clients share', () => {
  const cycle = history(
    begin,
    does('create', 'v1'),
    does('update', 'v2', 'not met', 'b'),
    gets('g1', '#v1', 'c'),
    does('delete', 'd1', 'acked', 'b'),
    finally_(null, 'v2', 'nobody'),
  );

  test('tells every operation, and which version each node held', () => {
    const story = storyOf(cycle, 'k', null);
    expect(story?.steps.map(({ state, words }) => `${state}: ${words}`)).toEqual([
      'sent: client 1 sends create v1 to node a',
      'acked: node a acks create v1 after 1 ms',
      'sent: client 1 sends update v2 to node b',
      'refused: node b refuses update v2 after 1 ms: quorum_not_met',
      'sent: client 1 sends get g1 to node c',
      'acked: node c answers get g1 after 1 ms: the version of create v1',
      'sent: client 1 sends delete d1 to node b',
      'acked: node b acks delete d1 after 1 ms',
      'absent: node a is read at the end: it holds no such row',
      'held: node b is read at the end: it holds the version of update v2',
      'other: node c is read at the end: it holds content that no client sent',
    ]);
    expect(story && endingInWords(story)).toBe(
      '1 client wrote this key 3 times, 2 of them acked; at the end it is on node b, and it is not on node a, and other content is on node c.',
    );
  });
});
