// Which documents a phase is judged from: its files, or, where it has none at all, what the summary embeds.

import type { Provenance } from '../contract/artifacts.ts';
import { PHASES, type PhaseNumber, phaseOf, SUMMARY_FILE } from '../contract/names.ts';
import type { JsonObject, Reading, Unreadable } from '../contract/reading.ts';
import type { PhaseProvenance } from '../contract/verdict.ts';
import type { Source } from './check.ts';
import { asList, asString, isObject, sameJson, shortJson } from './field.ts';
import type { Integrity } from './integrity.ts';

export interface PhaseDocuments {
  phase: PhaseNumber;
  sources: Source[];
  /** Files (or embedded documents) of this phase that cannot be judged, in words. */
  unreadable: { file: string; detail: string }[];
  embeddedNodes: string[];
  provenance: PhaseProvenance | null;
  notes: string[];
}

export function phaseDocuments(
  files: readonly Reading[],
  summary: JsonObject | null,
  integrity: Integrity,
): PhaseDocuments[] {
  const embedded = embeddedSources(summary);
  return PHASES.map((phase) => {
    const own = files.filter(({ file }) => phaseOf(file)?.phase === phase).sort((a, b) => (a.file < b.file ? -1 : 1));
    const inside = embedded.filter((source) => source.phase === phase);
    const gone = integrity.gone
      .filter(({ file }) => phaseOf(file)?.phase === phase)
      .map(({ file }) => ({ file, detail: `${file} is listed and gone` }));
    const found = own.length > 0 ? fromFiles(phase, own, inside, integrity) : fromSummary(phase, inside);
    return {
      ...found,
      unreadable: [...found.unreadable, ...gone],
      embeddedNodes: inside.flatMap(({ node }) => node ?? []),
    };
  });
}

type Found = Omit<PhaseDocuments, 'embeddedNodes'>;
type Embedded = Source & { phase: PhaseNumber };

function fromFiles(
  phase: PhaseNumber,
  own: readonly Reading[],
  inside: readonly Embedded[],
  integrity: Integrity,
): Found {
  const found: Found = { phase, sources: [], unreadable: [], provenance: null, notes: [] };
  const provenances: Provenance[] = [];
  for (const reading of own) {
    const detail = integrity.departs(reading)?.detail ?? unreadablePhase(reading, phase)?.detail ?? null;
    if (detail !== null || reading.state !== 'document') {
      found.unreadable.push({ file: reading.file, detail: detail ?? 'it is no document' });
      continue;
    }
    const node = phaseOf(reading.file)?.node ?? null;
    found.sources.push({ file: reading.file, base: [], node, document: reading.document });
    provenances.push(provenanceOf(reading, integrity));
    const copy = inside.find((source) => source.node === node);
    if (copy) found.notes.push(...difference(reading.file, reading.document, copy));
  }
  return { ...found, provenance: leastDirect(provenances) };
}

function difference(file: string, document: JsonObject, copy: Embedded): string[] {
  const same = sameJson(document, copy.document);
  if (same === true) return [];
  const how = same === false ? 'differs from' : 'is nested too deeply to compare with';
  return [`${file} ${how} its copy in ${SUMMARY_FILE}; the file counts`];
}

function fromSummary(phase: PhaseNumber, inside: readonly Embedded[]): Found {
  const nodes = new Set(inside.map(({ node }) => node));
  if (inside.length > nodes.size) {
    const detail = `${SUMMARY_FILE} embeds ${inside.length} documents of phase ${phase} where ${nodes.size} can stand`;
    return { phase, sources: [], unreadable: [{ file: SUMMARY_FILE, detail }], provenance: null, notes: [] };
  }
  const sources = inside.map(({ file, base, node, document }) => ({ file, base, node, document }));
  return { phase, sources, unreadable: [], provenance: sources.length > 0 ? 'embedded' : null, notes: [] };
}

/** Every document in the summary that says which phase it is; phase 1 by node, from `host` or by position. */
function embeddedSources(summary: JsonObject | null): Embedded[] {
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

/** Why a phase file gives no document, or null. A document must say that it is of this phase. */
export function unreadablePhase(reading: Reading, phase: PhaseNumber): Unreadable | null {
  if (reading.state === 'unreadable') return reading.why;
  if (reading.state !== 'document' || reading.document.phase === phase) return null;
  const found = reading.document.phase === undefined ? 'nothing' : shortJson(reading.document.phase, 80);
  return {
    problem: 'wrong phase',
    detail: `${reading.file} says of itself: phase ${found}; expected ${phase}`,
    line: null,
    excerpt: null,
  };
}

/** A mark inside the document outweighs a list that calls it recorded. */
export function provenanceOf(reading: Reading, integrity: Integrity): Provenance {
  const listed = integrity.departs(reading) === null ? integrity.recordedProvenance(reading.file) : null;
  const document = reading.state === 'document' ? reading.document : {};
  if (listed === 'transcribed' || typeof document._transcribed_from === 'string') return 'transcribed';
  if (listed === 'reconstructed' || typeof document._reconstructed_from === 'string') return 'reconstructed';
  return 'recorded';
}

/** A phase is as direct as its least direct document. */
function leastDirect(provenances: readonly Provenance[]): Provenance | null {
  const order = ['transcribed', 'reconstructed', 'recorded'] as const;
  return order.find((provenance) => provenances.includes(provenance)) ?? null;
}
