// One write of a stored campaign, by its key: the same story that its page shows, for any write, page or not.

import { join } from 'node:path';
import { cyclesFile } from '../contract/names.ts';
import { cycleOf } from '../evidence/cycle-line.ts';
import { readFolder } from '../evidence/folder.ts';
import { readCycles } from '../evidence/history-file.ts';
import { readText } from '../evidence/text.ts';
import { isKeyKind } from '../history/keys.ts';
import type { HistoryOp } from '../history/ops.ts';
import { storyOf, type WriteStory } from '../history/story.ts';

export interface FoundWrite {
  file: string;
  story: WriteStory;
}

const HISTORY = /^history-(.+)\.jsonl\.gz$/;

/**
 * @param root the directory of campaigns
 * @returns null where no stored history has an operation about the key; otherwise the first cycle that has
 * @throws Error for a history that cannot be read, with its file and line
 */
export async function findWrite(root: string, id: string, key: string): Promise<FoundWrite | null> {
  const files = readFolder(root, id).files.map(({ file }) => file);
  for (const file of files.filter((name) => HISTORY.test(name))) {
    const cycles = await readCycles(join(root, id, file));
    for (const [cycle, ops] of cycles) {
      if (!ops.some((op) => isAbout(op, key))) continue;
      const lines = cyclesFile(HISTORY.exec(file)?.[1] ?? '');
      const injected_ms = files.includes(lines) ? injectedMs(readText(root, id, lines).text, cycle) : null;
      const story = storyOf(ops, key, injected_ms);
      if (story) return { file, story };
    }
  }
  return null;
}

/** Sent, or held by a node at a look although nobody sent it: then its id may be what names it. */
function isAbout(op: HistoryOp, key: string): boolean {
  if (op.f === 'write' || isKeyKind(op.f)) return 'key' in op.value && op.value.key === key;
  return op.f === 'read' && op.type === 'ok' && op.value.rows.some(([id, held]) => held === key || id === key);
}

/** From the cycle's own line; null where no line says it. */
function injectedMs(text: string, cycle: number): number | null {
  for (const line of text.split('\n')) {
    const found = cycleOf(line);
    if (found?.cycle === cycle) return found.injected_ms;
  }
  return null;
}
