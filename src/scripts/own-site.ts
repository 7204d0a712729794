// Commands name the site that their page was built for. Read at another address, a preview for one, they ask that one
// instead: another server at the first address would give, and verify, somebody else's bytes.

class OwnSite extends HTMLElement {
  connectedCallback(): void {
    const { site = '', base = '/' } = this.dataset;
    const here = new URL(base, location.href).href;
    if (site === '' || site === here) return;
    for (const element of this.querySelectorAll<HTMLElement>('code')) {
      element.textContent = (element.textContent ?? '').replaceAll(site, here);
    }
    for (const { dataset } of this.querySelectorAll<HTMLElement>('copy-text')) {
      dataset.text = (dataset.text ?? '').replaceAll(site, here);
    }
  }
}

customElements.define('own-site', OwnSite);
