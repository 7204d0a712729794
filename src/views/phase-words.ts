// What each phase is called and what it is for, in the words of the pages.

import type { PhaseNumber } from '../contract/names.ts';

export interface PhaseWords {
  title: string;
  short: string;
  proves: string;
}

export const PHASE_WORDS: Record<PhaseNumber, PhaseWords> = {
  1: {
    title: 'Functional, per node',
    short: 'Functional',
    proves:
      'Each node, alone: it stores, recalls, counts, backs itself up, runs its curator dry and answers an MCP client. ' +
      'What does not work on one node needs no cluster to fail.',
  },
  2: {
    title: 'Multi-agent federation',
    short: 'Federation',
    proves:
      'Four agents write fifty memories each to a cluster of three nodes. Two copies must exist before a write is ' +
      'acknowledged, every node must come to hold them, and with both peers down the answer must be a refusal.',
  },
  3: {
    title: 'Cross-backend migration',
    short: 'Migration',
    proves:
      'A seeded store moves from SQLite to Postgres, moves again without effect, and comes back. ' +
      'Every row must return, and neither direction may report an error.',
  },
  4: {
    title: 'Chaos',
    short: 'Chaos',
    proves:
      'Faults are injected while clients write. What was acknowledged must be found on every surviving node, ' +
      'for each class of fault at a bound of 0.995 or above.',
  },
};
