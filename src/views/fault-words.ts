// What a fault class does to the cluster, for readers who know no class by name.

const IN_WORDS: Readonly<Record<string, string>> = {
  kill_primary_mid_write: 'the first node was killed',
  kill_all_restart: 'all nodes were killed at once',
  kill_in_catch_up: 'a node was killed while it caught up',
  partition_minority: 'a minority of the nodes was cut off',
  partition_refused: 'a minority of the nodes was cut off, and refused at once',
  partition_bridge: 'two nodes were cut off from each other',
  partition_ring: 'each node reached two neighbours alone',
  partition_all: 'all nodes were cut off from each other',
  partition_one_way: 'what one node sent got lost',
  drop_random_acks: 'answers between nodes got lost',
  slow_link: 'the network was slow',
  packet_loss: 'packets of one node got lost',
  narrow_link: 'the network let little through',
  clock_skew_peer: 'a node was restarted with a wrong clock',
  pause_peer: 'a node was frozen',
  pause_primary: 'the first node was frozen',
  power_loss: 'the first node lost power',
  power_loss_all: 'all nodes lost power at once',
  disk_full: 'the disk of a node was full',
  disk_read_only: 'the disk of a node could only be read',
};

/** To follow `after`; the name itself of a class that this house does not know. */
export const faultInWords = (fault: string): string =>
  (Object.hasOwn(IN_WORDS, fault) ? IN_WORDS[fault] : undefined) ?? bothInWords(fault) ?? fault;

/** Two faults at once are named after both. */
function bothInWords(fault: string): string | undefined {
  const parts = fault.split('_and_').map((part) => (Object.hasOwn(IN_WORDS, part) ? IN_WORDS[part] : undefined));
  return parts.length > 1 && parts.every((part) => part !== undefined) ? parts.join(' and ') : undefined;
}
