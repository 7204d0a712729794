// The whitelist: what is not named here may not stand in an analysis.

import { toString as textOf } from 'mdast-util-to-string';
import { SKIP, visit } from 'unist-util-visit';
import { namesAddress, webAddress } from '../web-address.ts';
import type { Errors } from './errors.ts';
import { type Node, type NodeOf, placeOf } from './tree.ts';

const ALLOWED: ReadonlySet<Node['type']> = new Set<Node['type']>([
  ...(['root', 'yaml', 'heading', 'paragraph', 'text', 'emphasis', 'strong', 'delete', 'inlineCode'] as const),
  ...(['code', 'break', 'link', 'list', 'listItem', 'blockquote', 'thematicBreak'] as const),
  ...(['table', 'tableRow', 'tableCell'] as const),
  // Which components, and how, is for components.ts to say.
  ...(['mdxJsxFlowElement', 'mdxJsxTextElement'] as const),
]);

const INSTEAD: { [type in Node['type']]?: [expected: string, found: string] } = {
  mdxjsEsm: ['no import or export', 'one of them'],
  mdxFlowExpression: ['no expression (a brace in prose is written \\{)', 'an expression'],
  mdxTextExpression: ['no expression (a brace in prose is written \\{)', 'an expression'],
  html: ['no HTML', 'HTML'],
  image: ['no image', 'an image'],
  imageReference: ['no image', 'an image'],
  definition: ['a link in one place: [text](https://...)', 'an address set apart from its link'],
  linkReference: ['a link in one place: [text](https://...)', 'a link whose address stands elsewhere'],
  footnoteDefinition: ['no footnote', 'a footnote'],
  footnoteReference: ['no footnote', 'a footnote'],
};

/** Reports every node that may not stand in an analysis. Addresses that Markdown made into links by itself become text. */
export function checkAllowed(tree: Node, source: string, errors: Errors): void {
  visit(tree, (node, index, parent) => {
    if (!ALLOWED.has(node.type)) {
      const [expected, found] = INSTEAD[node.type] ?? ['plain Markdown', node.type];
      errors.add(placeOf(node), expected, found);
      if (parent !== undefined && index !== undefined) blank(parent.children, index);
      return SKIP;
    }
    if (node.type === 'listItem' && typeof node.checked === 'boolean') {
      errors.add(placeOf(node), 'a plain list item', 'a check box');
    }
    if (node.type !== 'link') return undefined;
    if (webAddress(node.url) !== null) {
      if (!namesAddress(textOf(node), node.url)) errors.add(placeOf(node), ...misnamed(textOf(node), node.url));
      return undefined;
    }
    if (isWritten(node, source)) {
      errors.add(placeOf(node), WEB_ADDRESS, JSON.stringify(node.url));
    } else if (parent && index !== undefined) {
      parent.children.splice(index, 1, ...node.children);
    }
    return SKIP;
  });
}

export const WEB_ADDRESS = 'an http or https address without a user name in it';

/** What to say of a link that does not go where its text says. */
export const misnamed = (text: string, address: string): [expected: string, found: string] => [
  'a link whose text, where it looks like an address, is the address that it goes to',
  `${JSON.stringify(text)} for ${JSON.stringify(address)}`,
];

/** Reported once is enough: to whoever reads the surroundings there is something here, and nothing wrong with it. */
function blank(siblings: Node[], index: number): void {
  siblings[index] = { type: 'text', value: '' };
}

/** False for an address that merely stands in the text, such as name@example.org. */
const isWritten = (link: NodeOf<'link'>, source: string): boolean => source[link.position?.start.offset ?? 0] === '[';
