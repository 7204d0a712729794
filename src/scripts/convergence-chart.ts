// Draws the ledger of times to converge, once it comes into view. The ledger stays.

import { whenSeen } from './when-seen.ts';

class ConvergenceChart extends HTMLElement {
  connectedCallback(): void {
    whenSeen(this, () => void import('./convergence-draw.ts').then(({ draw }) => draw(this)));
  }
}

customElements.define('convergence-chart', ConvergenceChart);
