// Measured and computed numbers as the pages print them. A limit is rounded towards the weaker claim: what is
// shown to be reached goes down, what is shown not to be exceeded goes up. No figure is better in print.

/** `0.99955` of 0.999559: for lower limits and bounds. */
export const roundedDown = (value: number, digits: number): string => plain(Math.floor, value, digits);

/** A measured bound as it is: `0.2`, `0.97555`, never more digits than it has. */
export const boundInWords = (bound: number): string => String(Number(roundedDown(bound, 5)));

/** `0.0582` of 0.05816: for upper limits. */
export const roundedUp = (value: number, digits: number): string => plain(Math.ceil, value, digits);

/** The scaled value is taken to fifteen digits first: 0.995 * 1e5 is 99,500, not a hair below it. */
function plain(round: (value: number) => number, value: number, digits: number): string {
  const rounded = round(Number((value * 10 ** digits).toPrecision(15))) / 10 ** digits;
  return Number.isInteger(rounded) ? String(rounded) : rounded.toFixed(digits);
}

/** `2,995`: the same in every locale that builds the site. */
export const grouped = (value: number): string => value.toLocaleString('en-US');

/** `482`, below ten `4.8`: nobody times a network to the microsecond. */
export const milliseconds = (value: number): string =>
  value < 10 ? String(Math.round(value * 10) / 10) : grouped(Math.round(value));
