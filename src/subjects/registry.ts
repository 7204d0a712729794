// The subjects by name: the only place that knows them. A new subject is one line here and a folder beside.

import { aiMemorySubject } from './ai-memory/subject.ts';
import { etcdSubject } from './etcd/subject.ts';
import { redisSubject } from './redis/subject.ts';
import { DEFECTS } from './reference/defects.ts';
import { referenceSubject } from './reference/subject.ts';
import type { Subject, SubjectSettings } from './subject.ts';

interface Known {
  /** It is run from here, or is a program of the system: whoever names no program means that one. */
  brings: boolean;
  open(settings: SubjectSettings): Subject;
  /** What can be planted in its program on purpose, by id. */
  defects: ReadonlyMap<string, Plantable>;
}

/** What a program with it does, in words, and the anomaly, or the check, that should name it. */
export type Plantable = { does: string; raises: string };

const SUBJECTS: ReadonlyMap<string, Known> = new Map([
  ['reference', { brings: true, open: referenceSubject, defects: DEFECTS }],
  ['ai-memory', { brings: false, open: aiMemorySubject, defects: new Map() }],
  ['etcd', { brings: true, open: etcdSubject, defects: new Map() }],
  ['redis', { brings: true, open: redisSubject, defects: new Map() }],
]);

export const subjectNames = (): string[] => [...SUBJECTS.keys()];

export const bringsProgram = (name: string): boolean => SUBJECTS.get(name)?.brings === true;

/** Every defect that can be planted, of whatever subject. */
export const plantable = (): { subject: string; id: string; does: string }[] =>
  [...SUBJECTS].flatMap(([subject, { defects }]) => [...defects].map(([id, { does }]) => ({ subject, id, does })));

/** @throws Error where that subject has no such defect */
export function plantableIn(subject: string, id: string): Plantable {
  const found = SUBJECTS.get(subject)?.defects.get(id);
  if (!found) throw new Error(`expected a defect of ${subject}, found ${JSON.stringify(id)}`);
  return found;
}

/** Throws where no subject has that name. */
export function openSubject(name: string, settings: SubjectSettings): Subject {
  const known = SUBJECTS.get(name);
  if (!known) throw new Error(`subject: expected one of ${subjectNames().join(', ')}, found ${JSON.stringify(name)}`);
  return known.open(settings);
}
