import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toApi } from '../../src/analysis/analysis.ts';
import { fromInsight, readInsights } from '../../src/analysis/insights.ts';
import { apiAnalysisSchema } from '../../src/contract/api.ts';

describe('the map of insights', () => {
  it('leaves out its notes', () => {
    expect([...readInsights({ __schema__: 'note', 'soak-r1': { headline: 'x' } }).keys()]).toEqual(['soak-r1']);
  });
});

describe('an insight', () => {
  it('becomes an analysis, with paragraphs, code and everything else escaped', () => {
    const { analysis, problems } = fromInsight(
      { headline: 'A <b> of\n20', verdict: 'One & `<two>`\n\nThree "3"', author: 'Jo', kind: 'human' },
      'r1',
    );
    expect(problems).toEqual([]);
    expect(analysis?.headline).toEqual({ html: 'A &lt;b&gt; of 20', text: 'A <b> of 20' });
    expect(analysis?.verdict?.html).toBe('<p>One &amp; <code>&lt;two&gt;</code></p>\n<p>Three &quot;3&quot;</p>');
    expect(analysis).toMatchObject({ source: 'run-insights.json', author: 'Jo', kind: 'human', for_sme: null });
  });

  it('records no author and no kind where the map does not', () => {
    expect(fromInsight({ headline: 'x' }, 'r1').analysis).toMatchObject({ author: null, kind: null });
  });

  it('counts all of its figures as bound to nothing, code left out', () => {
    const bugs = [{ title: '20 lost', impact: '30 `40`', fixed_in: [{ label: '50' }] }];
    const { analysis } = fromInsight({ headline: '1 x', for_sme: 'Phase 2 took 7 s', bugs }, 'r1');
    expect(analysis?.figures).toEqual({ bound: 0, cited: 0, neither: 4 });
  });

  it('drops what has the wrong type, says so, and keeps the rest', () => {
    const { analysis, problems } = fromInsight(
      { headline: 'kept', verdict: 3, bugs: [{ title: 'kept' }, 'bug', { impact: 'x' }], kind: 'robot', author: [] },
      'r1',
    );
    expect(analysis).toMatchObject({ verdict: null, kind: null, author: null, bugs: [{ title: 'kept' }] });
    expect(problems).toEqual([
      'run-insights.json "r1" verdict: expected a string, found 3; left out',
      'run-insights.json "r1" bugs[1]: expected a bug with a title, found "bug"; left out',
      'run-insights.json "r1" bugs[2]: expected a bug with a title, found an object; left out',
      'run-insights.json "r1" kind: expected ai, human, rule, found "robot"; left out',
      'run-insights.json "r1" author: expected a string, found a list; left out',
    ]);
  });

  it('links fixes by http and https alone, and keeps the label of the others', () => {
    const fixed_in = [
      { label: 'good', url: 'https://example.org/1' },
      { label: 'script', url: 'javascript://example.org/%0aalert(1)' },
      { label: 'relative', url: '//example.org' },
      { label: 'bare' },
      { url: 'https://example.org/2' },
      { label: 7 },
    ];
    const { analysis, problems } = fromInsight({ bugs: [{ title: 'b', fixed_in }] }, 'r1');
    expect(analysis?.bugs[0]?.fixed_in).toEqual([
      { label: 'good', url: 'https://example.org/1' },
      { label: 'script', url: null },
      { label: 'relative', url: null },
      { label: 'bare', url: null },
      { label: 'https://example.org/2', url: 'https://example.org/2' },
    ]);
    expect(problems).toHaveLength(4);
  });

  it.each([null, 'text', 7, [], {}, { headline: ' \n ' }])('is none where there is nothing to show: %j', (value) => {
    const { analysis, problems } = fromInsight(value, 'r1');
    expect(analysis).toBeNull();
    expect(problems).toHaveLength(1);
  });

  it('never throws, and what it gives always fits the machine-readable view', () => {
    const hostile = fc.jsonValue({ maxDepth: 3 });
    const entry = fc.record(
      {
        headline: fc.oneof(fc.string(), hostile),
        verdict: hostile,
        kind: hostile,
        author: hostile,
        bugs: fc.oneof(
          hostile,
          fc.array(fc.record({ title: fc.string(), impact: hostile, fixed_in: fc.oneof(hostile, fc.array(hostile)) })),
        ),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(hostile, entry), (value) => {
        const { analysis, problems } = fromInsight(value, 'r1');
        if (analysis === null) expect(problems).not.toEqual([]);
        else expect(apiAnalysisSchema.parse(toApi(analysis))).toEqual(toApi(analysis));
      }),
    );
  });
});
