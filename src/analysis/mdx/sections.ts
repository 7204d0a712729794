// The parts of an analysis: one headline, then sections with fixed names, each at most once.

import { toString as textOf } from 'mdast-util-to-string';
import type { TextKey } from '../analysis.ts';
import type { Errors } from './errors.ts';
import { type Block, type NodeOf, placeOf, type Root } from './tree.ts';

export const SECTIONS = {
  Verdict: 'verdict',
  'What it tested': 'what_it_tested',
  'What it proved': 'what_it_proved',
  'For end users': 'for_non_technical',
  'For decision makers': 'for_c_level',
  'For engineers': 'for_sme',
  'Bugs surfaced': 'bugs',
  'What changes next': 'next_run_change',
} as const satisfies Record<string, TextKey | 'bugs'>;
export type SectionKey = (typeof SECTIONS)[keyof typeof SECTIONS] | 'headline';

/** The `# headline` that an analysis begins with; null, and reported, where there is none. */
export function headlineOf(tree: Root, errors: Errors): NodeOf<'heading'> | null {
  const first = blocksOf(tree)[0];
  if (first?.type === 'heading' && first.depth === 1 && first.children.length > 0) return first;
  errors.add(first ? placeOf(first) : placeOf(tree), 'a headline, "# ...", before anything else', describe(first));
  return null;
}

/** The blocks of each section by its key. */
export function sectionsOf(tree: Root, errors: Errors): Map<SectionKey, Block[]> {
  const blocks = blocksOf(tree);
  const headed = blocks[0]?.type === 'heading' && blocks[0].depth === 1;
  // Without a headline, headlineOf has said what is wrong with everything before the first section.
  const start = headed ? 1 : blocks.findIndex((block) => block.type === 'heading' && block.depth === 2);
  const body = start < 0 ? [] : blocks.slice(start);
  const sections = new Map<SectionKey, Block[]>();
  for (const [name, part] of splitByHeading(body, 2, Object.keys(SECTIONS), errors)) {
    sections.set(SECTIONS[name as keyof typeof SECTIONS], part);
  }
  for (const [key, part] of sections) {
    if (key !== 'bugs') refuseBugs(part, errors);
  }
  return sections;
}

/**
 * Parts blocks at headings of one depth, by name. Reports text before the first heading, headings of
 * another depth or name, names that come twice and parts with nothing in them.
 */
export function splitByHeading(
  blocks: readonly Block[],
  depth: number,
  names: readonly string[],
  errors: Errors,
): Map<string, Block[]> {
  const mark = '#'.repeat(depth);
  const parts = new Map<string, Block[]>();
  let open: { heading: Block; part: Block[] } | null = null;
  const close = (): void => {
    if (open?.part.length === 0) errors.add(placeOf(open.heading), 'something under this heading', 'nothing');
  };
  for (const block of blocks) {
    if (block.type !== 'heading') {
      if (open === null) errors.add(placeOf(block), `a heading, "${mark} ${names[0]}" or the like`, describe(block));
      // What follows a misplaced block is in the same place: once is enough.
      open ??= { heading: block, part: [] };
      open.part.push(block);
    } else if (block.depth !== depth) {
      errors.add(placeOf(block), `no heading here but "${mark} ..."`, `"${'#'.repeat(block.depth)} ..."`);
    } else {
      close();
      const name = textOf(block).trim();
      open = { heading: block, part: [] };
      if (!names.includes(name)) errors.add(placeOf(block), `one of ${names.join(', ')}`, name || 'nothing');
      else if (parts.has(name)) errors.add(placeOf(block), `"${mark} ${name}" once`, 'it again');
      else parts.set(name, open.part);
    }
  }
  close();
  return parts;
}

function refuseBugs(blocks: readonly Block[], errors: Errors): void {
  for (const block of blocks) {
    if (block.type === 'mdxJsxFlowElement' && block.name === 'Bug') {
      errors.add(placeOf(block), '<Bug> under "## Bugs surfaced"', 'it in another section');
    }
  }
}

/** Without the front matter, and without the blanks that allowed.ts left in front of the headline. */
function blocksOf(tree: Root): Block[] {
  const start = tree.children.findIndex((block) => block.type !== 'yaml' && block.type !== 'text');
  return start < 0 ? [] : tree.children.slice(start);
}

export function describe(block: Block | undefined): string {
  if (block === undefined) return 'nothing';
  if (block.type === 'heading') return `a heading of depth ${block.depth}`;
  return block.type === 'mdxJsxFlowElement' ? `<${block.name ?? ''}>` : `a ${block.type}`;
}
