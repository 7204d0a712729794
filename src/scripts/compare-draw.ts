// Draws the comparison of two campaigns as components/compare/Comparison.astro does, from the same view. Every text
// goes in as text.

import { type ComparisonView, comparisonView } from '../views/compare/comparison.ts';
import { type Addresses, loadCompared } from './compare-load.ts';
import { element, markElement } from './elements.ts';
import { drawLedger } from './ledger-draw.ts';

export async function drawComparison(a: string, b: string, addresses: Addresses): Promise<Node[]> {
  const [before, after] = await Promise.all([loadCompared(a, addresses), loadCompared(b, addresses)]);
  const view = comparisonView(before, after);
  return [
    element('h2', {}, view.title),
    sides(view),
    element('p', { className: 'headline' }, view.sentence),
    ...view.ledgers.flatMap(drawLedger),
  ];
}

const sides = ({ sides }: ComparisonView): HTMLElement =>
  element(
    'dl',
    { className: 'facts sides' },
    ...sides.map(({ role, id, href, mark, note }) =>
      element(
        'div',
        {},
        element('dt', {}, role),
        element('dd', {}, element('a', { href }, id), ' ', markElement(mark), element('small', {}, note)),
      ),
    ),
  );
