// Text that was never meant as markup, made into HTML: everything is escaped, blank lines part
// paragraphs, and `code` between backticks becomes code.

import type { Rich } from './analysis.ts';
import { countFigures } from './figures.ts';

const CODE = /`([^`\n]+)`/g;
const BLANK_LINES = /\n[^\S\n]*\n\s*/;

/** Paragraphs; null for text that is all white space. */
export function richText(source: string): Rich | null {
  const text = clean(source);
  if (text === '') return null;
  const paragraphs = text.split(BLANK_LINES);
  return { html: paragraphs.map((paragraph) => `<p>${inline(paragraph)}</p>`).join('\n'), text };
}

/** One line without a paragraph around it; null for text that is all white space. */
export function richLine(source: string): Rich | null {
  const text = clean(source).replace(/\s+/g, ' ');
  return text === '' ? null : { html: inline(text), text };
}

/** The figures of plain text, which can be neither bound nor cited. */
export const figuresIn = (text: string): number => countFigures(text.replace(CODE, ' \ufffc '));

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

const clean = (source: string): string => source.replace(/\r\n?/g, '\n').trim();
const inline = (text: string): string => escapeHtml(text).replace(CODE, '<code>$1</code>');
