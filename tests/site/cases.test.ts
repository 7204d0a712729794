// Inputs that were once taken wrongly, each with its right value: cases of our own, so that every machine proves
// them, and the shared ones where they are at hand.

import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiCampaigns } from '../../src/contract/api.ts';
import type { JsonObject } from '../../src/contract/reading.ts';
import { establishedCampaign } from '../fixtures/established.ts';
import { asBytes, type Contents } from '../fixtures/folder.ts';
import { written } from '../fixtures/written.ts';
import { type Built, build } from './build.ts';
import { filesBelow, wordsOf } from './site.ts';

const SHARED = join(import.meta.dirname, '../../../shared/cases');
const isHere = existsSync(SHARED);
/** Several builds on a machine that is busy with other things. */
const BUILDS_MS_MAX = 240_000;
const DAY_MS = 86_400_000;

const root = mkdtempSync(join(tmpdir(), 'cases-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function campaign(id: string, changes: JsonObject, phase4: JsonObject = {}): Record<string, Buffer | string> {
  const documents: Contents = establishedCampaign();
  const changed: Contents = {
    ...documents,
    'campaign-summary.json': { ...(documents['campaign-summary.json'] as JsonObject), campaign_id: id, ...changes },
    'phase4.json': { ...(documents['phase4.json'] as JsonObject), ...phase4 },
  };
  return Object.fromEntries(Object.entries(asBytes(changed)).map(([file, to]) => [`${id}/${file}`, to]));
}

describe('A time of completion that cannot be', { timeout: BUILDS_MS_MAX }, () => {
  const tomorrow = new Date(Date.now() + 3 * DAY_MS).toISOString();
  const doubtful = {
    'own-feb30': '2026-02-30T00:00:00Z',
    'own-zoneless': '2026-04-20T12:00:00',
    'own-old': '1999-01-01T00:00:00Z',
    'own-soon': tomorrow,
  };
  const shared = isHere ? ['feb30', 'zoneless-completed-at'] : [];
  const campaigns = join(root, 'times');
  const dists = [join(root, 'utc'), join(root, 'kiritimati')] as const;

  beforeAll(async () => {
    for (const [id, completed_at] of Object.entries(doubtful))
      written(campaigns, campaign(id, { completed_at, ai_memory_git_ref: 'v9-never' }));
    written(campaigns, campaign('own-known', { completed_at: '2021-01-01T00:00:00Z', ai_memory_git_ref: 'v1-known' }));
    for (const name of shared) cpSync(join(SHARED, 'field', name), campaigns, { recursive: true });
    for (const [index, TZ] of ['UTC', 'Pacific/Kiritimati'].entries()) {
      const { code, stderr } = await build(campaigns, dists[index] ?? '', '/', { TZ });
      expect(code, stderr).toBe(0);
    }
  }, BUILDS_MS_MAX);

  const page = (path: string) => readFileSync(join(dists[0], path, 'index.html'), 'utf8');

  it('gives the same bytes in every zone', () => {
    expect(filesBelow(dists[0])).toEqual(filesBelow(dists[1]));
    const differing = filesBelow(dists[0]).filter(
      (file) => !readFileSync(join(dists[0], file)).equals(readFileSync(join(dists[1], file))),
    );
    expect(differing).toEqual([]);
  });

  it.each([
    ['own-feb30', '2026-02-30T00:00:00Z', 'no such time'],
    ['own-zoneless', '2026-04-20T12:00:00', 'no zone recorded'],
    ['own-old', '1999-01-01T00:00:00Z', 'before the year 2000'],
    ['own-soon', tomorrow, 'in the future'],
  ])('is shown on the page of %s as %s: %s', (id, recorded, doubt) => {
    expect(wordsOf(page(`campaigns/${id}/`))).toContain(`${recorded}as recorded: ${doubt}`);
  });

  it('sorts last and makes no release the newest', () => {
    const { campaigns: rows } = JSON.parse(readFileSync(join(dists[0], 'api/campaigns.json'), 'utf8')) as ApiCampaigns;
    const ids = rows.map(({ id }) => id);
    const firstDoubtful = ids.findIndex((id) => id in doubtful || id === 'feb30' || id === 'zone-none');
    expect(ids.slice(0, firstDoubtful)).toContain('own-known');
    expect(ids.slice(firstDoubtful)).toHaveLength(Object.keys(doubtful).length + shared.length);
    expect(wordsOf(page(''))).toMatch(/newest version\s*\S/);
    expect(wordsOf(page(''))).not.toMatch(/newest version\s*v9-never/);
  });

  it.skipIf(!isHere)('of the shared cases is shown as it was written (skipped where they are not at hand)', () => {
    expect(wordsOf(page('campaigns/feb30/'))).toContain('2026-02-30T00:00:00Z');
    expect(wordsOf(page('campaigns/zone-none/'))).toContain('2026-04-20T12:00:00as recorded: no zone recorded');
  });
});

describe('A narrative that keeps a parser busy', { timeout: BUILDS_MS_MAX }, () => {
  const stars = '*'.repeat(20_000);
  const sources: Record<string, string> = {
    'own-stars': `# One\n\n## Verdict\n\n${stars}a${stars}\n`,
    ...(isHere ? sharedAnalyses() : {}),
  };

  it.each(Object.keys(sources))('is an error of its file, and the build ends: %s', async (name) => {
    const campaigns = join(root, name);
    written(campaigns, { ...campaign('r1', {}), 'r1/analysis.mdx': sources[name] ?? '' });
    const { code, stderr }: Built = await build(campaigns, join(root, `${name}-dist`), '/');
    expect(code).toBe(1);
    expect(stderr).toMatch(/r1\/analysis\.mdx:1:1 expected a text that is read within 2 seconds of processor time/);
  });

  function sharedAnalyses(): Record<string, string> {
    const folder = join(SHARED, 'analysis');
    return Object.fromEntries(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
  }
});

describe('Evidence that misleads', { timeout: BUILDS_MS_MAX }, () => {
  const dist = join(root, 'misleading-dist');
  const PROFILE = 'gate\u202eSSAP\u2066\u200b\u{e0041}';

  beforeAll(async () => {
    const campaigns = join(root, 'misleading');
    const bounds = '{"kill_primary_mid_write":-1e999,"partition_minority":1e300}';
    const phase4 = JSON.stringify({ ...establishedCampaign()['phase4.json'], convergence_by_fault: 0 });
    written(campaigns, {
      ...campaign('r1', { profile: PROFILE, ai_memory_git_ref: `v1${PROFILE}`, completed_at: `\u202e${PROFILE}` }),
      'r1/phase4.json': phase4.replace('"convergence_by_fault":0', `"convergence_by_fault":${bounds}`),
      'r1/phase2.json': JSON.stringify({ ...establishedCampaign()['phase2.json'], fail: 7, ok: '\u2067many' }),
      'run-insights.json': JSON.stringify({ r1: { headline: `It holds\u202e`, author: '\u00adA. Pilot' } }),
    });
    const { code, stderr } = await build(campaigns, dist, '/');
    expect(code, stderr).toBe(0);
    expect(stderr).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
  }, BUILDS_MS_MAX);

  it('holds no character on any page that nobody would see', () => {
    const pages = filesBelow(dist).filter((file) => file.endsWith('.html'));
    const unseen = /[\p{Cf}\p{Zl}\p{Zp}]|(?![\t\n\r])\p{Cc}/u;
    const found = pages.filter((file) => unseen.test(readFileSync(join(dist, file), 'utf8')));
    expect(pages.length).toBeGreaterThan(10);
    expect(found).toEqual([]);
  });

  it('shows them by their numbers in the stamp, the facts, the title and what previews read', () => {
    const html = readFileSync(join(dist, 'campaigns/r1/index.html'), 'utf8');
    expect(wordsOf(html)).toContain('gate\\u{202e}SSAP\\u{2066}\\u{200b}\\u{e0041} · ');
    expect(html).toContain('content="Failed: It holds\\u{202e}"');
    expect(wordsOf(html)).toContain('\\u{00ad}A. Pilot');
  });

  it('keeps them as they are in what machines read', () => {
    const { profile } = JSON.parse(readFileSync(join(dist, 'api/campaigns/r1.json'), 'utf8'));
    expect(profile).toBe(PROFILE);
  });

  it('prints no number that does not fit, and leads from the short one to its line', () => {
    const html = readFileSync(join(dist, 'campaigns/r1/index.html'), 'utf8');
    expect(wordsOf(html)).not.toMatch(/Infinity|\d{22}/);
    expect(html).toMatch(/<a href="#phase4\.json-L1">below -1\.8e\+308(<\/a>|<span)/);
    expect(html).toMatch(/<a href="#phase4\.json-L1">1\.00e\+300(<\/a>|<span)/);
  });
});
