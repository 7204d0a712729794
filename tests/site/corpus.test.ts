// The site of about two dozen campaigns that were really published, where they are at hand.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import type { ApiCampaign } from '../../src/contract/api.ts';

const corpus = inject('corpus');

describe.skipIf(!corpus)(
  `The site of published campaigns${corpus ? '' : ' (skipped: ../shared/corpus is not there)'}`,
  () => {
    it('builds without an error', () => {
      expect(corpus?.code, corpus?.stderr).toBe(0);
    });

    it.each([
      ['v0.6.0.0-final-r14', 'FAIL', false, 'PASS, FAIL, NOT REACHED, NOT REACHED'],
      ['v0.6.0.0-final-r11', 'INCOMPLETE', true, 'PASS, UNREADABLE, NOT REACHED, NOT REACHED'],
      ['v0.6.0.0-final-r15', 'INCOMPLETE', true, 'PASS, PASS, PASS, UNREADABLE'],
      ['v0.6.0.0-final-r19', 'FAIL', false, 'NOT RUN, PASS, PASS, FAIL'],
      ['soak-v0.6.0-r17', 'INCOMPLETE', true, 'NOT RUN, NOT RUN, NOT RUN, NOT RUN'],
      ['soak-v0.6.0-r1', 'PASS', false, 'PASS, PASS, PASS, PASS'],
    ])('says for machines that %s is %s, disputed %s: %s', (id, outcome, disputed, statuses) => {
      const campaign = JSON.parse(
        readFileSync(join(corpus?.dist ?? '', `api/campaigns/${id}.json`), 'utf8'),
      ) as ApiCampaign;
      expect(campaign).toMatchObject({ outcome, claim: { disputed } });
      expect(campaign.phases.map(({ status }) => status).join(', ')).toBe(statuses);
    });

    it('publishes every artifact byte for byte', () => {
      const { runs = '', dist = '' } = corpus ?? {};
      const folders = readdirSync(runs, { withFileTypes: true }).filter((entry) => entry.isDirectory());
      const files = folders.flatMap(({ name }) => readdirSync(join(runs, name)).map((file) => join(name, file)));
      const published = files.filter((file) => /\.(json|jsonl|gz|log|txt)$/.test(file));
      const same = (file: string) => readFileSync(join(dist, 'campaigns', file)).equals(readFileSync(join(runs, file)));
      expect(published.length).toBeGreaterThan(50);
      expect(published.filter((file) => !same(file))).toEqual([]);
    });
  },
);
