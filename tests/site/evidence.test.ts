// Every figure is one click from the bytes it came from: the evidence link of a check leads to the line that
// holds the field, and the value that was judged.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ApiCampaign } from '../../src/contract/api.ts';
import { EXAMPLES } from '../fixtures/campaigns.ts';
import { HOSTILE_IDS } from '../fixtures/hostile.ts';
import { atRoot, pageFile, pageText, tagsOf, wordsOf } from './site.ts';

const ids = [...Object.keys(EXAMPLES), ...HOSTILE_IDS];

describe.each(ids)('The checks of %s', (id) => {
  const path = `campaigns/${id}/`;
  const page = pageText(path);
  const checks = (JSON.parse(readFileSync(join(atRoot.dist, `api/campaigns/${id}.json`), 'utf8')) as ApiCampaign).phases
    .flatMap((phase) => phase.checks)
    .map((check) => ({ ...check, href: evidenceLink(page, check) }));
  const placed = checks.filter(({ line }) => line !== null);

  it('show expected beside got', () => {
    for (const { id: check, expected } of checks)
      expect(wordsOf(rowOf(page, check)), check).toContain(squeezed(expected));
  });

  it('name file and line of the artifact', () => {
    for (const { id: check, file, line } of placed)
      expect(wordsOf(rowOf(page, check)), check).toMatch(placeOf(file, line));
  });

  it('never call absent what was found', () => {
    const found = checks.filter(({ got }) => got !== null);
    expect(found.filter(({ id: check }) => rowOf(page, check).includes('>not in ')).map((check) => check.id)).toEqual(
      [],
    );
  });

  it('link to a line that holds the field and the value, wherever that line is shown', () => {
    for (const { id: check, got, file, line, href } of placed) {
      const source = sourceLine(id, file, line);
      // What injected a fault is counted from its receipts: the line is the one where they begin.
      const held = check.endsWith('.injected') ? '"receipts": [' : String(got);
      if (typeof got === 'number' || typeof got === 'boolean') expect(source, check).toContain(held);
      const shown = href === null ? null : lineAt(href, path, line);
      expect(shown, `${check} at ${href}`).not.toBeNull();
      if (source.length < 200) expect(shown, check).toBe(squeezed(source));
    }
  });
});

/** The element of a check: a row, its item in the row that equal nodes share, or its place beside what was found. */
function rowOf(page: string, check: string): string {
  const [start, name = ''] = new RegExp(`<(tr|li|span)\\b[^>]* id="${check.replaceAll('.', '\\.')}"`).exec(page) ?? [
    '',
  ];
  const from = start === '' ? -1 : page.indexOf(start);
  if (from === -1) return '';
  const end = name === 'span' ? '. </span>' : `</${name}>`;
  return page.slice(from, page.indexOf(end, from));
}

const placeOf = (file: string | null, line: number | null): RegExp =>
  new RegExp(`${file?.replaceAll('.', '\\.')}(?::| line )${line}\\b`);

/** The link that names the place; the first one of the row is the check's own address. */
function evidenceLink(page: string, { id, file, line }: { id: string; file: string | null; line: number | null }) {
  const links = rowOf(page, id).match(/<a\b[^>]*>.*?<\/a>/gs) ?? [];
  const named = links.find((link) => placeOf(file, line).test(wordsOf(link)));
  return named === undefined ? null : (tagsOf(named)[0]?.attributes.get('href') ?? null);
}

/** The text of the line that a link leads to, as the page shows it; null where it leads to none. */
function lineAt(href: string, here: string, line: number | null): string | null {
  const url = new URL(href, `http://own.invalid/${here}`);
  const html = pageText(pageFile(url.pathname.slice(1)));
  const start = `<span class="l" id="${decodeURIComponent(url.hash.slice(1))}"><i>${line}</i>`;
  const from = html.indexOf(start);
  return from === -1 ? null : squeezed(wordsOf(html.slice(from + start.length, html.indexOf('\n', from))));
}

const sourceLine = (id: string, file: string | null, line: number | null): string =>
  readFileSync(join(atRoot.dist, 'campaigns', id, file ?? ''), 'utf8').split(/\r\n|\n|\r/)[(line ?? 0) - 1] ?? '';

const squeezed = (text: string): string => text.replace(/\s+/g, ' ').trim();
