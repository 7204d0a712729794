// What a checker says of a cycle, in one line: for tests.

import { CHECKERS } from '../../src/checkers/list.ts';
import type { AnomalyName } from '../../src/contract/anomalies.ts';
import type { CycleModel } from '../../src/history/model.ts';

/** `not applicable`, `open`, `none`, or what was found: the keys and nodes of the anomaly. */
export function seen(name: AnomalyName, cycle: CycleModel): string {
  const checker = CHECKERS.find((one) => one.name === name);
  if (!checker) throw new Error(`no checker is named ${name}`);
  if (!checker.applies(cycle)) return 'not applicable';
  const { valid, anomalies } = checker.check(cycle);
  if (valid === null) return 'open';
  const [found] = anomalies;
  return found ? `${found.ids.join()} on ${found.nodes.join()}` : 'none';
}
