// Where a campaign ran, in words.

import { describe, expect, it } from 'vitest';
import type { Head } from '../../../src/catalogue/head.ts';
import { environmentInWords } from '../../../src/views/campaign/environment.ts';

const nothing = { machine: null, cpus: null, node: null };
const words = (head: Partial<Head>) =>
  environmentInWords({ environment: nothing, network: null, seed: null, ...head } as Head);

describe('The environment of a campaign', () => {
  it('is said to be unrecorded where it is', () => {
    expect(words({})).toMatch(/^Where it ran is not recorded/);
  });

  it('says that three nodes are three processes on one machine', () => {
    const environment = { machine: 'Linux 6.18 x64', cpus: 2, node: 'v24.21.0' };
    const said = words({ environment, network: 'proxy', seed: 20 });
    expect(said).toMatch(/^Run on Linux 6\.18 x64, two processors, Node 24\.21\.0\./);
    expect(said).toContain('three processes on this one machine');
    expect(said).toMatch(/Seed 20\.$/);
  });

  it.each([
    ['hosts', 'on a machine of its own'],
    ['netns', 'that the kernel filters'],
    ['constructor', 'Network mode constructor.'],
  ])('says what the network mode %s means', (network, meaning) => {
    expect(words({ network })).toContain(meaning);
  });
});
