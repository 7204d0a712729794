// Programs that a test needs and that npm ci does not bring. Where one is missing the test is skipped and its title says
// why; where nothing may be skipped, as in CI, it fails with the same words.

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Set by .ci/run, and nowhere else. */
const NOTHING_SKIPPED = process.env.PROOFHOUSE_SKIPS === 'fail';

export interface Needed {
  /** Of the suite. */
  title: string;
  isSkipped: boolean;
  /** @throws Error that names what is missing */
  demand(): void;
}

export function needed(title: string, programs: readonly string[]): Needed {
  const missing = programs.filter((name) => placeOf(name) === null);
  const words = `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not installed`;
  const isSkipped = missing.length > 0 && !NOTHING_SKIPPED;
  return {
    title: isSkipped ? `${title} (skipped: ${words})` : title,
    isSkipped,
    demand() {
      if (missing.length > 0) throw new Error(`expected ${programs.join(', ')}, found that ${words}`);
    },
  };
}

/**
 * Whether a test can run its program, where being installed is not enough.
 * @throws Error where it cannot, and nothing may be skipped
 */
export function isAtHand(program: string, works: boolean, found = 'none that works'): boolean {
  if (works || !NOTHING_SKIPPED) return works;
  throw new Error(`expected ${program} on this machine, found ${found}`);
}

/** The path of a program, of a server too, which a user's PATH may leave out. */
export function placeOf(name: string): string | null {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, name)).find(isProgram) ?? null;
}

export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
