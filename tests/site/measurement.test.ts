// The page about measurement as it is published.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Comparison, comparisonSchema } from '../../src/contract/comparison.ts';
import { atBase, atRoot, filesBelow, PAGES, pageText, tagsWith, wordsOf } from './site.ts';

const ROOT = join(import.meta.dirname, '../..');
const committed = filesBelow(join(ROOT, 'src/measurements')).filter((file) => !file.includes('/'));
const documents = committed.map((file) => {
  const text = readFileSync(join(ROOT, 'src/measurements', file), 'utf8');
  return { file, text, document: comparisonSchema.parse(JSON.parse(text)) as Comparison };
});

describe.each([atRoot, atBase])('The page about measurement under $base', (site) => {
  const page = pageText(PAGES.measurement, site);
  const words = wordsOf(page);

  it('offers every document for download, byte for byte as it is committed', () => {
    expect(committed.length).toBeGreaterThanOrEqual(2);
    for (const { file, text } of documents) {
      const href = `${site.base}methodology/measurement/${file}`;
      expect(tagsWith(page, ['href', href]), file).toHaveLength(1);
      expect(readFileSync(join(site.dist, 'methodology/measurement', file), 'utf8')).toBe(text);
    }
  });

  it('names every build by version and hash, with the command that repeats it', () => {
    for (const { document } of documents) {
      expect(words).toContain(`${document.subject.name} ${document.subject.version}`);
      expect(words).toContain(String(document.subject.binary_sha256));
      expect(words).toContain(document.command);
    }
  });

  it('shows what our harness found missing, as the document has it', () => {
    for (const { document } of documents)
      for (const { ours } of document.classes)
        if ('acked' in ours) expect(words).toContain(`${grouped(ours.missing_for_good)} of ${grouped(ours.acked)}`);
  });

  it('stands in the list of guides of every guide, and is named by the sitemap', () => {
    expect(
      tagsWith(pageText(PAGES.methodology, site), ['href', `${site.base}${PAGES.measurement}`]).length,
    ).toBeGreaterThan(0);
    expect(readFileSync(join(site.dist, 'sitemap.xml'), 'utf8')).toContain(`${site.base}${PAGES.measurement}</loc>`);
  });
});

const grouped = (value: unknown): string => Number(value).toLocaleString('en-US');
