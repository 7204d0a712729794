// The first use of a term in prose leads to its definition, and nothing else of the page changes.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GLOSSARY } from '../../../src/views/terms/glossary.ts';
import { linkTerms } from '../../../src/views/terms/link-terms.ts';

const link = (html: string) => linkTerms(html, '/words/');
const to = (id: string, words: string) => `<a class="term" href="/words/#term-${id}">${words}</a>`;

describe('The terms of a page', () => {
  it('lead to their definitions where they are first used, and only there', () => {
    expect(link('<p>Of the acked writes, acked twice.</p><ul><li>A Receipt.</li></ul>')).toBe(
      `<p>Of the ${to('acked', 'acked')} writes, acked twice.</p><ul><li>A ${to('receipt', 'Receipt')}.</li></ul>`,
    );
  });

  it.each([
    '<h2>A bound</h2>',
    '<p><a href="/x/">the bound</a></p>',
    '<p><code>bound</code></p>',
    '<p><button>quorum</button> <small>gate</small></p>',
    '<table><tr><td><p>receipt</p></td></tr></table>',
    '<pre><p>acked</p></pre>',
    '<div>acked</div>',
    '<p title="x > acked" data-term=\'a\'>x</p>',
    '<p>11 figures are bound to evidence.</p>',
    '<p>ai-memory-gate-r4, gate.json, a/receipt, &receipt;</p>',
    '<p>unreceipted, quorums</p>',
  ])('stay as they are in %s', (html) => {
    expect(link(html)).toBe(html);
  });

  it('are found behind what was skipped, and inside emphasis', () => {
    expect(link('<p><code>bound</code> and <em>a convergence bound</em></p>')).toBe(
      `<p><code>bound</code> and <em>a ${to('bound', 'convergence bound')}</em></p>`,
    );
  });

  it('that are folded away first lead there, and once more where they are in sight', () => {
    expect(link('<details><summary>bound</summary><p>a bound, a bound</p></details><p>a bound</p>')).toBe(
      `<details><summary>bound</summary><p>a ${to('bound', 'bound')}, a bound</p></details><p>a ${to('bound', 'bound')}</p>`,
    );
    const after = link('<p>a bound</p><details><p>a bound</p></details>');
    expect(after).toBe(`<p>a ${to('bound', 'bound')}</p><details><p>a bound</p></details>`);
  });

  it('are defined once each', () => {
    const ids = GLOSSARY.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, word, forms } of GLOSSARY.filter(({ forms }) => forms.length > 0)) {
      const [form = ''] = forms;
      expect(link(`<p>${word}</p>`), form).toMatch(id === 'claim' ? /^<p>Claim<\/p>$/ : new RegExp(`#term-${id}"`));
    }
  });

  it('add links and take nothing away, whatever the page is', () => {
    const piece = fc.constantFrom(
      '<p>',
      '</p>',
      '<a href="x">',
      '</a>',
      '<details>',
      '</details>',
      'acked ',
      'bound',
      '<',
      '>',
      '"',
      ' gate ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const html = pieces.join('');
        expect(link(html).replace(/<a class="term" href="[^"]*">([^<]*)<\/a>/g, '$1')).toBe(html);
      }),
    );
  });
});
