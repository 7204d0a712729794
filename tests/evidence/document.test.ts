import { describe, expect, it } from 'vitest';
import type { ReadingProblem, Unreadable } from '../../src/contract/reading.ts';
import { parseDocument } from '../../src/evidence/document.ts';

const parsed = (content: string | Buffer) => parseDocument('phase4.json', Buffer.from(content));

function whyOf(content: string | Buffer): Unreadable {
  const result = parsed(content);
  if (result.state !== 'unreadable') throw new Error('expected no document');
  return result.why;
}

describe('Bytes that are a JSON object', () => {
  it('are a document, unknown fields and all', () => {
    expect(parsed('{"phase": 4, "later": {"x": [1]}}')).toEqual({
      state: 'document',
      document: { phase: 4, later: { x: [1] } },
    });
  });

  it('may begin with a byte order mark', () => {
    expect(parsed('\uFEFF{"phase": 4}')).toEqual({ state: 'document', document: { phase: 4 } });
  });

  it('may be surrounded by white space', () => {
    expect(parsed(' \r\n{"phase": 4}\t\n\n')).toEqual({ state: 'document', document: { phase: 4 } });
  });

  it('may hold any character, U+FFFD too', () => {
    expect(parsed('{"note": "\uFFFD ü 🜂"}').state).toBe('document');
  });

  it('may be nested a hundred thousand levels deep', () => {
    expect(parsed(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`).state).toBe('document');
  });
});

describe('Bytes that are none', () => {
  it.each<[string, string | Buffer, ReadingProblem, number | null, string | null]>([
    ['nothing', '', 'empty', null, null],
    ['white space', ' \n\t\n', 'empty', null, null],
    ['a byte order mark alone', '\uFEFF', 'empty', null, null],
    ['a log', '[chaos] cycle 1: ready\n[chaos] cycle 2\n', 'not JSON', 1, '[chaos] cycle 1: ready'],
    ['a document after a log line', 'starting\n{"phase": 4}\n', 'not JSON', 1, 'starting'],
    ['a document before a log line', '{"phase": 4}\ndone\n', 'not JSON', 2, 'done'],
    ['a cut document', '{\n  "phase": 4,\n  "pass": tr', 'not JSON', 3, '  "pass": tr'],
    ['a document cut at a line end', '{\n  "phase": 4,\n', 'not JSON', 2, '  "phase": 4,'],
    ['a trailing comma', '{\n  "phase": 4,\n}\n', 'not JSON', 3, '}'],
    ['a comment', '{\n  // why\n  "phase": 4\n}', 'not JSON', 2, '  // why'],
    ['two documents', '{"phase": 4}\n{"phase": 4}\n', 'not JSON', 2, '{"phase": 4}'],
    ['a list', '\n\n[{"phase": 4}]', 'not an object', 3, '[{"phase": 4}]'],
    ['null', 'null', 'not an object', 1, 'null'],
    ['a number', '4', 'not an object', 1, '4'],
    ['a text', '"PASS"', 'not an object', 1, '"PASS"'],
    ['a truth', ' true', 'not an object', 1, ' true'],
    ['a line that is not UTF-8', Buffer.from('{\n"a": "\xff"\n}', 'latin1'), 'not UTF-8', 2, '"a": "\uFFFD"'],
    ['UTF-16', Buffer.from('\uFEFF{}', 'utf16le'), 'not UTF-8', 1, '\uFFFD\uFFFD{\\u{0000}}\\u{0000}'],
    ['a cut character', Buffer.from([0x7b, 0x22, 0xc3]), 'not UTF-8', 1, '{"\uFFFD'],
  ])('are %s: the first offending line is shown', (_what, content, problem, line, excerpt) => {
    expect(whyOf(content)).toMatchObject({ problem, line, excerpt });
  });

  it('name the file, what was found and what was expected', () => {
    expect(whyOf('[]').detail).toBe('phase4.json holds a list; expected a JSON object; line 1: []');
  });

  it('give an excerpt of bounded length that steers no terminal', () => {
    const why = whyOf(`\u001b[31mred\u0007\tline${'x'.repeat(100_000)}`);
    expect(why.excerpt).toMatch(/^\\u\{001b\}\[31mred\\u\{0007\} linex+$/);
    expect(why.detail.length).toBeLessThan(300);
  });

  it('are found broken wherever that is, even a million characters on', () => {
    const rows = '  "same",\n'.repeat(100_000);
    expect(whyOf(`{"rows": [\n${rows}  wrong\n]}`)).toMatchObject({
      problem: 'not JSON',
      line: 100_002,
      excerpt: '  wrong',
    });
  });

  it('are not JSON, nested too deeply to say where', () => {
    expect(whyOf('{"a":'.repeat(100_000))).toMatchObject({ problem: 'not JSON', line: null, excerpt: null });
  });
});
