import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visible, visibleLine, withVisibleText } from '../../src/contract/visible-text.ts';

/** By name, so that this list does not come from the rule that it tests. */
const UNSEEN: [what: string, from: number, to: number][] = [
  ['controls of a terminal', 0x00, 0x08],
  ['more of them', 0x0b, 0x0c],
  ['and those behind the carriage return', 0x0e, 0x1f],
  ['the second set of controls', 0x7f, 0x9f],
  ['the soft hyphen', 0xad, 0xad],
  ['the Arabic letter mark', 0x61c, 0x61c],
  ['spaces without width and marks of direction', 0x200b, 0x200f],
  ['separators of lines and paragraphs', 0x2028, 0x2029],
  ['embeddings and overrides', 0x202a, 0x202e],
  ['joiners and invisible operators', 0x2060, 0x2064],
  ['isolates', 0x2066, 0x2069],
  ['fillers', 0x3164, 0x3164],
  ['the byte order mark', 0xfeff, 0xfeff],
  ['anchors of annotations', 0xfff9, 0xfffb],
  ['tags', 0xe0000, 0xe007f],
  ['the second set of variation selectors', 0xe0100, 0xe01ef],
];

/** Any characters of Unicode, halves of pairs among them. */
const anyText = fc.array(fc.nat(0x10ffff), { maxLength: 60 }).map((codes) => String.fromCodePoint(...codes));

describe('Text that others wrote', () => {
  it.each(UNSEEN)('shows %s as their numbers', (_what, from, to) => {
    for (let code = from; code <= to; code++) {
      const number = `\\u{${code.toString(16).padStart(4, '0')}}`;
      expect(visible(`a${String.fromCodePoint(code)}b`)).toBe(`a${number}b`);
    }
  });

  it.each(['plain', 'Gäste, 日本語, עברית, العربية', '✔️ done', 'two\nlines\tand\r\na third', ''])(
    'leaves %j as it is',
    (text) => {
      expect(visible(text)).toBe(text);
    },
  );

  it('shows a lone carriage return, which would write over the line', () => {
    expect(visible('FAILED\rPASSED')).toBe('FAILED\\u{000d}PASSED');
  });

  it('shows half of a pair', () => {
    expect(visible('a\ud800b')).toBe('a\\u{d800}b');
  });

  it('holds nothing unseen afterwards, and is left alone the second time', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const seen = visible(text);
        expect(seen).not.toMatch(/[\p{Cf}\p{Zl}\p{Zp}]|(?![\t\n\r])\p{Cc}/u);
        expect(visible(seen)).toBe(seen);
      }),
    );
  });

  it('as a line is one line within its limit', () => {
    expect(visibleLine('a\n\n\tb\u001b[2J')).toBe('a b\\u{001b}[2J');
    expect(visibleLine('\u202e'.repeat(1000), 20)).toHaveLength(21);
    expect(visibleLine('x'.repeat(20), 20)).toBe('x'.repeat(20));
  });

  it('is found however deep in a view, and nothing else changes', () => {
    const view = { n: 1, none: null, rows: [{ text: 'a\u202eb', ok: true }], 'k\u200b': ['\ufeff'] };
    expect(withVisibleText(view)).toEqual({
      n: 1,
      none: null,
      rows: [{ text: 'a\\u{202e}b', ok: true }],
      'k\\u{200b}': ['\\u{feff}'],
    });
  });

  it('costs no copy where there is nothing unseen, and no more than one pass where there is', () => {
    const view = { mark: { glyph: '✓', word: 'holds' }, rows: [{ text: '≥ 1 · 0.5', got: [1, null] }] };
    expect(withVisibleText(view)).toBe(view);
    let deep: unknown = '\u202e';
    for (let depth = 0; depth < 200; depth++) deep = { deep };
    expect(JSON.stringify(withVisibleText(deep))).toContain('u{202e}');
  });
});
