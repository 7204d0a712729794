// Checks that are made of each node. Nodes of which they say the same share a row, until one of them differs.

interface OfNode {
  id: string;
  label: string;
}

/** What a row is about, in front of the names of its nodes and behind them; without nodes all of it is in front. */
export interface AroundNodes {
  before: string;
  after: string;
}

const PER_NODE = /^phase(?:1|2\.convergence|2\.identity)\.([a-z])(?:\.|$)/;

/** The node that a check is made of; null for a check of all. */
export const nodeOf = (id: string): string | null => PER_NODE.exec(id)?.[1] ?? null;

/** Checks that differ in their node alone, together. @param saying what else must be equal */
export const byEqualNodes = <C extends OfNode>(checks: readonly C[], saying: (check: C) => unknown): C[][] => [
  ...Map.groupBy(checks, (check) =>
    nodeOf(check.id) === null ? check.id : JSON.stringify([aroundNode(check), saying(check)]),
  ).values(),
];

export function aroundNodes(checks: readonly OfNode[]): AroundNodes {
  const [first] = checks;
  if (!first || checks.length === 1) return { before: first?.label ?? '', after: '' };
  return aroundNode(first);
}

/** `Node a recalls it` around the name of its node; a label that does not name it is followed by it. */
function aroundNode({ id, label }: OfNode): AroundNodes {
  const named = `Node ${nodeOf(id)} `;
  return label.startsWith(named)
    ? { before: 'Node ', after: ` ${label.slice(named.length)}` }
    : { before: `${label}, node `, after: '' };
}
