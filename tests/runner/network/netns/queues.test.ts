import { describe, expect, it } from 'vitest';
import { heldIn, queuesOf } from '../../../../src/runner/network/netns/queues.ts';
import type { Flow } from '../../../../src/runner/network/transport.ts';
import { CUT } from '../../../../src/runner/network/treatment.ts';

const rate: Flow = { from: 'a', to: 'c', part: 'all', treatment: { kind: 'limit', bytes_per_s: 10_000 } };

describe('The queues of a node', () => {
  it('are one for each peer, in bits a second, where the flow leaves', () => {
    expect(queuesOf('a', [], [rate]).split('\n')).toEqual([
      'qdisc add dev eth0 root handle 1: htb default 0',
      'class add dev eth0 parent 1: classid 1:4 htb rate 80000bit burst 3000 quantum 1500',
      '',
    ]);
    expect(queuesOf('c', [], [rate])).toBe('');
  });

  it('are taken away with their last rate, and left alone where nothing changes', () => {
    expect(queuesOf('a', [rate], [])).toBe('qdisc del dev eth0 root\n');
    expect(queuesOf('a', [rate], [rate, { ...rate, to: 'b', treatment: CUT }])).toBe('');
  });

  it('say how often something waited, and nothing where there are none', () => {
    const listed = `class htb 1:4 root prio 0 rate 80Kbit ceil 80Kbit burst 3000b cburst 1600b
 Sent 63110 bytes 47 pkt (dropped 0, overlimits 10 requeues 0)
class htb 1:3 root prio 0 rate 80Kbit ceil 80Kbit burst 3000b cburst 1600b
 Sent 10 bytes 1 pkt (dropped 0, overlimits 3 requeues 0)`;
    expect([...heldIn(listed)]).toEqual([
      ['b', 3],
      ['c', 10],
    ]);
    expect(heldIn('').size).toBe(0);
  });
});
