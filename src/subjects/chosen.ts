// The subject that somebody asks for: one of ours by its name, or one of theirs by the path of its module.

import { isModulePath, openModule } from './own-module.ts';
import { openSubject, subjectNames } from './registry.ts';
import type { Subject, SubjectSettings } from './subject.ts';

/** @throws Error where there is none of that name, or the module makes none */
export const chosenSubject = async (name: string, settings: SubjectSettings): Promise<Subject> =>
  isModulePath(name) ? openModule(name, settings, subjectNames()) : openSubject(name, settings);
