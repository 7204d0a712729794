// Charts read their figures from the tables that stand below them, so that each figure exists once.

export const rowsOf = (table: HTMLTableElement): HTMLTableRowElement[] =>
  [...table.tBodies].flatMap((body) => [...body.rows]);

export const textOf = (cell: Element | undefined): string => cell?.textContent?.trim() ?? '';

/** `1,234` is a number here; words, and the dash of a figure that is not there, are none. */
export function numberOf(cell: Element | undefined): number | null {
  const text = textOf(cell).replaceAll(',', '');
  const value = Number(text);
  return text === '' || Number.isNaN(value) ? null : value;
}
