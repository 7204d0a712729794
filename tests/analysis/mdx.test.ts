import { describe, expect, it } from 'vitest';
import { type Analysis, toApi } from '../../src/analysis/analysis.ts';
import { parseAnalysis } from '../../src/analysis/mdx/parse.ts';
import { apiAnalysisSchema } from '../../src/contract/api.ts';
import type { JsonObject } from '../../src/contract/reading.ts';

const documents = new Map<string, JsonObject>([
  ['campaign-summary.json', { overall_pass: false, ref: '<v1>', rows: 12000 }],
  ['phase4.json', { convergence_by_fault: { partition_minority: 0.2 } }],
]);

function parsed(source: string): Analysis {
  const result = parseAnalysis(source, 'analysis.mdx', documents);
  if ('errors' in result) throw new Error(JSON.stringify(result.errors));
  return result.analysis;
}

const verdict = (body: string) => parsed(`# Headline\n\n## Verdict\n\n${body}\n`).verdict;
const figures = (body: string) => parsed(`# Headline\n\n## Verdict\n\n${body}\n`).figures;

describe('an analysis.mdx', () => {
  it('gives its author, its kind and its headline as a line', () => {
    const source =
      '---\nauthor: Jo\nkind: ai\n---\n# Back: <Fact of="phase4.convergence_by_fault.partition_minority" />\n';
    expect(parsed(source)).toMatchObject({
      source: 'analysis.mdx',
      author: 'Jo',
      kind: 'ai',
      headline: {
        html: 'Back: <b class="fact" title="phase4.convergence_by_fault.partition_minority">0.2</b>',
        text: 'Back: 0.2',
      },
      verdict: null,
      bugs: [],
    });
  });

  it('records no author and no kind where its front matter does not', () => {
    expect(parsed('# x')).toMatchObject({ author: null, kind: null });
    expect(parsed('---\n---\n# x')).toMatchObject({ author: null, kind: null });
  });

  it('is the same whatever its line ends, with or without a byte order mark', () => {
    const source = '---\nkind: ai\n---\n# x\n\n## Verdict\n\none\ntwo\n';
    expect(parsed(`\ufeff${source.replaceAll('\n', '\r\n')}`)).toEqual(parsed(source));
  });

  it('takes its sections in any order and gives each to its audience', () => {
    const analysis = parsed(
      '# x\n\n## For engineers\n\nf\n\n## What changes next\n\nh\n\n## For end users\n\nd\n\n## What it proved\n\nc\n\n## For decision makers\n\ne\n\n## What it tested\n\nb\n\n## Verdict\n\na\n',
    );
    expect(toApi(analysis)).toMatchObject({
      verdict: 'a',
      what_it_tested: 'b',
      what_it_proved: 'c',
      for_non_technical: 'd',
      for_c_level: 'e',
      for_sme: 'f',
      next_run_change: 'h',
    });
  });

  it('describes bugs with impact, root cause and fixes', () => {
    const analysis = parsed(
      [
        '# x\n\n## Bugs surfaced\n\n<Bug title="Capped at <20>">\n### Impact\nRows *hidden*.\n\n### Root cause\nA default.\n',
        '### Fixed in\n- [PR #313](https://example.org/313)\n- not released\n</Bug>\n\n<Bug title="Second">\n### Impact\ny\n</Bug>\n',
      ].join('\n'),
    );
    expect(analysis.bugs).toEqual([
      {
        title: 'Capped at <20>',
        finding: null,
        impact: { html: '<p>Rows <em>hidden</em>.</p>', text: 'Rows hidden.' },
        root_cause: { html: '<p>A default.</p>', text: 'A default.' },
        workaround: null,
        fixed_in: [
          { label: 'PR #313', url: 'https://example.org/313' },
          { label: 'not released', url: null },
        ],
      },
      {
        title: 'Second',
        finding: null,
        impact: { html: '<p>y</p>', text: 'y' },
        root_cause: null,
        workaround: null,
        fixed_in: [],
      },
    ]);
    expect(apiAnalysisSchema.parse(toApi(analysis))).toEqual(toApi(analysis));
  });
});

