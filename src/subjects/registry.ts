// The subjects by name: the only place that knows them. A new subject is one line here and a folder beside.

import { aiMemorySubject } from './ai-memory/subject.ts';
import { referenceSubject } from './reference/subject.ts';
import type { Subject, SubjectSettings } from './subject.ts';

const SUBJECTS: ReadonlyMap<string, (settings: SubjectSettings) => Subject> = new Map([
  ['reference', referenceSubject],
  ['ai-memory', aiMemorySubject],
]);

export const subjectNames = (): string[] => [...SUBJECTS.keys()];

/** Throws where no subject has that name. */
export function openSubject(name: string, settings: SubjectSettings): Subject {
  const make = SUBJECTS.get(name);
  if (!make) throw new Error(`subject: expected one of ${subjectNames().join(', ')}, found ${JSON.stringify(name)}`);
  return make(settings);
}
