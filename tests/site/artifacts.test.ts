// What is published is what was found: byte for byte, with the hash that the page shows, and nothing else.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { isPublished } from '../../src/contract/names.ts';
import { SECRET } from '../fixtures/hostile.ts';
import { atRoot, filesBelow, pageText, tagsWith, wordsOf } from './site.ts';

const campaigns = inject('campaigns');
const published = join(atRoot.dist, 'campaigns');
const ids = readdirSync(join(atRoot.dist, 'api/campaigns'))
  .filter((name) => name.endsWith('.sha256'))
  .map((name) => name.slice(0, -'.sha256'.length));
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** The regular files of a campaign folder that may be served, read here without the project's own reader. */
const sourcesOf = (id: string): string[] =>
  readdirSync(join(campaigns, id), { withFileTypes: true })
    .filter((entry) => entry.isFile() && isPublished(entry.name))
    .map(({ name }) => name)
    .sort();

describe.each(ids)('The artifacts of %s', (id) => {
  const sources = sourcesOf(id);
  const hashes = new Map(sources.map((file) => [file, sha256(readFileSync(join(campaigns, id, file)))]));

  it('equal their sources byte for byte', () => {
    const differing = sources.filter(
      (file) => !readFileSync(join(published, id, file)).equals(readFileSync(join(campaigns, id, file))),
    );
    expect(differing).toEqual([]);
  });

  it('are all that is published beside the pages', () => {
    const files = filesBelow(join(published, id)).filter((file) => file !== 'index.html');
    const pages = files.filter((file) => /^(?:evidence\/[^/]+|ops\/[^/]+\/[^/]+)\/index\.html$/.test(file));
    expect(files.filter((file) => !pages.includes(file))).toEqual(sources);
  });

  it('stand on the page with their SHA-256', () => {
    const table = /<table class="files">(.*?)<\/table>/s.exec(pageText(`campaigns/${id}/`))?.[1] ?? '';
    const rows = table.split('<tr').map(wordsOf);
    const isShown = ([file, hash]: [string, string]) =>
      rows.some((row) => row.includes(`${file} `) && row.includes(` ${hash} `));
    expect([...hashes].filter((one) => !isShown(one))).toEqual([]);
  });

  it('are offered for download', () => {
    const links = new Set(
      tagsWith(pageText(`campaigns/${id}/`), ['href']).map(({ attributes }) => attributes.get('href')),
    );
    expect(sources.filter((file) => !links.has(`/campaigns/${id}/${file}`))).toEqual([]);
  });

  it('stand in a list that sha256sum reads, which finds no difference', () => {
    const list = readFileSync(join(atRoot.dist, `api/campaigns/${id}.sha256`), 'utf8');
    expect(list).toBe([...hashes].map(([file, hash]) => `${hash}  ${file}\n`).join(''));
    const checked = execFileSync('sha256sum', ['-c', '--strict', '-'], {
      cwd: join(published, id),
      input: list,
      encoding: 'utf8',
    });
    expect(checked.match(/: OK$/gm) ?? []).toHaveLength(sources.length);
  });
});

describe('The published site', () => {
  const files = filesBelow(atRoot.dist);

  it('holds no link and no file that a campaign folder brought along', () => {
    expect(files.filter((file) => lstatSync(join(atRoot.dist, file)).isSymbolicLink())).toEqual([]);
    expect(files.filter((file) => file.endsWith('.svg'))).toEqual(['favicon.svg']);
  });

  it('holds nothing that lies outside the campaigns or is not published', () => {
    const texts = files.filter((file) => /\.(html|json|txt|xml|js|sha256)$/.test(file));
    expect(texts.length).toBeGreaterThan(50);
    expect(texts.filter((file) => readFileSync(join(atRoot.dist, file)).includes(SECRET))).toEqual([]);
  });

  it('tells machines of every file of a folder, published or not', () => {
    const { artifacts } = JSON.parse(readFileSync(join(atRoot.dist, 'api/campaigns/storm-names.json'), 'utf8')) as {
      artifacts: { file: string; state: string }[];
    };
    expect(artifacts.map(({ file }) => file)).toEqual(
      expect.arrayContaining(['index.html', 'mark.svg', 'noextension', 'page.js']),
    );
    expect(artifacts).toContainEqual(
      expect.objectContaining({ file: 'phase2-linked.json', state: 'unreadable', sha256: null }),
    );
  });
});
