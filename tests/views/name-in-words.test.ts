// Names of subjects and refs as pages print them.

import { describe, expect, it } from 'vitest';
import { nameInWords } from '../../src/views/name-in-words.ts';

describe('A name on a page', () => {
  it('is the name where it is short and plain', () => {
    expect(nameInWords('release/v0.6.4 (rc 1)')).toBe('release/v0.6.4 (rc 1)');
  });

  it('is spelled out where its letters only look like those of another', () => {
    expect(nameInWords('\u0430i-memory')).toBe('\u0430i-memory (\\u{0430}i-memory)');
    expect(nameInWords('v\uff11.0')).toBe('v\uff11.0 (v\\u{ff11}.0)');
    expect(nameInWords('v1\u20110')).toContain('(v1\\u{2011}0)');
  });

  it('shows what is not seen once, as its number', () => {
    expect(nameInWords('v1\u202e0.2')).toBe('v1\\u{202e}0.2');
  });

  it('takes little room, whatever it is made of', () => {
    for (const signs of ['\u202e', '\u0430\u202e', '\u{1f600}', '<&"'])
      expect(nameInWords(signs.repeat(250)).length).toBeLessThan(900);
  });

  it('keeps both ends of a long one', () => {
    const long = (end: string) => nameInWords(`v${'1'.repeat(400)}${end}`);
    expect(long('a').length).toBeLessThan(100);
    expect(long('a')).not.toBe(long('b'));
  });
});
