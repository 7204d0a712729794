// Where a campaign ran, in words.

import { describe, expect, it } from 'vitest';
import type { Head, ShardHead } from '../../../src/catalogue/head.ts';
import { environmentInWords } from '../../../src/views/campaign/environment.ts';

const nothing = { machine: null, cpus: null, node: null, boot: null };
const words = (head: Partial<Head>) =>
  environmentInWords({ environment: nothing, shards: null, network: null, seed: null, ...head } as Head);

describe('The environment of a campaign', () => {
  it('is said to be unrecorded where it is', () => {
    expect(words({})).toMatch(/^Where it ran is not recorded/);
  });

  it('says that three nodes are three processes on one machine', () => {
    const environment = { machine: 'Linux 6.18 x64', cpus: 2, node: 'v24.21.0', boot: null };
    const said = words({ environment, network: 'proxy', seed: 20 });
    expect(said).toMatch(/^Run on Linux 6\.18 x64, two processors, Node 24\.21\.0\./);
    expect(said).toContain('three processes on this one machine');
    expect(said).toMatch(/Seed 20\.$/);
  });

  it('says how many shards came back, and from how many machines', () => {
    const on = (boot: string | null) => ({ ...nothing, boot });
    const shard = (state: ShardHead['state'], boot: string | null) => ({
      shard: 1,
      state,
      cycles: 1,
      environment: on(boot),
    });
    const whole = [shard('complete', 'x'), shard('complete', 'y'), shard('complete', 'x')];
    expect(words({ shards: whole, network: 'proxy' })).toMatch(
      /^Three shards on two machines\. .*machine of their shard/,
    );
    expect(words({ shards: [shard('complete', 'x'), shard('missing', null)] })).toMatch(
      /^Two shards on one machine; one shard did not come back\. /,
    );
    expect(words({ shards: [shard('complete', null), shard('interrupted', 'x')] })).toMatch(
      /^Two shards on machines that are not recorded; one shard was broken off\. /,
    );
    expect(words({ shards: [shard('missing', null)] })).toMatch(/^One shard; one shard did not come back\. /);
  });

  it.each([
    ['hosts', 'on a machine of its own'],
    ['netns', 'that the kernel filters'],
    ['constructor', 'Network mode constructor.'],
  ])('says what the network mode %s means', (network, meaning) => {
    expect(words({ network })).toContain(meaning);
  });
});
