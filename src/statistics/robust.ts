// A centre and a spread that a few odd values do not move. Pure.

/** Of a normal distribution the median absolute deviation is its standard deviation divided by this. */
const NORMAL = 1.4826;

/** The middle value, or the mean of the middle two; null for no values. */
export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((x, y) => x - y);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

/** The median absolute deviation from the median, scaled to a standard deviation; null for no values. */
export function spread(values: readonly number[]): number | null {
  const middle = median(values);
  const deviation = middle === null ? null : median(values.map((value) => Math.abs(value - middle)));
  return deviation === null ? null : NORMAL * deviation;
}
