// Filters all campaigns, not only this page's, from the same document that machines read.
// The state is the address, so that a filtered list can be linked. Every text goes in as text.

import { completionInRow, completionOf } from '../catalogue/completion.ts';
import type { ApiCampaignRow, ApiCampaigns } from '../contract/api.ts';
import { visible } from '../contract/visible-text.ts';
import { nameInWords } from '../views/name-in-words.ts';
import { markOf } from '../views/words.ts';
import type { Search } from './campaign-search.ts';
import { element, markElement } from './elements.ts';

const SHOWN_MAX = 500;

class CampaignFilter extends HTMLElement {
  private campaigns: Promise<ApiCampaignRow[]> | undefined;
  private search: Promise<Search> | undefined;
  private original: Node[] = [];

  connectedCallback(): void {
    this.hidden = false;
    const form = this.querySelector('form');
    const body = this.body();
    if (!form || !body) return;
    this.original = [...body.childNodes];
    const given = new URLSearchParams(location.search);
    for (const select of form.querySelectorAll('select')) this.restore(select, given.get(select.name));
    const field = form.querySelector('input');
    if (field) field.value = given.get('q') ?? '';
    form.addEventListener('change', () => void this.apply(form));
    field?.addEventListener('input', () => void this.apply(form));
    form.addEventListener('submit', (event) => event.preventDefault());
    form.addEventListener('reset', () => queueMicrotask(() => setTimeout(() => void this.apply(form))));
    if ([...given.keys()].some((key) => form.elements.namedItem(key))) void this.apply(form, false);
  }

  private body(): HTMLTableSectionElement | null {
    return this.parentElement?.querySelector<HTMLTableSectionElement>('table.campaigns tbody') ?? null;
  }

  /** The row that the build wrote, where this page has it: it says more than the document for machines. */
  private built(id: string): Node | undefined {
    return this.original.find((node) => node instanceof Element && node.querySelector('th a')?.textContent === id);
  }

  /** A value from the address that the page did not offer is still a filter. */
  private restore(select: HTMLSelectElement, value: string | null): void {
    if (value === null) return;
    if (![...select.options].some((option) => option.value === value)) select.append(new Option(value, value));
    select.value = value;
  }

  /** What the search finds, best first; all where nothing is searched for. */
  private async searched(all: ApiCampaignRow[], text: string | undefined): Promise<ApiCampaignRow[]> {
    if (text === undefined) return all;
    this.search ??= import('./campaign-search.ts').then(({ searchOf }) => searchOf(all, this.dataset.findings ?? ''));
    const search = await this.search;
    const byId = new Map(all.map((campaign) => [campaign.id, campaign]));
    return search(text).flatMap((id) => byId.get(id) ?? []);
  }

  private async apply(form: HTMLFormElement, remember = true): Promise<void> {
    const wanted = new Map(
      [...new FormData(form)].flatMap(([key, value]) => (value === '' ? [] : [[key, String(value)] as const])),
    );
    if (remember)
      history.replaceState(null, '', wanted.size === 0 ? location.pathname : `?${new URLSearchParams([...wanted])}`);
    const status = this.querySelector('[role=status]');
    const body = this.body();
    const pages = this.parentElement?.querySelector<HTMLElement>('.pages');
    if (!body || !status) return;
    if (pages) pages.hidden = wanted.size > 0;
    if (wanted.size === 0) {
      body.replaceChildren(...this.original);
      status.textContent = '';
      return;
    }
    try {
      this.campaigns ??= load(this.dataset.api ?? '');
      const all = await this.campaigns;
      const found = (await this.searched(all, wanted.get('q'))).filter((campaign) => matches(campaign, wanted));
      const rows = found.slice(0, SHOWN_MAX);
      body.replaceChildren(...rows.map((each) => this.built(each.id) ?? row(each, this.dataset.base ?? '')));
      const cut = found.length > SHOWN_MAX ? `; the first ${SHOWN_MAX} are shown` : '';
      status.textContent = `${found.length} of ${(await this.campaigns).length} campaigns${cut}`;
    } catch (error) {
      this.campaigns = undefined;
      this.search = undefined;
      status.textContent = `The list could not be loaded (${String(error)}); the page below is unfiltered.`;
    }
  }
}

async function load(address: string): Promise<ApiCampaignRow[]> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`status ${response.status}`);
  return ((await response.json()) as ApiCampaigns).campaigns;
}

function matches(campaign: ApiCampaignRow, wanted: ReadonlyMap<string, string>): boolean {
  return [...wanted].every(([key, value]) => {
    if (key === 'q') return true;
    if (key === 'outcome') return value === 'disputed' ? campaign.claim.disputed : campaign.outcome === value;
    const phase = /^phase([1-4])$/.exec(key)?.[1];
    if (phase) return campaign.phases.some((each) => each.phase === Number(phase) && each.status === value);
    // the choices of the page are in visible text; an address that somebody wrote may hold either
    const own = campaign[key as 'series' | 'ref' | 'profile'];
    return own !== null && (own === value || visible(own) === value);
  });
}

function row(campaign: ApiCampaignRow, base: string): HTMLTableRowElement {
  const { id, ref, profile, outcome, claim, phases, completed_at, reconstructed_from } = campaign;
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, element('a', { href: `${base}${encodeURIComponent(id)}/` }, id)),
    element('td', {}, markElement(markOf(outcome)), ...(claim.disputed ? [' disputed'] : [])),
    element('td', { className: 'phases' }, ...phases.map(({ status }) => markElement(markOf(status), true))),
    element('td', {}, element('code', {}, ref === null ? 'not recorded' : nameInWords(ref))),
    element('td', {}, profile ?? 'not recorded'),
    element('td', { className: 'when' }, completionInRow({ completed_at, ...completionOf(completed_at, Date.now()) })),
    element('td', {}, reconstructed_from ? 'reconstructed' : ''),
  );
}

customElements.define('campaign-filter', CampaignFilter);
