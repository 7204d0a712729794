// Order statistics of measured times. Pure.

/** The quantiles that every table of ours shows. */
export interface Quantiles {
  p50: number;
  p95: number;
  p99: number;
  max: number;
}

/** @returns null where nothing was measured: no evidence is no zero. */
export function quantiles(values: readonly number[]): Quantiles | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((x, y) => x - y);
  return { p50: at(sorted, 0.5), p95: at(sorted, 0.95), p99: at(sorted, 0.99), max: at(sorted, 1) };
}

/**
 * The smallest value that at least `share` of the values do not exceed (nearest rank, so always one that
 * was measured; definition 1 of Hyndman and Fan, "Sample quantiles in statistical packages", 1996).
 * @throws RangeError for an empty list, a share outside [0, 1], or a value that is no number
 */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new RangeError('expected at least one value, found none');
  if (!(share >= 0 && share <= 1)) throw new RangeError(`expected a share from 0 to 1, found ${share}`);
  if (values.some(Number.isNaN)) throw new RangeError('expected numbers, found NaN');
  return at(
    values.toSorted((x, y) => x - y),
    share,
  );
}

function at(sorted: readonly number[], share: number): number {
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  const value = sorted[rank - 1];
  if (value === undefined) throw new RangeError(`no value of rank ${rank} among ${sorted.length}`);
  return value;
}
