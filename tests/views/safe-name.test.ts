// Addresses for refs: safe, and never the same for two.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCampaignId } from '../../src/contract/names.ts';
import { safeName } from '../../src/views/safe-name.ts';

describe('The name of a ref in an address', () => {
  it('is the ref itself where that is safe', () => {
    expect(['v0.6.4', 'reference-v0.1.0', 'main'].map(safeName)).toEqual(['v0.6.4', 'reference-v0.1.0', 'main']);
  });

  it.each([
    'release/v0.6.0',
    'a b',
    '..',
    '.',
    '',
    '/',
    'v1.html',
    'リリース',
    '%2e%2e%2f',
    'x'.repeat(5000),
    '-',
    'a\n',
  ])('is safe for %j', (ref) => {
    expect(isCampaignId(safeName(ref))).toBe(true);
  });

  it('is not that of another ref, even of one that looks like it', () => {
    expect(safeName('a/b')).not.toBe(safeName('a b'));
    expect(safeName(safeName('a/b'))).not.toBe(safeName('a/b'));
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(isCampaignId(safeName(a))).toBe(true);
        expect(safeName(a) === safeName(b)).toBe(a === b);
      }),
    );
  });

  it('is not that of another on a disk to which capital and small letters are one', () => {
    expect(safeName('V1').toLowerCase()).not.toBe(safeName('v1'));
    const cased = fc.array(fc.constantFrom('a', 'A', 'b', 'B', '-', '1'), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(cased, cased, (a, b) => {
        const [one, other] = [a.join(''), b.join('')];
        expect(safeName(one).toLowerCase() === safeName(other).toLowerCase()).toBe(one === other);
      }),
    );
  });

  it('is not that of one that looks like it in another script', () => {
    expect(safeName('\u0430i-memory')).not.toBe(safeName('ai-memory'));
    expect(isCampaignId(safeName('\u0430i-memory'))).toBe(true);
  });
});
