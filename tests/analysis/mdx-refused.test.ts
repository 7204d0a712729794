import { describe, expect, it } from 'vitest';
import { formatAnalysisError } from '../../src/analysis/mdx/errors.ts';
import { parseAnalysis } from '../../src/analysis/mdx/parse.ts';
import type { JsonObject } from '../../src/contract/reading.ts';

const documents = new Map<string, JsonObject>([
  ['phase4.json', { pass: true, convergence_by_fault: { partition_minority: 0.2 } }],
]);

function errors(source: string): string[] {
  const result = parseAnalysis(source, 'c/analysis.mdx', documents);
  return 'errors' in result ? result.errors.map(formatAnalysisError) : [];
}

/** Errors of a text under a headline and a section: its first line is line 3. */
const inVerdict = (body: string): string[] => errors(`# x\n## Verdict\n${body}`);

describe('a fact that does not hold', () => {
  it('is named with file, line, column and the nearest path that exists', () => {
    expect(inVerdict('one\ntwo <Fact of="phase4.convergence_by_fault.partition_minorty" />')).toEqual([
      'c/analysis.mdx:4:5 expected a number, string or boolean at "phase4.convergence_by_fault.partition_minorty", found nothing there; nearest existing path: phase4.convergence_by_fault.partition_minority',
    ]);
  });

  it('may not be an object, hold text, or take a format that does not fit', () => {
    expect(inVerdict('a <Fact of="phase4" />')[0]).toMatch(/found an object; nearest existing path: phase4\.pass$/);
    expect(inVerdict('a <Fact of="phase4.pass">1</Fact>')[0]).toMatch(/^c\/analysis\.mdx:3:26 .*nothing inside/);
    expect(inVerdict('a <Fact of="phase4.pass" as="percent" />')[0]).toMatch(
      /a number to show as percent, found true$/,
    );
    expect(inVerdict('a <Fact of="phase4.pass" as="money" />')[0]).toMatch(/percent, fixed3, plain, found money$/);
  });
});

