// Lines that are coloured one by one, from memory, look as if the whole text had been coloured at once.

import fc from 'fast-check';
import { createCssVariablesTheme, createHighlighterCoreSync } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';
import json from 'shiki/langs/json.mjs';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { highlightLines } from '../../../src/views/campaign/highlight.ts';

const theme = createCssVariablesTheme({ name: 'ink', variablePrefix: '--', variableDefaults: {} });
const whole = createHighlighterCoreSync({ themes: [theme], langs: [json], engine: createJavaScriptRegexEngine() });

const CLASSES: Record<string, string> = {
  'var(--token-keyword)': 'k',
  'var(--token-string-expression)': 's',
  'var(--token-string)': 's',
  'var(--token-constant)': 'n',
};

/** Each character of each line with its class, from one pass over the whole text. */
const expected = (text: string): string[] =>
  whole
    .codeToTokens(text, { lang: 'json', theme: 'ink' })
    .tokens.map((line) => line.map(({ content, color }) => painted(content, CLASSES[color ?? ''])).join(''));

const painted = (text: string, name = ''): string =>
  [...text].map((char) => (char.trim() === '' ? char : `${name}${char}`)).join('');

const plain = (html: string): string => html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

const shown = (html: string): string =>
  [...html.matchAll(/<span class="(\w)">(.*?)<\/span>|([^<]+)/g)]
    .map(([, name, inside, outside]) => painted(plain(inside ?? outside ?? ''), name))
    .join('');

const text = fc.string({ unit: fc.constantFrom('a', 'b', '7', '42', ' ', '<', '&', '"', '\\', 'é', ':', '{', '/') });
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, false),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    text,
    fc.array(tie('any'), { maxLength: 4 }),
    fc.dictionary(text, tie('any'), { maxKeys: 4 }),
  ),
})).any;

describe('Coloured lines', () => {
  it('are those of the whole text, whatever the document', () => {
    fc.assert(
      fc.property(value, (document) => {
        const source = JSON.stringify(document, null, 2);
        expect(highlightLines(source.split('\n'), 'json').map(shown)).toEqual(expected(source));
      }),
      { numRuns: 200 },
    );
  });

  it('behind a fold are those of the whole text, although what it holds was not looked at', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 4 }), (phases) => {
        const lines = JSON.stringify({ id: 'r1', phases, overall_pass: true, n: [1, 2] }, null, 2).split('\n');
        const fold = { from: lines.indexOf('  "phases": ['), to: lines.indexOf('  ],') };
        const whole = highlightLines(lines, 'json');
        const folded = highlightLines(lines, 'json', fold);
        const isInside = (index: number) => index > fold.from && index < fold.to;
        expect(folded).toEqual(whole.map((line, index) => (isInside(index) ? '' : line)));
      }),
      { numRuns: 50 },
    );
  });

  it('do not depend on how long it took', () => {
    const line = `{"${'once'.repeat(50)}": 1, "b": "x"}`;
    let seconds = 0;
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => ++seconds * 1000);
    onTestFinished(() => clock.mockRestore());
    expect(highlightLines([line], 'json')[0]).toContain('<span class="s">"x"</span>');
  });

  it('of a text that is no JSON are the text', () => {
    expect(highlightLines(['<b>7</b>'], 'text')).toEqual(['&lt;b&gt;7&lt;/b&gt;']);
  });
});
