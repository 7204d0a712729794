// Compares any two campaigns from the documents for machines. The state is the address, so that a comparison can be
// linked: /compare/?a=<before>&b=<after>. What draws it is loaded when it is asked for.

import type { ApiCampaigns } from '../contract/api.ts';
import { messageOf } from '../contract/message.ts';

class CompareCampaigns extends HTMLElement {
  connectedCallback(): void {
    const form = this.querySelector('form');
    if (!form) return;
    this.hidden = false;
    const [before, after] = [fieldOf(form, 'a'), fieldOf(form, 'b')];
    const given = new URLSearchParams(location.search);
    if (before) before.value = given.get('a') ?? '';
    if (after) after.value = given.get('b') ?? '';
    form.addEventListener('focusin', () => void this.offer(), { once: true });
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const [a, b] = [before?.value.trim() ?? '', after?.value.trim() ?? ''];
      history.replaceState(null, '', `?${new URLSearchParams({ a, b })}`);
      void this.compare(a, b);
    });
    if (before?.value && after?.value) void this.compare(before.value, after.value);
  }

  /** The ids to choose from, once somebody begins to choose. */
  private async offer(): Promise<void> {
    const list = this.querySelector('datalist');
    const response = await fetch(this.dataset.api ?? '').catch(() => null);
    if (!list || !response?.ok) return;
    const { campaigns } = (await response.json()) as ApiCampaigns;
    list.replaceChildren(...campaigns.map(({ id }) => new Option(id, id)));
  }

  private async compare(a: string, b: string): Promise<void> {
    const place = this.querySelector<HTMLElement>('.result');
    if (!place) return;
    place.replaceChildren();
    this.say('Reading both campaigns.');
    try {
      const { drawComparison } = await import('./compare-draw.ts');
      const { apiBase = '', campaigns = '' } = this.dataset;
      place.replaceChildren(...(await drawComparison(a, b, { api: apiBase, campaigns })));
      this.say('');
    } catch (error) {
      this.say(messageOf(error));
    }
  }

  private say(words: string): void {
    const status = this.querySelector('[role=status]');
    if (status) status.textContent = words;
  }
}

function fieldOf(form: HTMLFormElement, name: string): HTMLInputElement | null {
  const field = form.elements.namedItem(name);
  return field instanceof HTMLInputElement ? field : null;
}

customElements.define('compare-campaigns', CompareCampaigns);
