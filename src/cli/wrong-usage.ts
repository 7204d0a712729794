/** What was typed cannot be done, and nothing was begun: exit code 2. */
export class WrongUsage extends Error {
  override readonly name = 'WrongUsage';
}
