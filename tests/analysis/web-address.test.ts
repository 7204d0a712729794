import { describe, expect, it } from 'vitest';
import { fromInsight } from '../../src/analysis/insights.ts';
import { parseAnalysis } from '../../src/analysis/mdx/parse.ts';
import { namesAddress, webAddress } from '../../src/analysis/web-address.ts';

const HERE = 'https://forge.example/keepers/light/pull/3';

describe('An address', () => {
  it.each(['https://forge.example/a', 'HTTP://forge.example', 'https://forge.example:8443/?q=1#L2'])(
    'may be linked to where it is %s',
    (address) => {
      expect(webAddress(address)).toBe(address);
    },
  );

  it.each([
    'javascript:alert(1)',
    'https:forge.example',
    '//forge.example/a',
    'https://bank.example@evil.example/',
    'https://me:secret@forge.example/',
    'https://forge.example/\u202egpj.exe',
    'https://forge\u200b.example/',
    'https://[',
  ])('may not where it is %j', (address) => {
    expect(webAddress(address)).toBeNull();
  });
});

describe('The text of a link', () => {
  it.each([
    'the repair',
    'PR 3',
    HERE,
    `${HERE}/`,
    'forge.example/keepers/light/pull/3',
    'v0.6.4',
    'e.g. this one',
    `see ${HERE}.`,
    'the repair (forge.example/keepers/light/pull/3)',
    '工具。更多',
  ])('may be %j', (text) => {
    expect(namesAddress(text, HERE)).toBe(true);
  });

  it('may be the name of the file that it goes to', () => {
    expect(namesAddress('store.rs', 'https://forge.example/light/src/store.rs')).toBe(true);
    expect(namesAddress('store.rs', HERE)).toBe(false);
  });

  it.each([
    'https://bank.example/',
    'bank.example',
    'www.bank.example',
    'bank.example/login?next=1',
    'ftp://forge.example/keepers/light/pull/3',
    'https://forge.example/keepers/light/pull/4',
    'банк.example',
    'https:\u2044\u2044bank.example\u2044',
    'https\ua789//bank.example',
    'bank\u2024example',
    'bank\uff0eexample',
    'bank\u3002example',
    'h\u200bttps://bank.example',
    'bank.\u00adexample',
    'your account at https://bank.example',
    'the bank (www.bank.example), where it is safe',
    '“https://bank.example”',
  ])('may not be %j', (text) => {
    expect(namesAddress(text, HERE)).toBe(false);
  });
});

describe('A link that goes elsewhere than it says', () => {
  const mdx = (line: string) => parseAnalysis(`# One\n\n## Verdict\n\n${line}\n`, 'analysis.mdx', new Map());

  it.each([
    `[https://bank.example](${HERE})`,
    `[**bank.example**](${HERE})`,
    `<Cited href="${HERE}">bank.example/20</Cited>`,
  ])('is an error of an analysis: %s', (line) => {
    const result = mdx(line);
    expect('errors' in result && result.errors[0]?.expected).toMatch(/looks like an address/);
  });

  it('is none where it says where it goes', () => {
    expect(mdx(`[${HERE}](${HERE}), ${HERE}, www.forge.example and [the repair](${HERE})`)).toHaveProperty('analysis');
  });

  it('shows its address where it comes from the map of narratives, and the build says so', () => {
    const fixed_in = [{ label: 'bank.example', url: HERE }];
    const { analysis, problems } = fromInsight({ verdict: 'a', bugs: [{ title: 'b', fixed_in }] }, 'r1');
    expect(analysis?.bugs[0]?.fixed_in).toEqual([{ label: HERE, url: HERE }]);
    expect(problems).toEqual([expect.stringMatching(/bugs\[0\]\.fixed_in\[0\]\.label: expected words/)]);
  });

  it('is text where a user name stands before its host', () => {
    const fixed_in = [{ label: 'the repair', url: 'https://bank.example@evil.example/' }];
    const { analysis } = fromInsight({ verdict: 'a', bugs: [{ title: 'b', fixed_in }] }, 'r1');
    expect(analysis?.bugs[0]?.fixed_in).toEqual([{ label: 'the repair', url: null }]);
  });
});
