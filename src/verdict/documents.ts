// Which documents a phase is judged from: its files, or, where no phase at all has any, what the summary embeds.

import type { Provenance } from '../contract/artifacts.ts';
import { NODE_NAMES, NODES, PHASES, type PhaseNumber, phaseOf, SUMMARY_FILE } from '../contract/names.ts';
import type { JsonObject, Reading, Unreadable } from '../contract/reading.ts';
import type { PhaseProvenance } from '../contract/verdict.ts';
import type { Source } from './check.ts';
import { type Embedded, embeddedSources, hidesPhases } from './embedded.ts';
import { asList, sameJson, shortJson, valueAt } from './field.ts';
import type { Integrity } from './integrity.ts';

export interface PhaseDocuments {
  phase: PhaseNumber;
  sources: Source[];
  /** Files (or embedded documents) of this phase that cannot be judged, in words. */
  unreadable: { file: string; detail: string }[];
  /** Why documents that the summary embeds were not used, or null. */
  unused: string | null;
  /** Nodes that must have a word in it: those of the protocol, and what else the summary names. */
  nodes: string[];
  provenance: PhaseProvenance | null;
  notes: string[];
}

export function phaseDocuments(
  files: readonly Reading[],
  summary: JsonObject | null,
  integrity: Integrity,
): PhaseDocuments[] {
  const embedded = embeddedSources(summary);
  const planned = plannedNodes(summary);
  const named = [...files, ...integrity.gone].find(({ file }) => phaseOf(file) !== null)?.file ?? null;
  return PHASES.map((phase) => {
    const own = files.filter(({ file }) => phaseOf(file)?.phase === phase).sort((a, b) => (a.file < b.file ? -1 : 1));
    const inside = embedded.filter((source) => source.phase === phase);
    const gone = integrity.gone
      .filter(({ file }) => phaseOf(file)?.phase === phase)
      .map(({ file }) => ({ file, detail: `${file} is listed and gone` }));
    const found =
      own.length > 0
        ? fromFiles(phase, own, inside, integrity)
        : named === null
          ? fromSummary(phase, inside, hidesPhases(summary))
          : { ...nothing(phase), unused: inside.length > 0 ? unusedBeside(named) : null };
    return {
      ...found,
      unreadable: [...found.unreadable, ...gone],
      nodes: [...new Set([...NODES, ...planned, ...inside.flatMap(({ node }) => node ?? [])])].sort(),
    };
  });
}

/** The nodes that the campaign was to have, as far as it has names of ours for them. */
export function plannedNodes(summary: JsonObject | null): string[] {
  const names = asList(valueAt(summary, ['settings', 'nodes'])) ?? [];
  return NODE_NAMES.filter((node) => names.includes(node));
}

type Found = Omit<PhaseDocuments, 'nodes'>;

const nothing = (phase: PhaseNumber): Found => ({
  phase,
  sources: [],
  unreadable: [],
  unused: null,
  provenance: null,
  notes: [],
});

/** A copy must not replace a file that was removed, and nobody knows that none was. */
const unusedBeside = (file: string): string =>
  `${SUMMARY_FILE} embeds a document of this phase, which is not used: this campaign has files of its own, ` +
  `as ${file}, and a copy does not replace one that is gone`;

function fromFiles(
  phase: PhaseNumber,
  own: readonly Reading[],
  inside: readonly Embedded[],
  integrity: Integrity,
): Found {
  const found = nothing(phase);
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
    const copies = inside.filter((source) => source.node === node);
    found.notes.push(...copies.flatMap((copy) => difference(reading.file, reading.document, copy)).slice(0, 1));
  }
  return { ...found, provenance: leastDirect(provenances) };
}

function difference(file: string, document: JsonObject, copy: Embedded): string[] {
  const same = sameJson(document, copy.document);
  if (same === true) return [];
  const how = same === false ? 'differs from' : 'is nested too deeply to compare with';
  return [`${file} ${how} its copy in ${SUMMARY_FILE}; the file counts`];
}

function fromSummary(phase: PhaseNumber, inside: readonly Embedded[], hidden: boolean): Found {
  const unreadable = (detail: string): Found => ({
    ...nothing(phase),
    unreadable: [{ file: SUMMARY_FILE, detail: `${SUMMARY_FILE} embeds ${detail}` }],
  });
  const nodes = new Set(inside.map(({ node }) => node));
  if (hidden) return unreadable('a document whose phase is masked, so it may be one of this phase');
  if (inside.length > nodes.size) {
    return unreadable(`${inside.length} documents of phase ${phase}, where ${nodes.size} can be`);
  }
  const sources = inside.map(({ file, base, node, document }) => ({ file, base, node, document }));
  return { ...nothing(phase), sources, provenance: sources.length > 0 ? 'embedded' : null };
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
