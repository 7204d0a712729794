import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { findDocuments } from '../../src/reconstruct/extract/documents.ts';
import { cleanLines } from '../../src/reconstruct/lines.ts';
import { pretty, stamped, stepHeader } from './log-shapes.ts';

// Machines that run much else beside the tests are slow, not wrong.
vi.setConfig({ testTimeout: 30_000 });

const found = (text: string) => findDocuments(cleanLines(text).lines).documents;
const values = (text: string) => found(text).map((document) => document.value);
const DOCUMENT = { a: 1, b: { c: ['x{', '}', '2026-01-01T00:00:00.0000000Z y'], d: {} }, e: [] };

describe('A printed document', () => {
  it('is found where the next output is glued to its last brace', () => {
    expect(values(stamped([...pretty(DOCUMENT).split('\n')]).replace(/}\n$/, '}Deploying to x\n'))).toEqual([DOCUMENT]);
    expect(values(stamped(`${pretty(DOCUMENT)}::endgroup::`.split('\n')))).toEqual([DOCUMENT]);
  });

  it('is found where it begins in the middle of a line, and not inside a block of code', () => {
    expect(values(stamped(`State: ${pretty(DOCUMENT)}`.split('\n')))).toEqual([DOCUMENT]);
    expect(values(stamped(['module.exports = {', '  output: {', '    "title": "x"', '  }', '}']))).toEqual([]);
  });

  it('is found back to back with another, and once for each time it was printed', () => {
    const text = `${pretty(DOCUMENT)}${pretty(DOCUMENT)}`;
    expect(values(stamped(text.split('\n')))).toEqual([DOCUMENT, DOCUMENT]);
  });

  it('keeps its digits and the order of its keys', () => {
    const text = '{\n  "b": 1.0,\n  "a": 12345678901234567890\n}';
    expect(found(stamped(text.split('\n')))[0]?.text).toBe(text);
  });

  it('is found whole although other programs printed between its lines', () => {
    const lines = pretty(DOCUMENT).split('\n');
    const mixed = lines.flatMap((line, at) => [
      line,
      ...(at < lines.length - 1 ? ['npm warn x', '##[group]y', ''] : []),
    ]);
    expect(values(stamped(mixed))).toEqual([DOCUMENT]);
  });

  it('is found with CRLF, a mark at a block joint, indentation of four and tabs', () => {
    expect(values(stamped(pretty(DOCUMENT).split('\n'), 0, '\r\n'))).toEqual([DOCUMENT]);
    expect(values(stamped(pretty(DOCUMENT).split('\n'), 0, '\n\uFEFF'))).toEqual([DOCUMENT]);
    for (const indent of [4, '\t']) {
      expect(values(stamped(JSON.stringify(DOCUMENT, null, indent).split('\n')))).toEqual([DOCUMENT]);
    }
  });

  it('is found with colours inside its lines, and where a lone CR ends them', () => {
    const coloured = pretty(DOCUMENT)
      .replace(/"a"/, '\u001b[34;1m"a"\u001b[0m')
      .replace(/^(\s*)/gm, '$1\u001b[1m');
    expect(values(stamped(coloured.split('\n')))).toEqual([DOCUMENT]);
    expect(values(stamped(pretty(DOCUMENT).split('\n'), 0, '\r'))).toEqual([DOCUMENT]);
  });

  it('is found in a `gh run view --log` text, with the mangled mark in mid-line', () => {
    const text = stamped(pretty(DOCUMENT).split('\n'))
      .replace(/^/gm, 'test (3.12)\tUNKNOWN STEP\t')
      .replace(/\t20/, '\t´╗┐20');
    expect(values(text.replace(/test[^\n]*$/, ''))).toEqual([DOCUMENT]);
  });
});

