// The documents for machines: what their schemas say, and one of them word for word.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { apiCampaignSchema, apiCampaignsSchema } from '../../src/contract/api.ts';
import { jsonSchema, SCHEMA_NAMES } from '../../src/contract/json-schema.ts';
import { atBase, atRoot } from './site.ts';

const read = (path: string, site = atRoot): string => readFileSync(join(site.dist, path), 'utf8');
const all = apiCampaignsSchema.parse(JSON.parse(read('api/campaigns.json'))).campaigns;
const files = readdirSync(join(atRoot.dist, 'api/campaigns')).filter((name) => name.endsWith('.json'));

/** A schema that knows every field: one that the contract does not name is an error. */
const exact = (schema: z.ZodObject) => z.strictObject(schema.shape);

describe('The documents for machines', () => {
  it('are one for each campaign in the list', () => {
    expect(files).toEqual(all.map(({ id }) => `${id}.json`).sort());
  });

  it.each(files)('%s is what its schema says, and no more', (file) => {
    const document: unknown = JSON.parse(read(`api/campaigns/${file}`));
    expect(exact(apiCampaignSchema).parse(document)).toEqual(document);
  });

  it('say the same in the list as in the document of the campaign', () => {
    for (const { phases, analysis, ...head } of all) {
      const document = apiCampaignSchema.parse(JSON.parse(read(`api/campaigns/${head.id}.json`)));
      expect(document).toMatchObject(head);
      expect(document.phases).toMatchObject(phases);
      expect(document.analysis === null).toBe(analysis === null);
    }
  });

  it('list the newest campaign first, those without a time last in natural order', () => {
    const time = ({ completed_at }: (typeof all)[number]) => Date.parse(completed_at ?? '');
    const dated = all.filter((campaign) => !Number.isNaN(time(campaign)));
    const undated = all.slice(dated.length).map(({ id }) => id);
    expect(all.slice(0, dated.length)).toEqual(dated.toSorted((a, b) => time(b) - time(a)));
    expect(undated).toEqual(undated.toSorted(new Intl.Collator('en', { numeric: true }).compare));
    expect(undated.length).toBeGreaterThan(0);
  });

  it('say the same under another base', () => {
    for (const file of files) expect(read(`api/campaigns/${file}`, atBase)).toBe(read(`api/campaigns/${file}`));
  });

  it('of a failed campaign with an analysis are word for word the golden file', async () => {
    const document = JSON.parse(read('api/campaigns/harbour-r2.json'));
    await expect(`${JSON.stringify(document, null, 2)}\n`).toMatchFileSnapshot('../fixtures/api-harbour-r2.json');
  });

  it('hold bounded values: ten megabytes of evidence stay in the artifact', () => {
    expect(read('api/campaigns/storm-long.json').length).toBeLessThan(100_000);
  });
});

describe('The published schemas', () => {
  it.each(SCHEMA_NAMES)('%s is the one that the documents are parsed with', (name) => {
    expect(JSON.parse(read(`schema/${name}.json`))).toEqual(JSON.parse(JSON.stringify(jsonSchema(name))));
  });
});
