// A campaign whose settings name five nodes: each of them must have its word, in phase 1 and in phase 2.

import { describe, expect, it } from 'vitest';
import { NODE_NAMES } from '../../src/contract/names.ts';
import { changed, checkIds, checkOf, judged, phaseOfVerdict } from '../fixtures/folder.ts';
import { proofhouseCampaign } from '../fixtures/proofhouse.ts';

const planned = (nodes: unknown) => changed(proofhouseCampaign(), ['campaign-summary.json', 'settings'], { nodes });

describe('A campaign of five nodes', () => {
  it('has a node without a document shown as unknown, not left out', () => {
    const verdict = judged(planned(NODE_NAMES));
    for (const node of ['d', 'e']) expect(checkOf(verdict, `phase1.${node}.document`).ok).toBe(null);
    expect(phaseOfVerdict(verdict, 1).status).toBe('INCONCLUSIVE');
  });

  it('has the rows of every node counted in phase 2, and a node without a count is unknown', () => {
    const verdict = judged(changed(planned(NODE_NAMES), ['phase2.json', 'counts', 'd'], 0));
    expect(checkOf(verdict, 'phase2.convergence.d').ok).toBe(false);
    expect(checkOf(verdict, 'phase2.convergence.e').ok).toBe(null);
    expect(checkOf(verdict, 'phase2.probe2').label).toBe('One more peer down: refused');
  });

  it.each([[['a', 'b', 'c']], [undefined], ['five'], [['x', 7]]])('is none where the settings name %j', (nodes) => {
    const verdict = judged(planned(nodes));
    expect(checkIds(verdict)).toEqual(checkIds(judged(proofhouseCampaign())));
    expect(phaseOfVerdict(verdict, 1).status).toBe('PASS');
  });
});
