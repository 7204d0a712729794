// Draws the table below it as a chart, once it comes into view. The table stays.

class TrendChart extends HTMLElement {
  connectedCallback(): void {
    const seen = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      seen.disconnect();
      void import('./trend-draw.ts').then(({ draw }) => draw(this));
    });
    seen.observe(this);
  }
}

customElements.define('trend-chart', TrendChart);
