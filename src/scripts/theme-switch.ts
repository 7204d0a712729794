// A button that goes round: as the system says, light, dark. public/theme.js sets what was chosen before a page is
// painted; without JavaScript the system decides.

const KEY = 'proofhouse-theme';
const THEMES = ['system', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

class ThemeSwitch extends HTMLElement {
  connectedCallback(): void {
    const button = this.querySelector('button');
    if (!button) return;
    this.hidden = false;
    let theme = remembered();
    const show = () => {
      button.textContent = `Theme: ${theme}`;
    };
    show();
    button.addEventListener('click', () => {
      theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
      apply(theme);
      show();
    });
  }
}

function apply(theme: Theme): void {
  const { dataset } = document.documentElement;
  if (theme === 'system') delete dataset.theme;
  else dataset.theme = theme;
  try {
    if (theme === 'system') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // It holds for this page; nothing can be remembered.
  }
  document.dispatchEvent(new Event('themechange'));
}

const remembered = (): Theme => THEMES.find((theme) => theme === document.documentElement.dataset.theme) ?? 'system';

customElements.define('theme-switch', ThemeSwitch);
