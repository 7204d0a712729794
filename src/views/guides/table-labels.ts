// The head of each column beside its cells: on a phone a row of a table is a card, and its cells have no head above them.
// The HTML is that of our own guides, in which no table is inside another.

const HEAD = /<th\b[^>]*>(.*?)<\/th>/gs;
const ROW = /<tr\b[^>]*>.*?<\/tr>/gs;
const CELL = /<td\b/g;
const TAG = /<[^>]*>/g;

/** The same rows; the first cell of each says what the row is about, and the only other one what that is. */
export function labelledCells(html: string): string {
  const heads = [...html.matchAll(HEAD)].map(([, text = '']) => text.replace(TAG, '').replaceAll('"', '&quot;').trim());
  return html.replace(ROW, (row) => {
    let column = 0;
    return row.replace(CELL, (cell) => {
      const name = heads.length > 2 ? ` data-th="${heads[column] ?? ''}"` : '';
      column += 1;
      return column === 1 ? `${cell} class="head"` : `${cell} class="long"${name}`;
    });
  });
}
