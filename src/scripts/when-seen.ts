// Charts are drawn when they come into view: nobody loads one that he does not scroll to. Its table stays.

type Draw = (host: HTMLElement) => void;

/** Makes an element of that name draw itself, once, with what is loaded then. */
export function drawnWhenSeen(name: string, load: () => Promise<{ draw: Draw }>): void {
  customElements.define(
    name,
    class extends HTMLElement {
      connectedCallback(): void {
        const seen = new IntersectionObserver((entries) => {
          if (!entries.some((entry) => entry.isIntersecting)) return;
          seen.disconnect();
          void load().then(({ draw }) => draw(this));
        });
        seen.observe(this);
      }
    },
  );
}
