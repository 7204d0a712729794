// One line that shows a finding again.

import type { Entry } from '../../catalogue/catalogue.ts';
import type { DefectState } from '../../catalogue/findings-in.ts';
import { documentOf } from '../../catalogue/texts.ts';
import { isControl } from '../../contract/controls.ts';
import { objectAt } from '../../contract/json-object.ts';
import { SUMMARY_FILE } from '../../contract/names.ts';
import { cycleLines } from '../campaign/chaos/cycles.ts';
import { isProfile, replayOfLine, SUBJECT } from '../campaign/chaos/replay.ts';

/**
 * The line that shows a finding again: the cycle that showed it, or a whole campaign of the same profile and seed. Null
 * where the campaign was not run by this runner.
 */
export function reproduceCommand(root: string, entry: Entry, cycle: DefectState['cycle']): string | null {
  const { subject, seed, profile } = entry.head;
  if (seed === null || subject === null || !SUBJECT.test(subject)) return null;
  const line = cycle && cycleLines(root, entry, cycle.name).lines.find((one) => one.cycle.cycle === cycle.cycle);
  if (cycle && line) return replayOfLine(root, entry, cycle.name, line.cycle);
  const settings = objectAt(documentOf(root, entry, SUMMARY_FILE, []) ?? {}, 'settings');
  const base = [settings.base, profile].find(isProfile) ?? 'gate';
  return `npm run campaign -- --profile ${base} --subject ${subject}${isControl(subject) ? '' : ' --binary PATH'} --seed ${seed}`;
}
