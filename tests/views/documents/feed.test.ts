// The feed of outcomes.

import { describe, expect, it } from 'vitest';
import { feed } from '../../../src/views/documents/feed.ts';
import { catalogueOf, FAILING } from '../../fixtures/releases.ts';

describe('The feed', () => {
  const of = (xml: string, name: string) =>
    [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, it]) => it);

  it('tells outcomes, newest first, each with its time and the decision', () => {
    const xml = feed(catalogueOf({ 'quay-r1': { month: 2 }, 'quay-r2': { month: 3, phase4: FAILING } }));
    expect(of(xml, 'title').slice(1)).toEqual(['quay-r2, v2.4.1, fail', 'quay-r1, v2.4.1, pass']);
    expect(of(xml, 'updated')).toEqual(['2021-03-03', '2021-03-03', '2021-02-03'].map((day) => `${day}T04:05:06.000Z`));
    expect(of(xml, 'summary')[0]).toMatch(/harbour v2\.4\.1: do not ship\.$/);
  });

  it('is whole where there is nothing to tell, and leaves out what was made on this machine', () => {
    const xml = feed(catalogueOf({ 'local-20310401': { month: 4 } }));
    expect(xml).not.toContain('<entry>');
    expect(of(xml, 'updated')).toEqual(['1970-01-01T00:00:00Z']);
  });

  it('escapes a ref, and shows what nobody sees as its number', () => {
    const xml = feed(catalogueOf({ 'quay-r1': { month: 2, ref: '</title>&"\u0007\u202e\ud800x' } }));
    expect(of(xml, 'title')[1]).toBe('quay-r1, &lt;/title&gt;&amp;&quot;\\u{0007}\\u{202e}\\u{d800}x, pass');
  });
});
