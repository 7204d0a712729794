// What is published is what was found: byte for byte, with the hash that the page shows, and nothing else.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { evidenceListSchema } from '../../src/contract/evidence-list.ts';
import { isPublished } from '../../src/contract/names.ts';
import { SECRET } from '../fixtures/hostile.ts';
import { atBase, atRoot, filesBelow, pageText, tagsWith, wordsOf } from './site.ts';

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
    const tar = sources.includes('evidence.sha256.json') ? [`${id}.tar`] : [];
    expect(files.filter((file) => !pages.includes(file))).toEqual([...sources, ...tar].sort());
  });

  it('stand on the page with their SHA-256', () => {
    const table = /<table class="files stacks">(.*?)<\/table>/s.exec(pageText(`campaigns/${id}/`))?.[1] ?? '';
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

const whole = ids.filter((id) => existsSync(join(published, id, `${id}.tar`)));

describe.each(whole)('The tar of %s', (id) => {
  const tar = join(published, id, `${id}.tar`);

  it('holds the published artifacts byte for byte, and nothing else', () => {
    const out = mkdtempSync(join(tmpdir(), 'proofhouse-tar-'));
    onTestFinished(() => rmSync(out, { recursive: true }));
    execFileSync('tar', ['-xf', tar, '-C', out]);
    expect(readdirSync(out)).toEqual([id]);
    expect(filesBelow(join(out, id)).sort()).toEqual(sourcesOf(id));
    const differing = sourcesOf(id).filter(
      (file) => !readFileSync(join(out, id, file)).equals(readFileSync(join(campaigns, id, file))),
    );
    expect(differing).toEqual([]);
    const { artifacts } = evidenceListSchema.parse(
      JSON.parse(readFileSync(join(out, id, 'evidence.sha256.json'), 'utf8')),
    );
    const listed = artifacts.filter(({ file }) => existsSync(join(out, id, file)));
    expect(listed.length).toBeGreaterThan(0);
    const wrong = listed.filter((line) => sha256(readFileSync(join(out, id, line.file))) !== line.sha256);
    // one example was altered after it was listed, and is published as it is
    const altered = pageText(`campaigns/${id}/`).match(/id="phase-\d"[^>]*data-status="UNREADABLE"/g) ?? [];
    expect(wrong.length > 0).toBe(altered.length > 0);
  });

  it('stands on the page and in the document for machines with its size and hash', () => {
    const bytes = readFileSync(tar);
    const { archive } = JSON.parse(readFileSync(join(atRoot.dist, `api/campaigns/${id}.json`), 'utf8'));
    expect(archive).toEqual({ file: `${id}.tar`, bytes: bytes.length, sha256: sha256(bytes) });
    const page = pageText(`campaigns/${id}/`);
    expect(page).toContain(`href="/campaigns/${id}/${id}.tar"`);
    expect(wordsOf(page)).toContain(sha256(bytes));
  });

  it('is the same in another build', () => {
    expect(readFileSync(join(atBase.dist, 'campaigns', id, `${id}.tar`)).equals(readFileSync(tar))).toBe(true);
  });
});

describe('The published site', () => {
  it('has a tar of every campaign that lists its evidence, and of no other', () => {
    expect(whole.length).toBeGreaterThan(1);
    expect(ids.filter((id) => sourcesOf(id).includes('evidence.sha256.json'))).toEqual(whole);
  });

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
