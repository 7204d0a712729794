// A whole number as an option gives it.

import { InvalidArgumentError } from 'commander';

/** Reads a whole number from `least` on. */
export function whole(least: number): (text: string) => number {
  return (text) => {
    const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!Number.isSafeInteger(number) || number < least)
      throw new InvalidArgumentError(`expected a whole number from ${least}`);
    return number;
  };
}
