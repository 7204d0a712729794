// The subjects by name: the only place that knows them. A new subject is one line here and a folder beside.

import { aiMemorySubject } from './ai-memory/subject.ts';
import { DEFECTS } from './reference/defects.ts';
import { referenceSubject } from './reference/subject.ts';
import type { Subject, SubjectSettings } from './subject.ts';

interface Known {
  open(settings: SubjectSettings): Subject;
  /** What can be planted in its nodes on purpose, by id, and what a node then does. */
  defects: ReadonlyMap<string, { does: string }>;
}

const SUBJECTS: ReadonlyMap<string, Known> = new Map([
  ['reference', { open: referenceSubject, defects: DEFECTS }],
  ['ai-memory', { open: aiMemorySubject, defects: new Map() }],
]);

export const subjectNames = (): string[] => [...SUBJECTS.keys()];

/** Every defect that can be planted, of whatever subject. */
export const plantable = (): { subject: string; id: string; does: string }[] =>
  [...SUBJECTS].flatMap(([subject, { defects }]) => [...defects].map(([id, { does }]) => ({ subject, id, does })));

/** Throws where no subject has that name. */
export function openSubject(name: string, settings: SubjectSettings): Subject {
  const known = SUBJECTS.get(name);
  if (!known) throw new Error(`subject: expected one of ${subjectNames().join(', ')}, found ${JSON.stringify(name)}`);
  return known.open(settings);
}
