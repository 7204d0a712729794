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
      'Each node, alone: it stores, recalls, counts, backs itself up, runs its curator dry and answers an MCP client.',
  },
  2: {
    title: 'Multi-agent federation',
    short: 'Federation',
    proves:
      'Four agents write at once. Every acked write must have as many copies as its quorum asks for, and come to be ' +
      'on every node. A write that cannot have them must be refused.',
  },
  3: {
    title: 'Cross-backend migration',
    short: 'Migration',
    proves:
      'A store moves from SQLite to Postgres, moves again without effect, and comes back. Every row must return, and ' +
      'no move may report an error.',
  },
  4: {
    title: 'Chaos',
    short: 'Chaos',
    proves:
      'Faults are injected while clients write. Under each fault class every surviving node must hold a share of at ' +
      'least 0.995 of the acked writes.',
  },
};
