import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { memoryHistory } from '../../../src/runner/recorder.ts';
import { type ClientsSettings, startClients } from '../../../src/runner/workloads/clients.ts';
import { firstOfKind } from '../../../src/runner/workloads/recording.ts';
import type { Op, Workload } from '../../../src/runner/workloads/workload.ts';
import type { Client, Outcome } from '../../../src/subjects/subject.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

type Answer = Outcome<{ id: string }>;
const ANSWER_MS = 10;

/** Every operation is answered after ten milliseconds, as `answer` says. */
function workload(answer: (key: string) => Answer | Promise<Answer>, change: Partial<Workload> = {}): Workload {
  const op = (key: string): Op => ({
    f: 'write',
    node: 'a',
    namespace: 'n',
    intent: { key, digest: `#${key}`, node: 'a' },
    metadata_keys: [],
    send: async () => {
      await new Promise((resolve) => setTimeout(resolve, ANSWER_MS));
      return answer(key);
    },
  });
  return {
    name: 'test',
    clients: 2,
    joining: 0,
    pace: { backoff_ms: 20, backoff_ms_max: 80, injecting_ms: 0, holding_ms: 0 },
    namespaces: ['n'],
    next: (client, n) => op(`${client}-${n}`),
    ...change,
  };
}

function started(work: Workload, change: Partial<ClientsSettings> = {}) {
  const history = memoryHistory();
  const clients = startClients({
    workloads: [work],
    history,
    client: () => ({}) as Client,
    op_timeout_ms: 1_000,
    ops_max: { load: 1_000, hold: 1_000 },
    isFirstOfKind: firstOfKind(),
    signal: new AbortController().signal,
    ...change,
  });
  return { history, clients };
}

const ok = (key: string): Answer => ({ type: 'ok', value: { id: `id-${key}` } });
const no: Answer = { type: 'fail', code: 'quorum_not_met', detail: 'expected 201, found 503' };

describe('clients', () => {
  test('record every operation before it is sent, and its end when it ends', async () => {
    const { history, clients } = started(workload(ok, { clients: 1 }));
    expect(history.ops).toMatchObject([{ f: 'write', type: 'invoke', value: { key: '0-0' } }]);
    await vi.advanceTimersByTimeAsync(ANSWER_MS);
    expect(history.ops.map((op) => op.type)).toEqual(['invoke', 'ok', 'invoke']);
    expect(clients.acked).toMatchObject([{ id: 'id-0-0', key: '0-0', digest: '#0-0', node: 'a' }]);
  });

  test('tell of an ack in its own turn, while the others are in flight', async () => {
    const { clients } = started(workload(ok, { clients: 3 }));
    const seen: number[] = [];
    clients.onAck(() => seen.push(clients.inFlight(['a'])));
    await vi.advanceTimersByTimeAsync(ANSWER_MS);
    expect(seen[0]).toBe(2);
    expect(clients.inFlight(['b', 'c'])).toBe(0);
  });

  test('come to rest behind one barrier: what is in flight ends, and nothing more is sent', async () => {
    const { history, clients } = started(workload(ok));
    await vi.advanceTimersByTimeAsync(ANSWER_MS + 5);
    const resting = clients.rest();
    let isOver = false;
    void resting.then(() => {
      isOver = true;
    });
    await vi.advanceTimersByTimeAsync(1);
    expect(isOver).toBe(false);
    await vi.advanceTimersByTimeAsync(ANSWER_MS);
    expect(isOver).toBe(true);
    const lines = history.ops.length;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(history.ops).toHaveLength(lines);
    expect(clients.inFlight(['a'])).toBe(0);
  });

  test('wait longer with each refusal in a row, up to a limit', async () => {
    const { history } = started(workload(() => no, { clients: 1 }));
    await vi.advanceTimersByTimeAsync(1_000);
    const sent = history.ops.filter((op) => op.type === 'invoke').length;
    // 10 + 20, 10 + 40, then 10 + 80 milliseconds each
    expect(sent).toBe(Math.ceil((1_000 - 80) / 90) + 2);
  });

  test('that join wait for the fault to hold, and what is invoked in it is counted', async () => {
    const { history, clients } = started(workload(ok, { clients: 0, joining: 2 }));
    await vi.advanceTimersByTimeAsync(100);
    expect(history.ops).toEqual([]);
    clients.faultBegins();
    clients.faultHolds();
    await vi.advanceTimersByTimeAsync(1);
    expect(clients.counts).toMatchObject({ invoked: { load: 0, inject: 0, hold: 2 } });
  });

  test('send no more than they are allowed to', async () => {
    const { clients } = started(
      workload(() => no, { clients: 1 }),
      { ops_max: { load: 3, hold: 3 } },
    );
    await vi.advanceTimersByTimeAsync(5_000);
    await clients.done;
    expect(clients.counts.invoked.load).toBe(3);
  });

  test('record the words of a refusal once for each kind, and keep one for people', async () => {
    const refusal: Answer = {
      type: 'fail',
      code: 'http_400',
      detail: 'expected 201, found 400: invalid source',
      answer: { status: 400, body: 'invalid source' },
    };
    const { history, clients } = started(
      workload(() => refusal, { clients: 1 }),
      {
        ops_max: { load: 3, hold: 3 },
      },
    );
    await vi.advanceTimersByTimeAsync(5_000);
    const answers = history.ops.flatMap((op) => (op.f === 'write' && op.type === 'fail' ? [op.value.answer] : []));
    expect(answers).toEqual([{ status: 400, body: 'invalid source' }, undefined, undefined]);
    expect(clients.refusal()).toBe('expected 201, found 400: invalid source');
  });

  test('take it for no word of the node that nothing listened', async () => {
    const refused: Answer = { type: 'fail', code: 'connection_refused', detail: 'nothing listened' };
    const { clients } = started(
      workload(() => refused, { clients: 1 }),
      { ops_max: { load: 3, hold: 3 } },
    );
    await vi.advanceTimersByTimeAsync(5_000);
    expect(clients.refusal()).toBeNull();
  });

  test('take a time-out for no answer, and what was never sent for nothing at all', async () => {
    const answers: Record<string, Answer> = {
      '0-0': { type: 'info', code: 'timeout', detail: '' },
      '0-1': { type: 'unsent', code: 'EMFILE', detail: '' },
      '0-2': { type: 'fail', code: 'http_429', detail: '' },
    };
    const { history, clients } = started(
      workload((key) => answers[key] ?? no, { clients: 1 }),
      { ops_max: { load: 3, hold: 3 } },
    );
    await vi.advanceTimersByTimeAsync(5_000);
    expect(clients.counts).toMatchObject({ invoked: { load: 3 }, unsent: 1 });
    const ends = history.ops.flatMap((op) =>
      op.f === 'write' && op.type !== 'invoke' && op.type !== 'ok' ? [[op.type, op.error]] : [],
    );
    expect(ends).toEqual([
      ['info', 'timeout'],
      ['fail', 'unsent_emfile'],
      ['info', 'http_429'],
    ]);
  });

  test('that throw have said nothing about the write', async () => {
    const broken = () => Promise.reject(new Error('no such thing'));
    const { history } = started(workload(broken, { clients: 1 }), { ops_max: { load: 1, hold: 1 } });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(history.ops[1]).toMatchObject({ type: 'info', error: 'client_threw' });
  });
});
