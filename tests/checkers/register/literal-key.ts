// Tiny literal histories of one key: `w1 0-2 x` is client 1 writing x from 0 to 2. Kinds: w writes, d deletes, r reads
// (`-` is absence), f reads at the end. Without an end its outcome is unknown; with `!` it was refused.

import type { RegisterOp } from '../../../src/checkers/register/operation.ts';

const LINE = /^([wdrf])(\d)([abc]?) (-?\d+)-(\d*)(!?)(?: (\S+))?$/;
const KINDS = { w: 'write', d: 'delete', r: 'read', f: 'read' } as const;

/** The node is a unless the client's number is followed by another. */
export function keyOps(...lines: string[]): RegisterOp[] {
  return lines.map((line, op) => {
    const [, kind = '', client, node, invoke, answer, refused, value] = LINE.exec(line) ?? [];
    if (!(kind in KINDS)) throw new Error(`no operation: ${line}`);
    return {
      op,
      client: Number(client),
      node: node || 'a',
      kind: KINDS[kind as keyof typeof KINDS],
      value: value === undefined || value === '-' ? null : value,
      invoke: Number(invoke),
      answer: answer === '' ? null : Number(answer),
      ok: answer !== '' && refused === '',
      ...(kind === 'f' ? { final: true } : {}),
    };
  });
}

/** The lines back: what a part of a history kept. */
export const linesOf = (lines: readonly string[], ops: readonly RegisterOp[]): string[] =>
  ops.map(({ op }) => lines[op] ?? '?');
