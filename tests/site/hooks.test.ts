// What scripts may rely on: the hooks of every campaign page agree with the document for machines.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ApiCampaign, ApiCampaigns } from '../../src/contract/api.ts';
import { atRoot, pageText, type Tag, tagsOf, tagsWith } from './site.ts';

const api = <T>(path: string): T => JSON.parse(readFileSync(join(atRoot.dist, 'api', path), 'utf8')) as T;
const ids = api<ApiCampaigns>('campaigns.json').campaigns.map(({ id }) => id);

describe.each(ids)('The page of %s', (id) => {
  const page = pageText(`campaigns/${id}/`);
  const campaign = api<ApiCampaign>(`campaigns/${id}.json`);

  it('says outcome and dispute on its main element', () => {
    const wanted: [string, string][] = [
      ['data-outcome', campaign.outcome],
      ['data-disputed', `${campaign.claim.disputed}`],
    ];
    expect(tagsWith(page, ...wanted).filter(({ name }) => name === 'main')).toHaveLength(1);
  });

  it('shows each of the four phases once, with its status', () => {
    const shown = tagsWith(page, ['data-phase']).map(({ name, attributes }) => [
      name,
      attributes.get('id'),
      attributes.get('data-phase'),
      attributes.get('data-status'),
    ]);
    expect(shown).toEqual(
      campaign.phases.map(({ phase, status }) => ['section', `phase-${phase}`, `${phase}`, status]),
    );
  });

  it('holds every check once under its id, with its result, phase by phase', () => {
    const word = (ok: boolean | null) => (ok === null ? 'unknown' : `${ok}`);
    const sections = page.split(/(?=<section class="phase")/).slice(1);
    const shown = sections.map((section) =>
      tagsWith(section, ['data-ok']).map(({ attributes }) => [attributes.get('id'), attributes.get('data-ok')]),
    );
    const wanted = campaign.phases.map(({ checks }) => checks.map((check) => [check.id, word(check.ok)]));
    expect(shown.map((checks) => checks.toSorted())).toEqual(wanted.map((checks) => checks.toSorted()));
  });

  it('shows what fails before what is undecided, and what holds after both', () => {
    const order = ['false', 'unknown', 'true'];
    for (const section of page.split(/(?=<section class="phase")/).slice(1)) {
      const oks = tagsWith(section, ['data-ok'])
        .filter(({ attributes }) => !attributes.get('id')?.endsWith('.pass_flag'))
        .map(({ attributes }) => attributes.get('data-ok') ?? '');
      expect(oks).toEqual(oks.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)));
    }
  });

  it('uses no id twice', () => {
    const used = tagsWith(page, ['id']).map(({ attributes }) => attributes.get('id'));
    expect(used.filter((one, index) => used.indexOf(one) !== index)).toEqual([]);
  });

  it('goes from header to focus, analysis, phases 1 to 4 and artifacts', () => {
    const order = ['focus', 'analysis', 'phase-1', 'phase-2', 'phase-3', 'phase-4', 'artifacts'];
    const main = tagsOf(page.slice(page.indexOf('<main')));
    const landmark = ({ name, attributes }: Tag) => (name === 'h1' ? 'header' : (attributes.get('id') ?? ''));
    expect(main.map(landmark).filter((one) => one === 'header' || order.includes(one))).toEqual(['header', ...order]);
  });
});

describe('The examples', () => {
  it.each([
    ['harbour-r1', 'PASS', false, 'PASS, PASS, PASS, PASS'],
    ['harbour-r2', 'FAIL', false, 'PASS, FAIL, NOT REACHED, NOT REACHED'],
    ['harbour-r3', 'PASS', false, 'PASS, PASS, PASS, PASS'],
    ['harbour-r4', 'INCOMPLETE', true, 'PASS, UNREADABLE, NOT REACHED, NOT REACHED'],
    ['harbour-r5', 'INCOMPLETE', true, 'PASS, PASS, PASS, UNREADABLE'],
    ['harbour-r6', 'INCOMPLETE', true, 'PASS, PASS, PASS, INCONCLUSIVE'],
    ['harbour-r7', 'INCOMPLETE', true, 'NOT RUN, NOT RUN, NOT RUN, NOT RUN'],
    ['harbour-r8', 'PASS', false, 'PASS, PASS, PASS, PASS'],
    ['harbour-r9', 'PASS', false, 'PASS, PASS, PASS, PASS'],
    ['quay-gate-r1', 'INCOMPLETE', true, 'PASS, PASS, UNREADABLE, PASS'],
    ['skerry-custom-r1', 'FAIL', false, 'PASS, PASS, PASS, FAIL'],
    ['quay-gate-r2', 'PASS', false, 'PASS, PASS, PASS, PASS'],
  ])('%s is %s, disputed %s: %s', (id, outcome, disputed, statuses) => {
    const { phases, ...head } = api<ApiCampaign>(`campaigns/${id}.json`);
    expect(head).toMatchObject({ outcome, claim: { disputed } });
    expect(phases.map(({ status }) => status).join(', ')).toBe(statuses);
  });
});
