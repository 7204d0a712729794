// The list of hashes as others may have written it.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { publishedAt } from '../../src/verify/address.ts';
import { LISTED_FILES_MAX, parseHashList } from '../../src/verify/hash-list.ts';

const HASH = 'ab'.repeat(32);
const parsed = (text: string) => parseHashList(text, 'the list');

describe('A list of hashes', () => {
  test('gives back what sha256sum writes, in its order', () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,40}\.(json|jsonl|log|txt)$/));
    const hashes = fc.stringMatching(/^[0-9a-f]{64}$/);
    fc.assert(
      fc.property(names, hashes, (files, sha256) => {
        const lines = files.map((file) => ({ file, sha256 }));
        expect(parsed(lines.map((line) => `${line.sha256}  ${line.file}\n`).join(''))).toEqual(lines);
      }),
    );
  });

  test('never gives a name that leads out of its folder, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        let lines: ReturnType<typeof parsed>;
        try {
          lines = parsed(`${HASH}  ${name}\n`);
        } catch (error) {
          expect((error as Error).message).toMatch(/^the list, line \d+: expected /);
          return;
        }
        for (const { file } of lines) expect(file).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]*$/);
      }),
    );
  });

  test.each([
    ['a path', `${HASH}  ../phase2.json`, /line 1: expected the name of a published artifact, without a folder/],
    ['a path from the root', `${HASH}  /etc/passwd`, /without a folder/],
    ['a page', `${HASH}  index.html`, /published artifact/],
    ['a doubled line', `${HASH}  phase2.json\n${HASH}  phase2.json`, /line 2: expected each file once/],
    ['no hash', 'phase2.json', /line 1: expected 64 digits/],
    ['a page in its place', '<!doctype html>\n<p>hello', /expected 64 digits.*<!doctype html>/],
    ['an empty line', `${HASH}  phase2.json\n\n`, /line 2: expected 64 digits/],
  ])('is refused for %s, with its line', (_what, text, expected) => {
    expect(() => parsed(text)).toThrow(expected);
  });

  test('is refused where it is longer than any campaign', () => {
    const lines = Array.from({ length: LISTED_FILES_MAX + 1 }, (_, index) => `${HASH}  f${index}.txt\n`).join('');
    expect(() => parsed(lines)).toThrow(/expected at most 25000 lines, found 25001/);
  });
});

describe('An address', () => {
  test.each([
    'https://proofs.example/base/campaigns/one-r1/',
    'https://proofs.example/base/campaigns/one-r1',
    'https://proofs.example/base/campaigns/one-r1/#phase-2',
    'https://proofs.example/base/api/campaigns/one-r1.json',
    'https://proofs.example/base/api/campaigns/one-r1.sha256',
  ])('%s leads to the campaign', (address) => {
    expect(publishedAt(address)).toEqual({ site: 'https://proofs.example/base/', id: 'one-r1' });
  });

  test.each([
    'https://proofs.example/',
    'https://proofs.example/campaigns/',
    'https://proofs.example/campaigns/one-r1/evidence/phase2.json/',
    'https://proofs.example/campaigns/%2e%2e%2f/',
    'https://me:secret@proofs.example/campaigns/one-r1/',
    'ftp://proofs.example/campaigns/one-r1/',
    'https://',
  ])('%s leads to none', (address) => {
    expect(publishedAt(address)).toBeNull();
  });
});
