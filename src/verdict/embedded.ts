// The phase documents that a summary embeds: which there are, of which phase and node, and whether a mask hides one.

import { isObject } from '../contract/json-object.ts';
import { PHASES, type PhaseNumber, SUMMARY_FILE } from '../contract/names.ts';
import type { JsonObject } from '../contract/reading.ts';
import type { Source } from './check.ts';
import { asList, asString } from './field.ts';
import { hasMaskedKey, isMaskedText } from './masked.ts';

export type Embedded = Source & { phase: PhaseNumber };

/** Whether the summary embeds something of which a mask hides the phase. */
export function hidesPhases(summary: JsonObject | null): boolean {
  const phases = summary?.phases;
  return isMaskedText(phases) || (asList(phases) ?? []).some(hidesPhase);
}

function hidesPhase(embedded: unknown): boolean {
  if (!isObject(embedded)) return isMaskedText(embedded);
  return embedded.phase === undefined ? hasMaskedKey(embedded) : isMaskedText(embedded.phase);
}

/** Every document in the summary that says which phase it is; phase 1 by node, from `host` or by position. */
export function embeddedSources(summary: JsonObject | null): Embedded[] {
  const found: Embedded[] = [];
  let position = 0;
  for (const [index, document] of (asList(summary?.phases) ?? []).entries()) {
    if (!isObject(document)) continue;
    const phase = PHASES.find((number) => number === document.phase);
    if (!phase) continue;
    const node = phase === 1 ? nodeOf(document, position++) : null;
    found.push({ phase, file: SUMMARY_FILE, base: ['phases', index], node, document });
  }
  return found;
}

function nodeOf(document: JsonObject, position: number): string {
  const letter = /-([a-z])$/.exec(asString(document.host) ?? '')?.[1];
  return letter ?? (position < 26 ? String.fromCharCode(97 + position) : 'z');
}
