import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Analysis } from '../../src/analysis/analysis.ts';
import { TEXTS } from '../../src/analysis/analysis.ts';
import { fromInsight } from '../../src/analysis/insights.ts';
import { parseAnalysis } from '../../src/analysis/mdx/parse.ts';

const FRAGMENTS = [
  ...[
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '</p>',
    '\\<script>',
    '&lt;script&gt;',
    '"><b onclick="a">',
  ],
  ...[
    '[a](javascript:alert)',
    '[a](https://x.org "t\\" onclick=a")',
    '[a](HTTPS://x.org)',
    '![a](https://x.org)',
    '[a]: data:b',
  ],
  ...['<Fact of="phase2.evil" />', '<Fact of="phase2.ok"/>', '<Cited href="https://x.org/?&quot;><script>">1</Cited>'],
  ...[
    '<Cited href="java\nscript:a">1</Cited>',
    '`<script>`',
    '```"><script>\n<script>\n```',
    '| a |\n|--|\n| <b> |',
    '{x}',
    '\\{x}',
  ],
  ...[
    '<Bug title="<script>">',
    '</Bug>',
    '### Impact',
    '### Fixed in',
    '- [a](https://x.org)',
    '- a',
    '1. b',
    '> c',
    '~~d~~',
    '**e**',
  ],
  ...[
    '## Verdict',
    '## Bugs surfaced',
    '# x',
    '---',
    'kind: ai',
    '\n',
    '\n\n',
    ' ',
    '\u0000',
    '\ufeff',
    'www.x.org',
    'a@b.org',
    '20',
  ],
] as const;

const documents = new Map([['phase2.json', { evil: '"><script>alert(1)</script>', ok: 20 }]]);
const text = fc
  .array(fc.oneof(fc.constantFrom(...FRAGMENTS), fc.string({ unit: 'binary', maxLength: 8 })))
  .map((parts) => parts.join(''));

/** Every tag that either source may give, whole; a `<` that begins none of them is markup that got through. */
const TAG =
  /^<\/?(?:p|a|b|em|strong|del|code|pre|br|hr|ol|ul|li|blockquote|table|thead|tbody|tr|th|td)(?: [a-z]+="[^"<]*")*>/;
const ATTRIBUTE = / ([a-z]+)="([^"]*)"/g;

function expectSafe(html: string): void {
  for (const { index } of html.matchAll(/</g)) {
    const tag = TAG.exec(html.slice(index))?.[0];
    expect(tag, html.slice(index)).toBeDefined();
    for (const [, name = '', value = ''] of (tag ?? '').matchAll(ATTRIBUTE)) {
      expect(['href', 'title', 'class', 'align', 'start']).toContain(name);
      if (name === 'href') expect(value).toMatch(/^https?:\/\//i);
    }
  }
}

function expectSafeAnalysis(analysis: Analysis): void {
  for (const key of TEXTS) expectSafe(analysis[key]?.html ?? '');
  for (const bug of analysis.bugs) {
    expectSafe(bug.impact?.html ?? '');
    expectSafe(bug.root_cause?.html ?? '');
    for (const { url } of bug.fixed_in) expect(url ?? 'https://').toMatch(/^https?:\/\//i);
  }
}

describe('whatever anyone writes', () => {
  it('in an analysis.mdx gives safe HTML or errors that name a place, and throws nothing', () => {
    let analyses = 0;
    const source = fc.oneof(
      text,
      text.map((body) => `# x\n\n## Verdict\n\n${body}`),
      text.map((body) => `# x\n\n## Bugs surfaced\n\n<Bug title="a">\n### Impact\n${body}\n</Bug>`),
    );
    fc.assert(
      fc.property(source, (mdx) => {
        const result = parseAnalysis(mdx, 'analysis.mdx', documents);
        if ('analysis' in result) {
          analyses += 1;
          expectSafeAnalysis(result.analysis);
        } else {
          expect(result.errors.length).toBeGreaterThan(0);
          for (const { line, column } of result.errors) expect(Math.min(line, column)).toBeGreaterThanOrEqual(1);
        }
      }),
      { numRuns: 1000 },
    );
    // The property says nothing if every text was refused.
    expect(analyses).toBeGreaterThan(10);
  });

  it('in run-insights.json gives safe HTML', () => {
    const insight = fc.record({
      headline: text,
      verdict: text,
      bugs: fc.array(
        fc.record({ title: text, impact: text, fixed_in: fc.array(fc.record({ label: text, url: text })) }),
      ),
    });
    fc.assert(
      fc.property(insight, (value) => {
        const { analysis } = fromInsight(value, 'r1');
        if (analysis !== null) expectSafeAnalysis(analysis);
      }),
    );
  });
});
