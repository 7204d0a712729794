// `## Bugs surfaced`: blocks `<Bug title="...">` and nothing else, each with its own parts. One that was told of before
// is named by the id of its finding, `<Bug finding="phase1.restore" />`, and need not be repeated.

import { toString as textOf } from 'mdast-util-to-string';
import { visit } from 'unist-util-visit';
import { FINDING_ID } from '../../contract/insights.ts';
import type { AnalysisBug, AnalysisFix } from '../analysis.ts';
import { readAttributes } from './attributes.ts';
import type { Errors } from './errors.ts';
import { renderBlocks } from './render.ts';
import { describe, splitByHeading } from './sections.ts';
import { type Block, type Element, type NodeOf, placeOf } from './tree.ts';

const PARTS = ['Impact', 'Root cause', 'Workaround', 'Fixed in'] as const;

/** The bugs that the blocks of the section describe. Renders only while there is no error at all. */
export function readBugs(blocks: readonly Block[], errors: Errors): AnalysisBug[] {
  return blocks.flatMap((block) => {
    if (block.type === 'mdxJsxFlowElement' && block.name === 'Bug') return readBug(block, errors);
    errors.add(placeOf(block), '<Bug title="..."> and nothing else in this section', describe(block));
    return [];
  });
}

function readBug(element: Element, errors: Errors): AnalysisBug[] {
  const attributes = readAttributes(element, [], ['title', 'finding'], errors);
  if (attributes) checkNames(element, attributes, errors);
  // Inside a block component stand blocks, though the type of its children would allow less.
  const parts = splitByHeading(element.children as Block[], 3, PARTS, errors);
  const fixed_in = readFixes(parts.get('Fixed in') ?? [], errors);
  if (attributes === null || !errors.none) return [];
  return [
    {
      title: attributes.title ?? '',
      finding: attributes.finding ?? null,
      impact: renderBlocks(parts.get('Impact') ?? []),
      root_cause: renderBlocks(parts.get('Root cause') ?? []),
      workaround: renderBlocks(parts.get('Workaround') ?? []),
      fixed_in,
    },
  ];
}

function checkNames(element: Element, { title, finding }: Record<string, string>, errors: Errors): void {
  const place = placeOf(element);
  if (title === undefined && finding === undefined) errors.add(place, '<Bug title="...">', 'no title');
  if (finding === undefined || FINDING_ID.test(finding)) return;
  errors.add(place, 'finding="..." of small letters, digits, dots, dashes and underscores', finding);
}

function readFixes(blocks: readonly Block[], errors: Errors): AnalysisFix[] {
  return blocks.flatMap((block) => {
    if (block.type === 'list') return block.children.flatMap((item) => readFix(item, errors));
    errors.add(placeOf(block), 'a list of links', describe(block));
    return [];
  });
}

function readFix(item: NodeOf<'listItem'>, errors: Errors): AnalysisFix[] {
  const urls: string[] = [];
  visit(item, 'link', (link) => {
    urls.push(link.url);
  });
  const label = textOf(item).trim();
  if (item.children.length !== 1 || item.children[0]?.type !== 'paragraph' || label === '' || urls.length > 1) {
    errors.add(
      placeOf(item),
      'one line with at most one link',
      urls.length > 1 ? `${urls.length} links` : 'something else',
    );
    return [];
  }
  return [{ label, url: urls[0] ?? null }];
}
