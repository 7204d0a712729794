// Phase 1, functional: each node alone can store, recall, count, back up, curate and speak MCP.

import { isObject } from '../contract/json-object.ts';
import { MCP_TOOLS_MIN } from '../contract/names.ts';
import type { Check } from '../contract/verdict.ts';
import { atLeast, check, equals, list, passFlag, type Source } from './check.ts';
import { asCount, asNumber, valueAt } from './field.ts';

/** The one complaint that a dry run without a language model may make. */
const CURATOR_EXPECTED = 'no LLM client configured';

/**
 * Checks of every node that has a document, then one unknown check for each node that should have one.
 * `nodes` are those of which the campaign must speak: one whose file is gone must not fall silent.
 */
export function phase1Checks(sources: readonly Source[], nodes: readonly string[]): Check[] {
  const present = new Set(sources.map((source) => source.node));
  const missing = nodes.filter((node) => !present.has(node));
  return [...sources.flatMap(nodeChecks), ...(present.size > 0 ? missing.map(missingDocument) : [])];
}

function nodeChecks(source: Source): Check[] {
  const id = (name: string) => `phase1.${source.node}.${name}`;
  return [
    check(source, {
      id: id('stats_total'),
      label: `Node ${source.node} counts what it stored`,
      expected: '≥ 1',
      path: ['stats', 'total'],
      holds: atLeast(1),
    }),
    check(source, {
      id: id('recall'),
      label: `Node ${source.node} recalls it`,
      expected: '≥ 1',
      path: ['recall_count'],
      holds: atLeast(1),
    }),
    check(source, {
      id: id('snapshot'),
      label: `Node ${source.node} writes one snapshot`,
      expected: '1',
      path: ['snapshot_count'],
      holds: equals(1),
    }),
    check(source, {
      id: id('manifest'),
      label: `Node ${source.node} writes its manifest`,
      expected: '1',
      path: ['manifest_count'],
      holds: equals(1),
    }),
    check(source, {
      id: id('curator'),
      label: `Node ${source.node} runs the curator dry`,
      expected: `no error but “${CURATOR_EXPECTED}”`,
      path: ['curator', 'errors'],
      holds: list((errors) => errors.every((error) => error === CURATOR_EXPECTED)),
    }),
    check(source, {
      id: id('mcp_tools'),
      label: `Node ${source.node} lists its MCP tools`,
      expected: `≥ ${MCP_TOOLS_MIN}`,
      path: ['mcp_tool_count'],
      holds: atLeast(MCP_TOOLS_MIN),
    }),
    ...restoreCheck(source, id('restore')),
    passFlag(source, id('pass_flag')),
  ];
}

/** After a crash, a restored snapshot gives exactly its rows back and the store is sound. */
function restoreCheck(source: Source, id: string): Check[] {
  if (valueAt(source.document, ['restore']) === undefined) return [];
  return [
    check(source, {
      id,
      label: `Node ${source.node} restores a snapshot after a crash`,
      expected: 'exactly the snapshot’s rows, and a sound store',
      path: ['restore'],
      holds: (value) => {
        if (!isObject(value)) return null;
        const taken = asNumber(value.rows_in_snapshot);
        const after = asNumber(value.rows_written_after);
        const restored = asNumber(value.rows_restored);
        if (taken === null || after === null || restored === null || typeof value.integrity !== 'string') return null;
        if (restored !== taken || value.integrity !== 'ok') return false;
        // rows compared with all their content, where the run says how many differ
        const differing = value.differing_rows === undefined ? 0 : asCount(value.differing_rows);
        if (differing === null || differing > 0) return differing === null ? null : false;
        return taken >= 1 && after >= 1 ? true : null;
      },
    }),
  ];
}

const missingDocument = (node: string): Check => ({
  id: `phase1.${node}.document`,
  label: `Node ${node} left a document`,
  expected: `phase1-node-${node}.json`,
  got: null,
  ok: null,
  file: null,
  path: [],
});
