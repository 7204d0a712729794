// A run that ends with the test that asked for it.

import { onTestFinished } from 'vitest';
import { Run } from '../../../src/machine/run.ts';

export function newRun(): Run {
  const run = new Run();
  onTestFinished(() => run.close());
  return run;
}
