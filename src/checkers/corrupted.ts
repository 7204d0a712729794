// A write that a node holds with content that nobody sent, whatever became of the write, at any look. Of a key that
// clients share, any version that was sent is content that somebody sent.

import type { KeyHistory } from '../history/keys.ts';
import { holdsOther, type Look } from '../history/looks.ts';
import { type Checker, type CheckResult, invalid, plural, undecidedByUnread, VALID } from './checker.ts';

export const corrupted: Checker = {
  name: 'corrupted',
  applies: ({ writes, keys }) => writes.length + keys.size > 0,
  check(model): CheckResult {
    const looks = model.looks.filter((look) => look.rows !== null);
    const ofWrites = model.writes.flatMap((write) =>
      looks
        .filter((look) => holdsOther(look, write))
        .map((look) => ({ key: write.key, nodes: [look.node], ops: [...write.ops, look.op] })),
    );
    const ofKeys = [...model.keys.values()].flatMap((history) =>
      looks
        .filter((look) => holdsNoVersion(look, history))
        .map((look) => ({ key: history.key, nodes: [look.node], ops: [look.op] })),
    );
    const found = [...ofWrites, ...ofKeys];
    if (found.length > 0) {
      return invalid('corrupted', found, (n) => `${n} ${plural(n, 'write')} held with other content than was sent`);
    }
    return undecidedByUnread(model) ?? VALID;
  },
};

function holdsNoVersion(look: Look, history: KeyHistory): boolean {
  const isPromoted = history.ops.some(({ kind }) => kind === 'promote');
  const byId = [...history.ids].map((id) => look.byId.get(id)).filter((row) => row !== undefined);
  return [...byId, ...(look.byKey.get(history.key) ?? [])].some(([, key, digest]) => {
    const seen = history.seen(digest);
    return key !== history.key || seen.is === 'other' || (seen.is === 'version' && seen.promoted && !isPromoted);
  });
}
