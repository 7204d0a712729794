// Phase 1: each node alone, all at once. Every command on a store of the node's own, the MCP handshake, and a
// restore after a crash. A command that gave nothing leaves its field out: a missing value is not a zero.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Phase1 } from '../../contract/artifacts.ts';
import { messageOf } from '../../contract/message.ts';
import { MCP_TOOLS_MIN } from '../../contract/names.ts';
import type { NodeName } from '../../subjects/subject.ts';
import type { PhaseContext } from '../phase-context.ts';
import { memoryOf } from '../workloads/memories.ts';
import { randomOf } from '../workloads/random.ts';
import { type Assertion, claimOf } from './assertion.ts';
import { countMcpTools } from './mcp-handshake.ts';
import { restoreAfterCrash } from './restore.ts';

/** The one entry that a curator without a language model is expected to make. */
const CURATOR_NOTE = 'no LLM client configured';

type Facts = Partial<
  Pick<
    Phase1,
    'stats' | 'curator' | 'mcp_tool_count' | 'recall_count' | 'snapshot_count' | 'manifest_count' | 'restore'
  >
>;
/** As far as the node's commands answered. */
export type FunctionalDocument = Pick<Phase1, 'phase' | 'host' | 'version' | 'pass' | 'reasons' | 'verdict'> & Facts;

/** One document a node; a node of which nothing can be said is trouble, and has none. */
export async function functional(context: PhaseContext): Promise<Map<NodeName, FunctionalDocument>> {
  const documents = new Map<NodeName, FunctionalDocument>();
  await Promise.all(
    context.profile.nodes.map(async (node) => {
      try {
        documents.set(node, await testNode(context, node));
      } catch (error) {
        context.trouble({ phase: 1, node, error: messageOf(error) });
      }
    }),
  );
  return documents;
}

async function testNode(context: PhaseContext, node: NodeName): Promise<FunctionalDocument> {
  const dir = join(context.work_dir, 'phase1', node);
  const problems: string[] = [];
  const tell = (what: string): void => context.progress({ event: 'step', phase: 1, what: `node ${node}: ${what}` });
  const facts: Facts = { ...(await useCommands(context, node, join(dir, 'commands'), problems)) };
  context.signal.throwIfAborted();
  tell('commands answered');
  const mcp = await countMcpTools(context.subject.commands.mcp(join(dir, 'commands')), context.signal).catch(
    noted(problems, 'mcp'),
  );
  if (mcp !== null) facts.mcp_tool_count = mcp;
  context.signal.throwIfAborted();
  tell(mcp === null ? 'no MCP handshake' : 'MCP handshake done');
  const restore = await restoreAfterCrash(context, node, join(dir, 'restore')).catch(noted(problems, 'restore'));
  if (restore !== null) facts.restore = restore;
  // what was broken off half-way proves nothing, neither for the node nor against it
  context.signal.throwIfAborted();
  tell(restore === null ? 'no restore after a crash' : 'restore after a crash done');
  const { pass, verdict, reasons } = claimOf(assertions(facts, problems));
  const { name, version } = context.identity;
  return {
    phase: 1,
    host: `${context.campaign_id}-node-${node}`,
    version: `${name} ${version}`,
    pass,
    verdict,
    reasons,
    ...facts,
  };
}

async function useCommands(context: PhaseContext, node: NodeName, dir: string, problems: string[]): Promise<Facts> {
  const { commands } = context.subject;
  const snapshots = join(dir, 'snapshots');
  await mkdir(snapshots, { recursive: true });
  const key = `functional-${node}`;
  const memory = memoryOf(randomOf(context.seed, 'phase1', node), { key, root: 'phase1', content_bytes_max: 1024 });
  const stored = await commands.store(dir, memory);
  if (stored.exit_code !== 0) problems.push(`store ended with ${stored.exit_code}: ${stored.stderr.trim()}`);
  const recall = await commands.recall(dir, key);
  const { stats } = await commands.stats(dir);
  const backup = await commands.backup(dir, snapshots);
  const curator = await commands.curatorDryRun(dir);
  return {
    ...(recall.count === null ? {} : { recall_count: recall.count }),
    ...(stats === null ? {} : { stats: stats as Phase1['stats'] }),
    ...(backup.result.exit_code === 0
      ? { snapshot_count: backup.snapshots.length, manifest_count: backup.manifests.length }
      : {}),
    ...(curator.report === null ? {} : { curator: curator.report as Phase1['curator'] }),
  };
}

const noted =
  (problems: string[], what: string) =>
  (error: unknown): null => {
    problems.push(`${what}: ${messageOf(error)}`);
    return null;
  };

function assertions(facts: Facts, problems: readonly string[]): Assertion[] {
  const { stats, curator, restore } = facts;
  const known = (
    value: number | undefined,
    test: (value: number) => boolean,
    name: string,
    expected: string,
  ): Assertion => ({
    ok: value === undefined ? null : test(value),
    otherwise: `${name}: expected ${expected}, found ${value ?? 'no answer'}`,
  });
  const serious = curator?.errors?.filter((error) => error !== CURATOR_NOTE);
  return [
    known(stats?.total, (n) => n >= 1, 'stats', 'at least 1 memory'),
    known(facts.recall_count, (n) => n >= 1, 'recall', 'at least 1 memory'),
    known(facts.snapshot_count, (n) => n === 1, 'backup', '1 snapshot'),
    known(facts.manifest_count, (n) => n === 1, 'backup', '1 manifest'),
    known(facts.mcp_tool_count, (n) => n >= MCP_TOOLS_MIN, 'mcp', `at least ${MCP_TOOLS_MIN} tools`),
    { ok: serious ? serious.length === 0 : null, otherwise: `curator: ${serious?.join('; ') ?? 'no report'}` },
    restoreAssertion(restore),
    ...problems.map((otherwise) => ({ ok: null, otherwise })),
  ];
}

function restoreAssertion(restore: Facts['restore']): Assertion {
  if (!restore) return { ok: null, otherwise: 'restore: no result' };
  const { rows_in_snapshot, rows_restored, differing_rows, integrity, refused } = restore;
  return {
    ok: rows_restored === rows_in_snapshot && differing_rows === 0 && integrity === 'ok',
    otherwise:
      `restore: expected the ${rows_in_snapshot} rows of the snapshot as they were and a sound store, ` +
      `found ${rows_restored} rows, ${differing_rows} that differ, and "${integrity}"${refused === undefined ? '' : `; the command refused: ${refused}`}`,
  };
}
