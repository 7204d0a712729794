// Rows in which nodes differ once they had their time to settle, whether the rows were acked or not: a row that one
// node lacks, or a field that is not the same everywhere. Fields that differ by design are not part of the digests.

import type { Look } from '../history/looks.ts';
import type { CycleModel } from '../history/model.ts';
import {
  type Checker,
  type CheckResult,
  type Found,
  invalid,
  onNodes,
  plural,
  undecided,
  undecidedByUnread,
  VALID,
} from './checker.ts';

const FIELDS_NAMED_MAX = 4;

export const disagreement: Checker = {
  name: 'disagreement',
  applies: ({ writes, keys, rules }) => writes.length + keys.size > 0 && rules.nodes.length > 1,
  check(model): CheckResult {
    const looks = [...model.final.values()].filter((look) => look !== null);
    // before there were stages, nodes were read as soon as they held every acked row: of the others nothing is known
    const acked = new Set(model.acked.map(({ id }) => id));
    const ids = [...new Set(looks.flatMap((look) => [...look.byId.keys()]))];
    const settled = ids.filter((id) => model.recorded.stages || acked.has(id));
    const found = settled.flatMap((id) => differingIn(looks, id));
    if (found.length > 0) return invalid('disagreement', found, (n) => sentence(model, looks, found, n));
    const open = undecidedByUnread(model);
    if (open) return open;
    return model.recorded.stages && (model.recorded.fields || ids.length === 0)
      ? VALID
      : undecided('the history has no digest of the fields that no client sent, and no quiesce');
  },
};

function differingIn(looks: readonly Look[], id: string): (Found & { id: string })[] {
  const rows = looks.map((look) => look.byId.get(id));
  const first = rows.find((row) => row !== undefined);
  if (!first || rows.every((row) => row?.[2] === first[2] && row[3] === first[3])) return [];
  return [{ id, key: first[1], nodes: looks.map(({ node }) => node), ops: looks.map(({ op }) => op) }];
}

function sentence(
  { differing }: CycleModel,
  looks: readonly Look[],
  found: readonly (Found & { id: string })[],
  count: number,
): string {
  const lacking = looks.flatMap((look) => {
    const rows = found.filter(({ id }) => !look.byId.has(id)).length;
    return rows > 0 ? [`node ${look.node} lacks ${rows}`] : [];
  });
  const fields = [...new Set(found.flatMap(({ id }) => Object.keys(differing.get(id) ?? {})))].toSorted();
  const named = fields.slice(0, FIELDS_NAMED_MAX).join(', ');
  const words = [...lacking, ...(named === '' ? [] : [`fields that differ: ${named}`])];
  return `${count} ${plural(count, 'row')} not the same on ${onNodes(looks.map(({ node }) => node))}${words.length > 0 ? `: ${words.join('; ')}` : ''}`;
}
