// From the checked tree to HTML, to plain text, and to the count of its figures.

import { toHtml } from 'hast-util-to-html';
import { toHast } from 'mdast-util-to-hast';
import { toString as textOf } from 'mdast-util-to-string';
import { SKIP, visit } from 'unist-util-visit';
import type { Figures, Rich } from '../analysis.ts';
import { countFigures } from '../figures.ts';
import { isCited, isFact } from './components.ts';
import { type Block, childrenOf, type Node, type NodeOf, type Parent, type Root } from './tree.ts';

/** Blocks as they stand in a section; null for no blocks. */
export function renderBlocks(blocks: readonly Block[]): Rich | null {
  if (blocks.length === 0) return null;
  return { html: htmlOf([...blocks]), text: blocks.map(plain).join('\n\n') };
}

/** The words of a heading, without the heading. */
export function renderLine(heading: NodeOf<'heading'>): Rich {
  // As the words of a paragraph, so that the renderer puts no line breaks between them.
  const line = toHast({ type: 'paragraph', children: heading.children });
  const children = 'children' in line ? line.children : [];
  return { html: serialize({ type: 'root', children }), text: plain(heading) };
}

/** The figures of everything that is prose: not of code, not of section names, not of the labels of fixes. */
export function figuresOf(tree: Root): Figures {
  const figures: Figures = { bound: 0, cited: 0, neither: 0 };
  visit(tree, (node, index, parent) => {
    if (isFixes(node, index, parent)) return SKIP;
    if (node.type === 'mdxJsxFlowElement') {
      for (const { value } of node.attributes) if (typeof value === 'string') figures.neither += countFigures(value);
    }
    if (node.type !== 'paragraph' && node.type !== 'heading' && node.type !== 'tableCell') return undefined;
    visit(node, (part) => {
      if (isFact(part)) figures.bound += countFigures(textOf(part));
      if (isCited(part)) figures.cited += countFigures(textOf(part));
    });
    figures.neither += countFigures(loose(node));
    return SKIP;
  });
  return figures;
}

/** The list under `### Fixed in`. */
function isFixes(node: Node, index: number | undefined, parent: Parent | undefined): boolean {
  if (node.type !== 'list' || parent?.type !== 'mdxJsxFlowElement') return false;
  const before: Node[] = parent.children.slice(0, index);
  const heading = before.findLast(({ type }) => type === 'heading');
  return textOf(heading) === 'Fixed in';
}

const htmlOf = (children: Root['children']): string => serialize(toHast({ type: 'root', children }));

/** The serializer leaves `<` as it is inside quoted attributes. HTML allows that; a reader of the source need not. */
const serialize = (tree: Parameters<typeof toHtml>[0]): string =>
  toHtml(tree).replace(/<[a-z]\w*(?: [a-z]+="[^"]*")+/g, (tag) => `<${tag.slice(1).replaceAll('<', '&#x3C;')}`);

/** Text without markup, the way it would be typed: blocks apart, lists and tables line by line. */
function plain(node: Node): string {
  const inner = childrenOf(node);
  switch (node.type) {
    case 'text':
    case 'inlineCode':
    case 'code':
      return node.value;
    case 'break':
      return '\n';
    case 'thematicBreak':
      return '---';
    case 'list':
      return inner
        .map((item, index) => `${node.ordered ? `${(node.start ?? 1) + index}.` : '-'} ${plain(item)}`)
        .join('\n');
    case 'listItem':
    case 'table':
      return inner.map(plain).join('\n');
    case 'tableRow':
      return inner.map(plain).join(' | ');
    case 'blockquote':
      return inner.map(plain).join('\n\n');
    default:
      return inner.map(plain).join('');
  }
}

/** The text of a block with a mark in place of everything that a figure may stand in without being loose. */
function loose(node: Node): string {
  if (isFact(node) || isCited(node) || node.type === 'inlineCode') return '\ufffc';
  if (node.type === 'break') return '\n';
  return node.type === 'text' ? node.value : childrenOf(node).map(loose).join('');
}