describe('a bug that names a finding', () => {
  it('may have a title of its own and a workaround, or neither', () => {
    const { bugs } = parsed(
      [
        '# x\n\n## Bugs surfaced\n\n<Bug title="Lost" finding="phase1.restore">\n### Workaround\nUse *another*.\n</Bug>\n',
        '<Bug finding="a.b-c_1" />\n',
      ].join('\n'),
    );
    expect(bugs.map(({ title, finding }) => [title, finding])).toEqual([
      ['Lost', 'phase1.restore'],
      ['', 'a.b-c_1'],
    ]);
    expect(bugs[0]?.workaround?.html).toBe('<p>Use <em>another</em>.</p>');
  });
});

describe('its text', () => {
  it('is escaped, evidence included', () => {
    expect(verdict('a \\< b & `<i>` <Fact of="summary.ref" />')?.html).toBe(
      '<p>a &#x3C; b &#x26; <code>&#x3C;i></code> <b class="fact" title="summary.ref">&#x3C;v1></b></p>',
    );
  });

  it('keeps a fact on a line of its own in the paragraph it was typed in', () => {
    expect(verdict('one\n<Fact of="summary.rows" />\nthree\n\nfour')?.text).toBe('one\n12,000\nthree\n\nfour');
    expect(verdict('<Fact of="summary.rows" />\nthree')?.html).toBe(
      '<p><b class="fact" title="summary.rows">12,000</b>\nthree</p>',
    );
  });

  it('shows a fact in the format it asks for', () => {
    expect(verdict('<Fact of="summary.rows" as="plain" />')?.text).toBe('12000');
    expect(verdict('<Fact of="phase4.convergence_by_fault.partition_minority" as="percent" />')?.text).toBe('20%');
  });

  it('links a citation to what it cites', () => {
    expect(verdict('<Cited href="https://example.org/a?b=1&c">20</Cited> rows')?.html).toBe(
      '<p><a href="https://example.org/a?b=1&#x26;c" class="cited">20</a> rows</p>',
    );
  });

  it('reads as typed without markup', () => {
    expect(verdict('1. a **b**\n2. c\n\n| d | e |\n|---|---|\n| f | g |\n\n> h\n\n```\ni\n```')?.text).toBe(
      '1. a b\n2. c\n\nd | e\nf | g\n\nh\n\ni',
    );
  });

  it('takes an address for mail as text and one tilde as no markup', () => {
    expect(verdict('jo@example.org saw 20~30 or 40~50')?.html).toBe('<p>jo@example.org saw 20~30 or 40~50</p>');
  });
});

describe('its figures', () => {
  it('are bound in facts, cited in citations, and neither anywhere else', () => {
    const body = '20 of <Fact of="summary.rows" />, <Cited href="https://example.org">30 of 40</Cited>, **5** more';
    expect(figures(body)).toEqual({ bound: 1, cited: 2, neither: 2 });
  });

  it('are read across markup: what makes a number a name may stand outside of it', () => {
    expect(figures('Phase **4**, v*0*.6 and 1,**000** rows')).toEqual({ bound: 0, cited: 0, neither: 1 });
  });

  it('are not facts that state no amount', () => {
    expect(figures('<Fact of="summary.overall_pass" /> <Fact of="summary.ref" />').bound).toBe(0);
  });

  it('are not in code, list numbers or labels of fixes, but are in tables and titles', () => {
    expect(figures('1. `20`\n2. x\n\n```\n30\n```\n\n| a |\n|---|\n| 40 |').neither).toBe(1);
    expect(
      parsed('# x\n## Bugs surfaced\n<Bug title="20 lost">\n### Fixed in\n- build 7\n</Bug>').figures.neither,
    ).toBe(1);
  });
});
