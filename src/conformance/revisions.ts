// What the workload `revise` relies on: rows that are written again, changed, promoted and deleted.

import type { Cluster } from '../runner/cluster/cluster.ts';
import type { Capabilities } from '../subjects/subject.ts';
import { type Examination, said } from './promise.ts';
import { madeRow, OP_MS_MAX } from './rows.ts';

const UNKNOWN = '00000000-0000-4000-8000-000000000000';
const AGENT = 'ai:conformance';

export async function revisions({ examine }: Examination, cluster: Cluster, { revises }: Capabilities): Promise<void> {
  const client = cluster.client('a');
  const row = madeRow('revised');
  await examine('revisions', 'writes a title again, changes, promotes and deletes a row', async () => {
    if (!revises.available) return { not_offered: revises.reason };
    const first = await client.upsert({ ...row, tier: 'mid' }, AGENT, OP_MS_MAX);
    if (first.type !== 'ok') return [false, `upsert: ${said(first)}`];
    const again = await client.upsert({ ...row, tier: 'mid', content: 'again' }, AGENT, OP_MS_MAX);
    if (again.type !== 'ok') return [false, `upsert of the same title: ${said(again)}`];
    const { id } = again.value;
    const change = { content: 'changed', tags: ['x'], metadata: { by: 'conformance' } };
    const steps = [
      ['update', () => client.update(id, change, AGENT, OP_MS_MAX)],
      ['promote', () => client.promote(id, AGENT, OP_MS_MAX)],
    ] as const;
    for (const [name, step] of steps) {
      const outcome = await step();
      if (outcome.type !== 'ok') return [false, `${name}: ${said(outcome)}`];
    }
    const held = await client.get(id, OP_MS_MAX);
    const is = held.type === 'ok' ? held.value : null;
    if (is?.content !== 'changed' || is.tier !== 'long' || is.title !== row.title)
      return [false, `expected the changed row in tier long, found ${is ? `${is.content}, ${is.tier}` : said(held)}`];
    const removed = await client.remove(id, AGENT, OP_MS_MAX);
    if (removed.type !== 'ok') return [false, `remove: ${said(removed)}`];
    const gone = await client.get(id, OP_MS_MAX);
    return [gone.type === 'ok' && gone.value === null, gone.type === 'ok' ? 'all of it' : said(gone)];
  });
  await examine('revisions of nothing', 'refuses, by a definite word, to change a row that is not there', async () => {
    if (!revises.available) return { not_offered: revises.reason };
    const outcomes = [
      await client.update(UNKNOWN, { content: 'x', tags: [], metadata: {} }, AGENT, OP_MS_MAX),
      await client.promote(UNKNOWN, AGENT, OP_MS_MAX),
      await client.remove(UNKNOWN, AGENT, OP_MS_MAX),
    ];
    const other = outcomes.find(({ type }) => type !== 'fail');
    return [other === undefined, said(other ?? outcomes[0] ?? { type: 'ok' })];
  });
}
