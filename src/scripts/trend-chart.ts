// Draws the table below it as a chart, once it comes into view. The table stays.

import { whenSeen } from './when-seen.ts';

class TrendChart extends HTMLElement {
  connectedCallback(): void {
    whenSeen(this, () => void import('./trend-draw.ts').then(({ draw }) => draw(this)));
  }
}

customElements.define('trend-chart', TrendChart);
