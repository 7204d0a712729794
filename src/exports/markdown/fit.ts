// Markdown that fits where it is shown: whole blocks as long as they fit, a table by fewer of its rows, and then a
// sentence that says that more was left out, and where it is.

import { gfmToMarkdown } from 'mdast-util-gfm';
import { toMarkdown } from 'mdast-util-to-markdown';
import type { Block, Root, Table } from './tree.ts';

export interface Room {
  /** Of UTF-8. */
  bytes_max: number;
  /** Said where something was left out. */
  cut: Block;
}

/** Cells are not padded: bytes are what is short. */
const OPTIONS = {
  extensions: [gfmToMarkdown({ tablePipeAlign: false, tableCellPadding: true })],
  bullet: '-' as const,
};

const textOf = (blocks: readonly Block[]): string =>
  toMarkdown({ type: 'root', children: [...blocks] } satisfies Root, OPTIONS);
const bytesOf = (text: string): number => Buffer.byteLength(text, 'utf8');

/** @throws RangeError where not even the sentence fits */
export function fitted(blocks: readonly Block[], { bytes_max, cut }: Room): string {
  const whole = textOf(blocks);
  if (bytesOf(whole) <= bytes_max) return whole;
  const taken: Block[] = [];
  let room = bytes_max - bytesOf(textOf([cut])) - SEPARATOR_BYTES;
  if (room < 0) throw new RangeError(`expected room for at least ${bytes_max - room} bytes, found ${bytes_max}`);
  for (const block of blocks) {
    const bytes = bytesOf(textOf([block])) + SEPARATOR_BYTES;
    if (bytes > room) {
      const part = block.type === 'table' ? shortened(block, room) : null;
      if (part) taken.push(part);
      break;
    }
    taken.push(block);
    room -= bytes;
  }
  return textOf([...withoutLooseEnd(taken), cut]);
}

/** Between two blocks. */
const SEPARATOR_BYTES = 2;

/** The most rows that fit, found by halving; null where not even one does. */
function shortened(table: Table, room: number): Table | null {
  const upTo = (rows: number): Table => ({ ...table, children: table.children.slice(0, rows + 1) });
  let [low, high] = [0, table.children.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (bytesOf(textOf([upTo(middle)])) + SEPARATOR_BYTES <= room) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? null : upTo(low);
}

/** A heading with nothing below it says nothing. */
function withoutLooseEnd(blocks: readonly Block[]): readonly Block[] {
  return blocks.at(-1)?.type === 'heading' ? withoutLooseEnd(blocks.slice(0, -1)) : blocks;
}
