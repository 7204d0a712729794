import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cycleSchema } from '../../../src/contract/artifacts.ts';
import { DEFAULT_FAULTS, NODES } from '../../../src/contract/names.ts';
import { FAULT_CLASSES, FAULT_NAMES, faultClass } from '../../../src/runner/nemesis/classes.ts';
import { PROXY } from '../../../src/runner/network/proxy/wires.ts';
import { needed } from '../../needed.ts';
import { type Live, liveCluster } from '../live-cluster.ts';

const compiler = needed('with a layer between nodes and disks', ['cc']);
let live: Live;
let layered: Live;
beforeAll(async () => {
  live = await liveCluster();
  if (compiler.isSkipped) return;
  compiler.demand();
  layered = await liveCluster(undefined, true);
}, 60_000);
afterAll(() => Promise.all([live?.close(), layered?.close()]));

const OFFERED = { available: true } as const;
/** Relays cannot; tests/cli/netns.test.ts has them, and the shape that three nodes cannot have. */
const OF_THE_KERNEL = ['partition_refused', 'packet_loss', 'narrow_link'];
const OF_FIVE_NODES = 'partition_ring';
describe('on a live cluster', () => {
  for (const fault of FAULT_CLASSES.filter(({ name }) => name !== OF_FIVE_NODES && !OF_THE_KERNEL.includes(name))) {
    const run = test.skipIf(fault.layered && compiler.isSkipped);
    run(`${fault.name} takes effect, holds while writes go on, and heals`, { timeout: 90_000 }, async () => {
      const { line } = await (fault.layered ? layered : live).cycle(fault, 1);
      expect(line.reasons).toEqual([]);
      expect(line.receipt).toMatchObject({ took_effect: true, healed: true });
      expect(line.receipt?.ops_in_window).toBeGreaterThanOrEqual(8);
      expect(line).toMatchObject({ clean: true, bound: 1, lost: 0, corrupted: 0, duplicated: 0, unexpected: 0 });
      expect(line.acked).toBeGreaterThanOrEqual(60);
      cycleSchema.parse(line);
    });
  }
});

describe('fault classes', () => {
  test('include the four that carry a release', () => {
    expect(FAULT_NAMES).toEqual(expect.arrayContaining([...DEFAULT_FAULTS]));
  });

  test('are named in the error for one that does not exist', () => {
    expect(() => faultClass('x')).toThrow('kill_primary_mid_write');
  });

  test.each(OF_THE_KERNEL)('that need the kernel cannot be injected by relays, and say why: %s', async (name) => {
    const capabilities = await live.subject.capabilities();
    const refused = faultClass(name).available(capabilities, PROXY, NODES);
    expect(refused).toMatchObject({ available: false, reason: expect.stringContaining('relay') });
  });

  test('are not available where the clock cannot be moved, and say why', () => {
    const clock = { available: false, reason: 'no libfaketime' } as const;
    const other = { coarser_on_postgres: [], embedded_postgres: clock, catch_up: clock };
    const silent = {
      postgres_extensions: [],
      promises: {},
      ...{ revises: OFFERED, links: OFFERED, bulk: OFFERED, consolidates: OFFERED },
      node_local: {},
      found: {},
    };
    expect(faultClass('clock_skew_peer').available({ ...other, ...silent, clock }, PROXY, NODES)).toEqual(clock);
  });
});
