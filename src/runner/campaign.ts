// A campaign from its first line to its last: the summary says that it runs, the phases say what they found, the
// summary says how it ended, and a list of hashes closes the folder. A phase that fails stops no later one, so
// that a campaign says all that it can; only the judge, who reads the folder, says what it is worth.

import { messageOf } from '../contract/message.ts';
import type { PhaseNumber } from '../contract/names.ts';
import type { ShardMark } from '../contract/shards.ts';
import type { Capabilities } from '../subjects/subject.ts';
import type { CampaignFolder } from './artifacts.ts';
import type { Part } from './part.ts';
import type { PhaseContext, Trouble } from './phase-context.ts';
import { chaos } from './phases/chaos.ts';
import { federation } from './phases/federation.ts';
import { functional } from './phases/functional.ts';
import { migration } from './phases/migration.ts';
import type { Profile } from './profiles.ts';
import { ending, opening, plantedIn, type SummaryFacts } from './summary.ts';

export interface CampaignSettings extends Omit<PhaseContext, 'trouble'> {
  /** Stop after the first phase that does not pass. */
  fail_fast: boolean;
  /** What of the campaign is run here. */
  part: Part;
  /** Which shard of which plan the part is; null: none. */
  shard: ShardMark | null;
}

export interface CampaignResult {
  folder: CampaignFolder;
  state: 'complete' | 'interrupted';
  troubles: readonly Trouble[];
}

type Document = { pass: boolean; verdict?: string | undefined; reasons: string[] };
interface Phase {
  phase: PhaseNumber;
  title: string;
  /** The phase's documents by the file that holds each. */
  run(context: PhaseContext): Promise<Map<string, Document>>;
}

/** @throws Error where the first or the last summary cannot be written: the folder then says that it never ended */
export async function runCampaign(settings: CampaignSettings): Promise<CampaignResult> {
  const { folder } = settings;
  const troubles: Trouble[] = [];
  const context: PhaseContext = {
    ...settings,
    capabilities: underProfile(settings.capabilities, settings.profile),
    trouble(problem) {
      // what breaks off because the campaign was asked to end is no trouble; the state says that it was
      if (settings.signal.aborted) return;
      troubles.push(problem);
      settings.progress({ event: 'trouble', ...problem });
    },
  };
  const phases = phasesOf(settings.part, settings.capabilities);
  const facts: SummaryFacts = { context, started_at: new Date(), planned: settings.part.phases, shard: settings.shard };
  await folder.open(opening(facts));
  const documents: Document[] = [];
  for (const phase of phases) {
    if (settings.signal.aborted) break;
    const found = await runPhase(context, phase);
    documents.push(...found);
    if (settings.fail_fast && (found.length === 0 || found.some((one) => !one.pass))) break;
  }
  const state = settings.signal.aborted ? 'interrupted' : 'complete';
  await folder.seal(ending(facts, state, documents, troubles));
  return { folder, state, troubles };
}

/** What the subject can do under this profile: a catch-up that is switched off is none, and promises nothing. */
function underProfile(capabilities: Capabilities, { catchup_interval_secs }: Profile): Capabilities {
  if (catchup_interval_secs !== 0 || !capabilities.catch_up.available) return capabilities;
  const reason = 'catch-up was switched off for this campaign';
  const promises = { ...capabilities.promises, I2: { promised: false, source: reason } };
  return { ...capabilities, promises, catch_up: { available: false, reason } };
}

function phasesOf({ phases, cycles }: Part, { not_applicable = {} }: Capabilities): readonly Phase[] {
  const all: Phase[] = [
    { phase: 1, title: 'each node alone', run: perNode },
    { phase: 2, title: 'federation', run: async (context) => one('phase2.json', await federation(context)) },
    { phase: 3, title: 'migration', run: async (context) => one('phase3.json', await migration(context)) },
    {
      phase: 4,
      title: 'faults under load',
      run: async (context) => one('phase4.json', await chaos(context, cycles)),
    },
  ];
  return all.filter(({ phase }) => phases.includes(phase) && not_applicable[phase] === undefined);
}

async function perNode(context: PhaseContext): Promise<Map<string, Document>> {
  const byNode = await functional(context);
  return new Map([...byNode].map(([node, document]) => [`phase1-node-${node}.json`, document]));
}

const one = (file: string, document: Document): Map<string, Document> => new Map([[file, document]]);

/**
 * A phase that throws has said nothing; the campaign says why and goes on. A document that cannot be written, on a
 * full disk, may still be in the summary.
 */
async function runPhase(context: PhaseContext, { phase, title, run }: Phase): Promise<Document[]> {
  context.progress({ event: 'phase-began', phase, title });
  const began = performance.now();
  const troubled =
    <T>(instead: T) =>
    (error: unknown): T => {
      context.trouble({ phase, error: messageOf(error) });
      return instead;
    };
  const documents = await run(context).catch(troubled(new Map<string, Document>()));
  const ms = Math.round(performance.now() - began);
  const found: Document[] = [];
  for (const [file, document] of documents) {
    const timed = { ...document, ...plantedIn(context.subject), took_ms: ms };
    found.push(timed);
    await context.folder.writeDocument(file, timed).catch(troubled(undefined));
  }
  const reasons = found.flatMap((document) => document.reasons).filter((reason) => reason !== '');
  const verdict = worst(found);
  const ended = context.signal.aborted && verdict !== 'pass' ? 'interrupted' : verdict;
  context.progress({ event: 'phase-ended', phase, title, verdict: ended, reasons, ms });
  return found;
}

function worst(documents: readonly Document[]): string {
  const verdicts = documents.map((document) => document.verdict);
  return (
    verdicts.find((v) => v === 'fail') ??
    (verdicts.length > 0 && verdicts.every((v) => v === 'pass') ? 'pass' : 'unknown')
  );
}
