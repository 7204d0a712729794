// What the keys that clients share show beyond their last words: the models that they refute, and what sessions saw.
// Neither is an anomaly by itself; what a version promises of sessions is looked for by checkers of the list.

import type { CycleModel } from '../history/model.ts';
import { type CycleConsistency, consistencyOf } from './register/consistency.ts';
import { type SessionFinding, sessionFindings } from './sessions/sessions.ts';
import { registersOf } from './shared-keys.ts';

export interface SharedFindings {
  /** null: no client read a key that others use. */
  consistency: CycleConsistency | null;
  sessions: readonly SessionFinding[] | null;
  /** Why nothing of it could be judged; null: it could. */
  problem: string | null;
}

const NOTHING: SharedFindings = { consistency: null, sessions: null, problem: null };

export function sharedFindings(model: CycleModel): SharedFindings {
  if (model.keys.size === 0) return NOTHING;
  try {
    const consistency = consistencyOf(registersOf(model), model.rules.nodes);
    return consistency === null ? NOTHING : { consistency, sessions: sessionsOf(model), problem: null };
  } catch (error) {
    return { ...NOTHING, problem: `the models of keys could not be judged: ${String(error)}` };
  }
}

/** What sessions saw in a cycle: one entry for each breach and scope. Several checkers ask for the same. */
export function sessionsOf(model: CycleModel): readonly SessionFinding[] {
  const found = asked.get(model) ?? sessionFindings(registersOf(model), model.fault);
  asked.set(model, found);
  return found;
}

const asked = new WeakMap<CycleModel, readonly SessionFinding[]>();