describe('an analysis.mdx is refused', () => {
  it.each([
    ['an import', 'import x from "y"', 'c/analysis.mdx:3:1 expected no import or export'],
    ['an export', 'export const x = 1', 'c/analysis.mdx:3:1 expected no import or export'],
    ['a paragraph that looks like one', 'export of rows', 'c/analysis.mdx:3:8 expected no paragraph that begins with'],
    ['an expression', 'a {1 + 1}', 'c/analysis.mdx:3:3 expected no expression'],
    ['an expression that stands alone', '{process.exit()}', 'c/analysis.mdx:3:1 expected no expression'],
    ['an expression that does not parse', 'a {b c}', 'c/analysis.mdx:3:5 expected no expression'],
    [
      'an HTML element',
      '<div>a</div>',
      'c/analysis.mdx:3:1 expected no component but Fact, Cited and Bug, found <div>',
    ],
    ['an unnamed element', '<>a</>', 'c/analysis.mdx:3:1 expected no component but Fact, Cited and Bug, found <>'],
    ['a comment', '<!-- a -->', 'c/analysis.mdx:3:2 expected Markdown with the components'],
    [
      'another component',
      '<Chart />',
      'c/analysis.mdx:3:1 expected no component but Fact, Cited and Bug, found <Chart>',
    ],
    ['a spread attribute', '<Fact {...a} />', 'c/analysis.mdx:3:7 expected attributes written out'],
    ['a computed attribute', '<Fact of={1} />', 'c/analysis.mdx:3:7 expected of="...", found an expression'],
    ['an attribute without a value', '<Fact of />', 'c/analysis.mdx:3:7 expected of="...", found no value'],
    ['an attribute given twice', '<Fact of="phase4.pass" of="phase4.pass" />', 'c/analysis.mdx:3:24 expected of once'],
    [
      'an unknown attribute',
      '<Fact of="phase4.pass" onclick="a" />',
      'c/analysis.mdx:3:24 expected no attribute of <Fact> but',
    ],
    ['a missing attribute', 'a <Cited>20</Cited>', 'c/analysis.mdx:3:3 expected <Cited href="...">, found no href'],
    ['a citation of nothing', 'a <Cited href="https://x.org" />', 'c/analysis.mdx:3:3 expected text on the same line'],
    [
      'a citation of script',
      'a <Cited href="javascript:a">1</Cited>',
      'c/analysis.mdx:3:3 expected an http or https address',
    ],
    [
      'a citation without a scheme',
      'a <Cited href="//x.org">1</Cited>',
      'c/analysis.mdx:3:3 expected an http or https address',
    ],
    [
      'a link inside a citation',
      'a <Cited href="https://x.org">[1](https://y.org)</Cited>',
      'c/analysis.mdx:3:31 expected plain text inside <Cited>',
    ],
    [
      'a fact inside a link',
      '[<Fact of="phase4.pass" />](https://x.org)',
      'c/analysis.mdx:3:2 expected plain text in a link',
    ],
    [
      'a link to script',
      '[a](javascript://x.org/a)',
      'c/analysis.mdx:3:1 expected an http or https address without a user name in it, found "javascript://x.org/a"',
    ],
    ['a link to data', '[a](data:text/html,b)', 'c/analysis.mdx:3:1 expected an http or https address'],
    ['a link without a scheme', '[a](//x.org)', 'c/analysis.mdx:3:1 expected an http or https address'],
    [
      'a link with its address elsewhere',
      '[a]\n\n[a]: https://x.org',
      'c/analysis.mdx:3:1 expected a link in one place',
    ],
    ['an image', '![a](https://x.org/a.png)', 'c/analysis.mdx:3:1 expected no image'],
    ['a footnote', 'a[^1]\n\n[^1]: b', 'c/analysis.mdx:3:2 expected no footnote'],
    ['a check box', '- [x] a', 'c/analysis.mdx:3:1 expected a plain list item'],
    ['a bug in the wrong section', '<Bug title="a">\n### Impact\nb\n</Bug>', 'c/analysis.mdx:3:1 expected <Bug> under'],
    ['a bug inside a text', 'a <Bug title="a">b</Bug>', 'c/analysis.mdx:3:3 expected <Bug> on lines of its own'],
    ['a component that is never closed', '<Bug title="a">', 'c/analysis.mdx:3:1 expected Markdown with the components'],
    ['a heading of another depth', 'a\n\n### b', 'c/analysis.mdx:5:1 expected no heading here but "## ..."'],
  ])('for %s', (_, body, message) => {
    const found = inVerdict(body);
    expect(found[0]?.slice(0, message.length)).toBe(message);
  });

  it.each([
    [
      'a mail link after a byte order mark',
      '\ufeff# x\n## Verdict\n[a](mailto:a@b.org)',
      'c/analysis.mdx:3:1 expected an http',
    ],
    ['nothing', '', 'c/analysis.mdx:1:1 expected a headline'],
    ['no headline', '## Verdict\na', 'c/analysis.mdx:1:1 expected a headline'],
    ['a second headline', '# x\n# y', 'c/analysis.mdx:2:1 expected no heading here but "## ..."'],
    ['text outside of the sections', '# x\na', 'c/analysis.mdx:2:1 expected a heading, "## Verdict" or the like'],
    ['an unknown section', '# x\n## Summary\na', 'c/analysis.mdx:2:1 expected one of Verdict, What it tested'],
    [
      'a section that comes twice',
      '# x\n## Verdict\na\n## Verdict\nb',
      'c/analysis.mdx:4:1 expected "## Verdict" once',
    ],
    ['an empty section', '# x\n## Verdict', 'c/analysis.mdx:2:1 expected something under this heading'],
    [
      'text among the bugs',
      '# x\n## Bugs surfaced\na',
      'c/analysis.mdx:3:1 expected <Bug title="..."> and nothing else',
    ],
    [
      'a finding whose id is none',
      '# x\n## Bugs surfaced\n<Bug title="a" finding="A b" />',
      'c/analysis.mdx:3:1 expected finding="..." of small letters',
    ],
    [
      'a bug without a title',
      '# x\n## Bugs surfaced\n<Bug>\n### Impact\na\n</Bug>',
      'c/analysis.mdx:3:1 expected <Bug title="...">',
    ],
    [
      'an unknown part of a bug',
      '# x\n## Bugs surfaced\n<Bug title="a">\n### Effect\na\n</Bug>',
      'c/analysis.mdx:4:1 expected one of Impact, Root cause, Workaround, Fixed in',
    ],
    [
      'a fix with two links',
      '# x\n## Bugs surfaced\n<Bug title="a">\n### Fixed in\n- [a](https://x.org) [b](https://y.org)\n</Bug>',
      'c/analysis.mdx:5:1 expected one line with at most one link, found 2 links',
    ],
    [
      'fixes that are no list',
      '# x\n## Bugs surfaced\n<Bug title="a">\n### Fixed in\na\n</Bug>',
      'c/analysis.mdx:5:1 expected a list of links',
    ],
    [
      'an unknown key in the front matter',
      '---\nkind: ai\ntitle: a\n---\n# x',
      'c/analysis.mdx:3:1 expected YAML with author and kind',
    ],
    ['an unknown kind', '---\nkind: robot\n---\n# x', 'c/analysis.mdx:2:1 expected YAML with author and kind'],
    ['front matter that is no YAML', '---\nkind: [\n---\n# x', 'c/analysis.mdx:2:8 expected YAML with author and kind'],
    ['more than anyone writes', `# x\n${'a'.repeat(70_000)}`, 'c/analysis.mdx:1:1 expected at most 65536 characters'],
    [
      'nesting without end',
      `# x\n## Verdict\n${'> '.repeat(500)}a`,
      'c/analysis.mdx:3:1 expected fewer quotes and lists',
    ],
  ])('for %s', (_, source, message) => {
    expect(errors(source)[0]?.slice(0, message.length)).toBe(message);
  });

  it('with every error at once, in the order of the file, each on one line', () => {
    const found = inVerdict('![a](https://x.org)\n\n<div\n/>\n\n<Fact of="x\ny" />\n\n## Nope\n');
    expect(found.map((line) => line.split(' ', 1)[0])).toEqual(
      ['3:1', '5:1', '8:1', '11:1', '11:1'].map((place) => `c/analysis.mdx:${place}`),
    );
    expect(found.join('')).not.toMatch(/[\r\n]/);
  });
});
