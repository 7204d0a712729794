// The smallest campaign that is real: two classes inject their fault, every cycle is checked. The time that a write has
// for its quorum is one that a busy machine keeps as well: what it could not is inconclusive, and no pass.

const SMALL = ['--writes=10', '--faults=kill_primary_mid_write,partition_minority', '--quorum-timeout-ms=1500'];

/** Of so many cycles of each class, as `npm run plan` takes it. */
export const smallCampaign = (cycles: number): string[] => [`--cycles=${cycles}`, ...SMALL];