describe('No document', () => {
  const none = {
    'in the echoed script of a step': stepHeader(["jq '{", '  "a": 1', "}'"]),
    'in the environment that the runner shows': stepHeader(['x'], { KEY: '{\n  "a": 1\n}' }),
    'where a secret masked every brace': ['***', '  "a": 1,', '  "b": ***', '    "c": 2', '  ***', '***'],
    'where a secret masked a part of a number': ['{', '  "a": 1***2', '}'],
    'where its end was cut off': ['{', '  "a": 1,', '  "b": "th'],
    'in progress lines that hold compact JSON': ['[phase2] namespaces={"a":1}', '+ echo {"a":1} done'],
    'in configuration that only looks like JSON': [
      'resource "x" "y" {',
      '  a = 1',
      '  "b": 2',
      '}',
      'details: {',
      "  t: 'x'",
      '}',
    ],
    'in a sample of a response that was cut': [
      '[phase2] body:',
      '  {',
      '    "error": "x",',
      '    "items": [',
      '      {"a',
    ],
    'for an empty object': ['{}', '{', '}'],
  };
  for (const [where, lines] of Object.entries(none)) {
    it(`is found ${where}`, () => expect(values(stamped(lines))).toEqual([]));
  }

  it('spans a group of a header that never ends', () => {
    expect(values(stamped(['##[group]Run x', 'shell: bash {0}', ...pretty(DOCUMENT).split('\n')]))).toEqual([]);
  });
});

it('A group of its own named "Run ..." does not hide what a program printed in it', () => {
  expect(values(stamped(['##[group]Run all', ...pretty(DOCUMENT).split('\n'), '##[endgroup]']))).toEqual([DOCUMENT]);
});

it('A bare *** in place of a value is bridged by a string of stars, and said so', () => {
  const [document] = found(stamped(['{', '  "a": ***,', '  "b": 2', '}']));
  expect(document).toMatchObject({ value: { a: '***', b: 2 }, repaired: true });
});

const json = fc.jsonValue({ depthSize: 'small', stringUnit: 'grapheme' });
const printable = fc.dictionary(fc.string(), json, { minKeys: 1, maxKeys: 8 });
// Noise that could not be a line of the document itself: it opens nothing, closes nothing and is not indented.
const noise = fc
  .string({ maxLength: 60 })
  .map((text) => `n${text.replace(/[\r\n{}[\]]/g, '.')}`)
  .filter((text) => !text.startsWith('\uFEFF'));
const between = fc.oneof(
  noise,
  fc.constantFrom('##[group]Run x', '##[endgroup]', '##[warning]{', '\u001b[31mred\u001b[0m', ''),
);
const colour = fc.constantFrom('', '\u001b[32m', '\u001b[1;31m');

it('Any document that JSON.stringify prints is found exactly once, and equals itself', () => {
  const prefix = fc.constantFrom('', 'Wrote it: ', 'x> ', '[job] ');
  fc.assert(
    fc.property(
      printable,
      fc.array(between),
      fc.array(between),
      fc.array(noise, { maxLength: 3 }),
      prefix,
      colour,
      fc.boolean(),
      fc.boolean(),
      (value, before, after, inside, start, shade, crlf, gh) => {
        const printed = pretty(value).split('\n');
        const mixed = printed.flatMap((line, at) => [
          `${shade}${at === 0 ? start : ''}${line}${shade ? '\u001b[0m' : ''}`,
          ...(at < printed.length - 1 && at % 3 === 0 ? inside : []),
        ]);
        const text = stamped([...before, ...mixed, ...after], 0, crlf ? '\r\n' : '\n');
        const whole = gh ? text.replace(/^(?=1970)/gm, 'job\tstep\t') : `\uFEFF${text}`;
        const documents = found(whole);
        expect(documents).toHaveLength(1);
        expect(documents[0]?.text).toBe(pretty(value));
      },
    ),
    { numRuns: 300 },
  );
});

it('Random text ends the search without an error', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string(), fc.constantFrom('{', '  "a": {', '    "b": [', '}', '  ]', '"a": ***'))),
      (lines) => {
        expect(() => found(lines.join('\n'))).not.toThrow();
      },
    ),
    { numRuns: 300 },
  );
});
