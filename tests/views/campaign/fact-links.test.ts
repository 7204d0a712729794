// A figure that is bound to evidence leads to the line it was read from.

import { describe, expect, it } from 'vitest';
import { readCatalogue } from '../../../src/catalogue/catalogue.ts';
import { factLinker } from '../../../src/views/campaign/fact-links.ts';
import { campaignsDirectory, written } from '../../fixtures/disk.ts';
import { asBytes } from '../../fixtures/folder.ts';
import { proofhouseCampaign } from '../../fixtures/proofhouse.ts';

function linker(): (html: string) => string {
  const root = campaignsDirectory();
  const contents = asBytes(proofhouseCampaign());
  written(root, Object.fromEntries(Object.entries(contents).map(([file, to]) => [`quay-r1/${file}`, to])));
  const [entry] = readCatalogue(root).entries;
  if (!entry) throw new Error('expected one campaign');
  return factLinker(root, entry);
}
const bound = (of: string, words = '0') => `<p>so <b class="fact" title="${of}">${words}</b>, it says</p>`;

describe('A bound figure', () => {
  it('is a link to the line of its evidence, with its path as title', () => {
    expect(linker()(bound('phase2.fail'))).toMatch(
      /^<p>so <a class="fact" href="[^"]*phase2\.json(?:\/#|-)L\d+" title="phase2\.fail">0<\/a>, it says<\/p>$/,
    );
  });

  it('stays text where its path leads nowhere, whatever it is called', () => {
    for (const of of ['phase2.nothing', 'toString', '__proto__.x', 'phase9.pass', '&#x22;onclick=&#x22;']) {
      expect(linker()(bound(of))).toBe(bound(of));
    }
  });

  it('is linked up to a limit, and every word of the text stays', () => {
    const many = bound('phase2.fail').repeat(300);
    const html = linker()(many);
    expect(html.match(/<a /g)).toHaveLength(200);
    expect(html.match(/<b class="fact"/g)).toHaveLength(100);
  });
});
