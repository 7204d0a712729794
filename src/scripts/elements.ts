// Elements made in the browser. Children are elements or text, never markup, and text that others wrote is made
// visible here as it is on every page of the build.

import { visible } from '../contract/visible-text.ts';
import type { Mark } from '../views/words.ts';

export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children.map((child) => (typeof child === 'string' ? visible(child) : child)));
  return made;
}

/** Glyph, word and colour together; the word for screen readers alone where `bare`. */
export function markElement({ glyph, word, tone }: Mark, bare = false): HTMLElement {
  return element(
    'span',
    { className: `mark-of ${tone}`, title: word },
    element('b', { ariaHidden: 'true' }, glyph),
    element('span', { className: bare ? 'quiet' : '' }, ` ${word}`),
  );
}
