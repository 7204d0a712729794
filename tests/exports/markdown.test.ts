// Markdown as a host of repositories reads it: nothing hostile comes alive, and everything fits.

import fc from 'fast-check';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { describe, expect, test } from 'vitest';
import { COMMENT_BYTES_MAX, commentMarkdown, markerOf, summaryMarkdown } from '../../src/exports/markdown/document.ts';
import { fitted } from '../../src/exports/markdown/fit.ts';
import { heading, paragraph, prose, table, value } from '../../src/exports/markdown/nodes.ts';
import type { ReportCase } from '../../src/exports/report.ts';
import { compared } from '../../src/views/compare/compare-page.ts';
import { all, entryIn, exportable, HOSTILE, PAGE } from './campaigns.ts';

const parser = unified().use(remarkParse).use(remarkGfm);
interface Node {
  type: string;
  children?: Node[];
}
const nodesIn = (markdown: string): Node[] => {
  const open: Node[] = [parser.parse(markdown)];
  for (const node of open) open.push(...(node.children ?? []));
  return open;
};
const ofType = (markdown: string, type: string) => nodesIn(markdown).filter((node) => node.type === type);
/** Text outside code: where a mention or a reference would come alive. */
const alive = (markdown: string): string =>
  ofType(markdown, 'text')
    .map((node) => (node as unknown as { value: string }).value)
    .join('\n');
const urlsIn = (markdown: string): string[] =>
  ofType(markdown, 'link').map((node) => (node as unknown as { url: string }).url);

const comment = (id: string, against?: string): string => {
  const read = exportable();
  const side = (one: string) => compared(read, entryIn(read, one), `${PAGE}${one}/`);
  return commentMarkdown(all(read, id), against === undefined ? null : { before: side(against), after: side(id) });
};

describe('A summary', () => {
  test('says outcome, phases, what failed and with what evidence, and every attempt', () => {
    const text = summaryMarkdown(all(exportable(), 'quay-r1'));
    expect(text).toMatch(/^## ✗ Fail: quay-r1\n/);
    expect(text).toContain('| Phase 4: Chaos | ✗ Fail |');
    expect(text).toMatch(/partition_minority: convergence bound \| `≥ 0.995` \| `0.2` \| `phase4.json:\d+` \|/);
    expect(text).toContain('This is attempt 1 of 3 of harbour v2.4.1.');
    expect(text).toContain('harbour v2.4.1: do not ship.');
  });

  test('of an incomplete campaign is no pass, and says what never ran', () => {
    const text = summaryMarkdown(all(exportable(), 'quay-r3'));
    expect(text).toMatch(/^## ◐ Incomplete: quay-r3\n/);
    expect(text.match(/○ Not run/g)).toHaveLength(2);
  });

  test.each(['quay-r1', 'quay-r2', 'storm-r1'])('of %s links to its own page alone, and holds no HTML', (id) => {
    const text = summaryMarkdown(all(exportable(), id));
    expect(ofType(text, 'html')).toEqual([]);
    expect([...new Set(urlsIn(text))]).toEqual([`${PAGE}${id}/`]);
  });

  test('calls nobody and refers to nothing, whatever the artifacts say', () => {
    const text = summaryMarkdown(all(exportable(), 'storm-r1'));
    expect(text).toContain('octocat');
    expect(alive(text)).not.toMatch(/@|#\d|GH-|https?:|www\.|[0-9a-f]{40}/);
  });
});

describe('Words of others', () => {
  test('stay the words that they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.constantFrom('', HOSTILE), (given, more) => {
        const blocks = [
          paragraph(...prose(`${given}${more}`), value(given)),
          table(['a', 'b'], [[prose(given), [value(given)]]]),
        ];
        const text = fitted(blocks, { bytes_max: 100_000, cut: paragraph() });
        expect([...ofType(text, 'html'), ...ofType(text, 'link'), ...ofType(text, 'image')]).toEqual([]);
        expect(alive(text)).not.toMatch(/@\w|#\d|\bGH-\d|https?:\/\//);
        expect(ofType(text, 'tableCell')).toHaveLength(4);
      }),
    );
  });
});

describe('A comment', () => {
  test('begins with a line that nobody sees, the same for every campaign of one subject and profile', () => {
    const marker = '<!-- proofhouse comment: harbour gate -->';
    for (const id of ['quay-r1', 'quay-r2']) expect(comment(id).split('\n')[0]).toBe(marker);
    expect(ofType(comment('quay-r1'), 'html')).toHaveLength(1);
    expect(markerOf(all(exportable(), 'storm-r1'))).toMatch(/^<!-- proofhouse comment: [A-Za-z0-9 -]+ -->$/);
    expect(markerOf(all(exportable(), 'storm-r1')).slice(4, -3)).not.toContain('--');
  });

  test('beside another campaign begins with what changed', () => {
    const text = comment('quay-r2', 'quay-r1');
    expect(text).toContain('## What changed from quay-r1 to quay-r2');
    expect(text).toContain('### Fixed: false before, true now');
    expect(urlsIn(text)).toContain(`${PAGE}quay-r1/#phase4.partition_minority`);
  });

  test('fits, and says where the rest is, however much there is to say', () => {
    const given = all(exportable(), 'quay-r1');
    const one: ReportCase = {
      id: 'x',
      label: '€'.repeat(200),
      state: 'failed',
      expected: '€'.repeat(300),
      got: '€',
      file: null,
      line: null,
    };
    const suites = given.report.suites.map((suite) => ({
      ...suite,
      cases: [...suite.cases, ...Array(2_000).fill(one)],
    }));
    const text = commentMarkdown({ ...given, report: { ...given.report, suites } }, null);
    expect(Buffer.byteLength(text)).toBeLessThan(65_535);
    expect(Buffer.byteLength(text)).toBeGreaterThan(COMMENT_BYTES_MAX - 5_000);
    expect(text.trimEnd().split('\n').at(-1)).toMatch(
      /^This is not all: the rest did not fit here and is in \[`campaign page`\]/,
    );
  });
});

describe('What has to fit', () => {
  const cut = paragraph(...prose('There is more.'));

  test('is never larger than its room, for any room and any blocks', () => {
    const block = fc.oneof(
      fc.string({ maxLength: 80 }).map((text) => paragraph(...prose(text), value('x'))),
      fc.string({ minLength: 1, maxLength: 20 }).map((text) => heading(3, text)),
      fc.array(fc.string({ unit: 'grapheme', maxLength: 40 }), { minLength: 1, maxLength: 30 }).map((rows) =>
        table(
          ['a'],
          rows.map((row) => [[value(row)]]),
        ),
      ),
    );
    fc.assert(
      fc.property(fc.array(block, { maxLength: 8 }), fc.integer({ min: 40, max: 2_000 }), (blocks, bytes_max) => {
        expect(Buffer.byteLength(fitted(blocks, { bytes_max, cut }))).toBeLessThanOrEqual(bytes_max);
      }),
    );
  });

  test('ends with no heading that has nothing below it', () => {
    const blocks = [paragraph(...prose('first')), heading(3, 'second'), paragraph(...prose('x'.repeat(280)))];
    expect(fitted(blocks, { bytes_max: 100, cut })).toBe('first\n\nThere is more.\n');
  });

  test('cannot be where not even the sentence fits', () => {
    expect(() => fitted([paragraph(...prose('x'.repeat(100)))], { bytes_max: 10, cut })).toThrow(RangeError);
  });
});
