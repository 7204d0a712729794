// The Markdown tree, typed as the renderer takes it, and what every reader of it needs.

import type { toHast } from 'mdast-util-to-hast';
// Brings the node types of MDX into those of Markdown.
import type {} from 'remark-mdx';
import type { Place } from './errors.ts';

export type Node = Parameters<typeof toHast>[0];
export type NodeOf<Type extends Node['type']> = Extract<Node, { type: Type }>;
export type Root = NodeOf<'root'>;
export type Block = Root['children'][number];
export type Element = NodeOf<'mdxJsxFlowElement' | 'mdxJsxTextElement'>;
export type Parent = Extract<Node, { children: unknown[] }>;

/** Where a node begins. The parser gives every node a position; 1:1 stands in for none. */
export function placeOf(node: { position?: Node['position'] }): Place {
  const { line, column } = node.position?.start ?? { line: 1, column: 1 };
  return { line, column };
}

export const childrenOf = (node: Node): readonly Node[] => ('children' in node ? node.children : []);

export const isElement = (node: Node): node is Element =>
  node.type === 'mdxJsxFlowElement' || node.type === 'mdxJsxTextElement';
