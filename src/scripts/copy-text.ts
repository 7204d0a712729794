// A copy button beside a text that can be read, selected and downloaded without it.

class CopyText extends HTMLElement {
  connectedCallback(): void {
    this.hidden = false;
    this.querySelector('button')?.addEventListener('click', (event) =>
      this.copy(event.currentTarget as HTMLButtonElement),
    );
  }

  private async copy(button: HTMLButtonElement): Promise<void> {
    const before = button.textContent;
    try {
      await navigator.clipboard.writeText(await this.text());
      button.textContent = 'Copied';
    } catch {
      button.textContent = 'Could not copy: select the text instead';
    }
    const restore = () => {
      button.textContent = before;
    };
    button.addEventListener('blur', restore, { once: true });
  }

  /** The text itself, or the artifact's bytes as they are published. */
  private async text(): Promise<string> {
    const { text, from } = this.dataset;
    if (text !== undefined) return text;
    const response = await fetch(from ?? '');
    if (!response.ok) throw new Error(`${response.status}`);
    return response.text();
  }
}

customElements.define('copy-text', CopyText);
