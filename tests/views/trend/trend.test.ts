// What the picture of a series says of what it does not draw.

import { expect, it } from 'vitest';
import { readCatalogue } from '../../../src/catalogue/catalogue.ts';
import { wideTrend } from '../../../src/views/trend/trend.ts';
import { campaignsDirectory, written } from '../../fixtures/disk.ts';
import { establishedCampaign } from '../../fixtures/established.ts';
import { asBytes } from '../../fixtures/folder.ts';

/** Two campaigns of one series, with so many fault classes each. */
function pictureOf(classes: number) {
  const bounds = Object.fromEntries(Array.from({ length: classes }, (_, n) => [`class_${n}`, 1]));
  const documents = establishedCampaign();
  const files = asBytes({
    ...documents,
    'phase4.json': { ...documents['phase4.json'], convergence_by_fault: bounds },
  });
  const root = campaignsDirectory();
  for (const id of ['skerry-r1', 'skerry-r2'])
    written(root, Object.fromEntries(Object.entries(files).map(([file, bytes]) => [`${id}/${file}`, bytes])));
  return wideTrend('skerry', readCatalogue(root).entries);
}

it('says how many classes of a series are not drawn', () => {
  const many = pictureOf(11);
  expect(many?.panel.lanes).toHaveLength(8);
  expect(many?.text).toMatch(/; 3 more classes not drawn$/);
  const few = pictureOf(8);
  expect(few?.panel.lanes).toHaveLength(8);
  expect(few?.text).not.toContain('not drawn');
});
