// The components. `<Fact>` and `<Cited>` are replaced in the tree by what they stand for, as plain
// nodes that the renderer already knows; `<Bug>` is left for bugs.ts.

import { toString as textOf } from 'mdast-util-to-string';
import { visit } from 'unist-util-visit';
import { type Documents, factPaths, resolveFact } from '../fact.ts';
import { nearest } from '../nearest.ts';
import { FORMAT_NAMES, showScalar } from '../numeral.ts';
import { namesAddress, webAddress } from '../web-address.ts';
import { misnamed, WEB_ADDRESS } from './allowed.ts';
import { readAttributes } from './attributes.ts';
import type { Errors } from './errors.ts';
import { childrenOf, type Element, isElement, type Node, type NodeOf, type Parent, placeOf } from './tree.ts';

type Bound = NodeOf<'strong'> | NodeOf<'link'>;

/** A longer one stands in no sentence. */
const FACT_CHARS_MAX = 200;

const PLAIN: ReadonlySet<Node['type']> = new Set<Node['type']>(['text', 'emphasis', 'strong', 'delete', 'inlineCode']);

export const isFact = (node: Node): boolean => node.type === 'strong' && node.data?.hName === 'b';
export const isCited = (node: Node): boolean => node.type === 'link' && node.data?.hProperties !== undefined;

/** Puts facts and citations in their places; reports every other element and every one that does not hold. */
export function bindComponents(tree: Node, documents: Documents, errors: Errors): void {
  visit(tree, (node, index, parent) => {
    if (node.type === 'link') checkPlain(node, 'in a link', errors);
    if (!isElement(node) || parent === undefined || index === undefined) return;
    if (node.name === 'Bug') {
      if (parent.type !== 'root' || node.type !== 'mdxJsxFlowElement') {
        errors.add(placeOf(node), '<Bug> on lines of its own, straight under "## Bugs surfaced"', 'it inside a text');
      }
      return;
    }
    const bound = bindElement(node, documents, errors);
    if (bound !== null) replace(parent, index, node, bound);
  });
  visit(tree, (node) => {
    if ('children' in node) joinLines(node);
  });
}

function bindElement(element: Element, documents: Documents, errors: Errors): Bound | null {
  if (element.name === 'Fact') return bindFact(element, documents, errors);
  if (element.name === 'Cited') return bindCited(element, errors);
  errors.add(placeOf(element), 'no component but Fact, Cited and Bug', `<${element.name ?? ''}>`);
  return null;
}

function bindFact(element: Element, documents: Documents, errors: Errors): Bound | null {
  const attributes = readAttributes(element, ['of'], ['as'], errors);
  const child = childrenOf(element)[0];
  if (child !== undefined) errors.add(placeOf(child), '<Fact of="..." /> with nothing inside', `a ${child.type}`);
  if (attributes === null) return null;
  const of = attributes.of ?? '';
  const as = attributes.as;
  const format = FORMAT_NAMES.find((name) => name === as) ?? null;
  if (as !== undefined && format === null)
    errors.add(placeOf(element), `as to be one of ${FORMAT_NAMES.join(', ')}`, as);

  const resolved = resolveFact(documents, of);
  if ('found' in resolved) {
    const expected = `a number, string or boolean at ${JSON.stringify(of)}`;
    errors.add(placeOf(element), expected, resolved.found, nearest(of, factPaths(documents)));
    return null;
  }
  if (format !== null && typeof resolved.value !== 'number') {
    errors.add(placeOf(element), `a number to show as ${format}`, JSON.stringify(resolved.value));
  }
  if (String(resolved.value).length > FACT_CHARS_MAX)
    errors.add(placeOf(element), `a value of at most ${FACT_CHARS_MAX} characters`, String(resolved.value));
  return {
    type: 'strong',
    children: [{ type: 'text', value: showScalar(resolved.value, format) }],
    data: { hName: 'b', hProperties: { className: ['fact'], title: of } },
  };
}

function bindCited(element: Element, errors: Errors): Bound | null {
  const attributes = readAttributes(element, ['href'], [], errors);
  if (element.type === 'mdxJsxFlowElement' || element.children.length === 0) {
    errors.add(placeOf(element), 'text on the same line inside <Cited>', 'none');
    return null;
  }
  checkPlain(element, 'inside <Cited>', errors);
  const href = attributes?.href;
  if (href === undefined) return null;
  if (webAddress(href) === null) {
    errors.add(placeOf(element), `${WEB_ADDRESS} in href`, JSON.stringify(href));
    return null;
  }
  if (!namesAddress(textOf(element), href)) errors.add(placeOf(element), ...misnamed(textOf(element), href));
  // checkPlain has reported anything that may not stand in a link; the tree is then never rendered.
  const children = element.children as NodeOf<'link'>['children'];
  return { type: 'link', url: href, children, data: { hProperties: { className: ['cited'] } } };
}

function checkPlain(node: Node, where: string, errors: Errors): void {
  for (const child of childrenOf(node)) {
    if (PLAIN.has(child.type)) checkPlain(child, where, errors);
    else errors.add(placeOf(child), `plain text ${where}`, isElement(child) ? `<${child.name}>` : `a ${child.type}`);
  }
}

/** A component on a line of its own comes as a block; what it stands for is a line of a paragraph. */
function replace(parent: Parent, index: number, element: Element, bound: Bound): void {
  const siblings: Node[] = parent.children;
  const { position } = element;
  siblings[index] =
    element.type === 'mdxJsxFlowElement'
      ? { type: 'paragraph', children: [bound], ...(position && { position }) }
      : bound;
}

/** Paragraphs without a blank line between them are one that a component on its own line had split. */
function joinLines(parent: Parent): void {
  const siblings: Node[] = parent.children;
  for (let index = siblings.length - 1; index > 0; index -= 1) {
    const [above, below] = [siblings[index - 1], siblings[index]];
    if (above?.type !== 'paragraph' || below?.type !== 'paragraph' || !above.position || !below.position) continue;
    if (below.position.start.line > above.position.end.line + 1) continue;
    above.children.push({ type: 'text', value: '\n' }, ...below.children);
    above.position.end = below.position.end;
    siblings.splice(index, 1);
  }
}
