// Programs that some tests need and a machine may lack. A test without its program is skipped and says so; where
// CI_DEMANDS names the program (a list, separated by spaces), it fails instead.

const demanded = new Set((process.env.CI_DEMANDS ?? '').split(/\s+/));

/** @throws Error where the program is demanded and does not work */
export function isAtHand(program: string, works: boolean, found = 'none that works'): boolean {
  if (works || !demanded.has(program)) return works;
  throw new Error(`CI_DEMANDS names ${program}: expected it on this machine, found ${found}`);
}
