// The names and limits that both sides of the house share.
// A name that does not match here is reported and left out, on disk as on the site.

/** Folder and artifact names that may appear in an address. */
export const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/** A folder whose name ends like a file would shadow one. */
const FILE_LIKE = /\.(html|json|xml|txt)$/;

/** The only artifacts that are published; anything else is listed, never served. */
const PUBLISHED = /\.(json|jsonl|jsonl\.gz|log|txt)$/;

/** `soak-v0.6.0-r17` is number 17 of the series `soak-v0.6.0`. */
const SERIES = /^(.+)-r(\d+)$/;

/** A fault class or an anomaly, as it may stand in a check id; some ids of phase 4 are taken. */
const WORD = /^[a-z][a-z0-9_]*$/;
const TAKEN = ['pass_flag', 'consistent'];

export const PHASES = [1, 2, 3, 4] as const;
export type PhaseNumber = (typeof PHASES)[number];

/** The nodes that a campaign of ours can have; an artifact may name others. */
export const NODE_NAMES = ['a', 'b', 'c', 'd', 'e'] as const;
export type NodeName = (typeof NODE_NAMES)[number];

/** The nodes of the protocol, which every campaign has. */
export const NODES = ['a', 'b', 'c'] as const satisfies readonly NodeName[];

/** The four classes that a gate must measure. */
export const DEFAULT_FAULTS = [
  'kill_primary_mid_write',
  'partition_minority',
  'drop_random_acks',
  'clock_skew_peer',
] as const;

/** The classes after which a node has only what it had synced; a kill leaves it what it wrote to the system, too. */
export const POWER_LOSSES = ['power_loss', 'power_loss_all'] as const;

export const SUMMARY_FILE = 'campaign-summary.json';
export const EVIDENCE_LIST_FILE = 'evidence.sha256.json';
export const ANALYSIS_FILE = 'analysis.mdx';
export const INSIGHTS_FILE = 'run-insights.json';
export const RECONSTRUCTION_FILE = 'reconstruction.json';

/** Results that come later than the list of hashes, which lists none of them. */
const LATER = /^(recheck|shrink-.+|.+\.sigstore)\.json$/;
export const isLater = (file: string): boolean => file === ANALYSIS_FILE || LATER.test(file);

/** A campaign made on this machine for a first look: git-ignored, never part of a claim. */
export const LOCAL_PREFIX = 'local-';

/** Documents above this size are not parsed. */
export const DOCUMENT_BYTES_MAX = 32 * 1024 * 1024;

/** The bound that every fault class must reach, and the share of acked writes each node must hold. */
export const CONVERGENCE_BOUND_MIN = 0.995;
export const FEDERATION_PERCENT_MIN = 95;
/** Of the cycles to which a checker applies, the share that must have decided before nothing found says something. */
export const DECIDED_SHARE_MIN = 0.95;
export const MCP_TOOLS_MIN = 30;
export const MIGRATION_ROWS_DEFAULT = 1000;
export const MIGRATION_ROWS_MIN = 1000;

/** Below so many acked writes phase 2 proves nothing. */
export const FEDERATION_OKS_MIN = 20;

/** A document may name any number of fault classes, or list any number of anomalies; judge and pages stop here. */
export const FAULT_CLASSES_MAX = 200;
export const ANOMALIES_MAX = 100;

/** What a gate must show of each default fault class before it clears a release. */
export const GATE_CYCLES_MIN = 50;
export const GATE_ACKED_MIN = 5000;
export const GATE_DECIDED_PERCENT_MIN = 95;

export const isCampaignId = (name: string): boolean => NAME.test(name) && !FILE_LIKE.test(name);
export const isArtifactName = (name: string): boolean => NAME.test(name);
export const isPublished = (name: string): boolean => NAME.test(name) && PUBLISHED.test(name);
export const isLocal = (id: string): boolean => id.startsWith(LOCAL_PREFIX);
export const isWord = (name: string): boolean => WORD.test(name);
export const isFaultClass = (name: string): boolean => isWord(name) && !TAKEN.includes(name);

/** `{ series, ordinal }` of an id that ends in `-r<number>`, else nulls; a number that JSON cannot hold exactly is none. */
export function seriesOf(id: string): { series: string | null; ordinal: number | null } {
  const [, series = null, digits] = SERIES.exec(id) ?? [];
  const ordinal = Number(digits);
  return Number.isSafeInteger(ordinal) ? { series, ordinal } : { series: null, ordinal: null };
}

/** The history of a fault class, or of `phase2`. */
export const historyFile = (name: string): string => `history-${name}.jsonl.gz`;

/** All published artifacts of a campaign as one download; no artifact can have its address, since none ends so. */
export const archiveName = (id: string): string => `${id}.tar`;

/** One line for each cycle of a fault class. */
export const cyclesFile = (fault: string): string => `phase4-${fault}.jsonl`;

/** The phase and node that an artifact's name stands for: `phase1-node-b.json` is phase 1, node b. */
export function phaseOf(file: string): { phase: PhaseNumber; node: string | null } | null {
  const first = /^phase1-node-([a-z])\.json$/.exec(file);
  if (first) return { phase: 1, node: first[1] ?? null };
  const later = /^phase([234])\.json$/.exec(file);
  return later ? { phase: Number(later[1]) as PhaseNumber, node: null } : null;
}
