// The page of one write: what happened to it, as a picture and as a table that says the same, and how to see any other.

import { type Entry, findingsOf } from '../../../catalogue/catalogue.ts';
import type { ShownWrite } from '../../../catalogue/shown-writes.ts';
import { ANOMALIES, ANOMALY_NAMES } from '../../../contract/anomalies.ts';
import { INVARIANT_IDS, INVARIANTS } from '../../../contract/invariants.ts';
import { cyclesFile } from '../../../contract/names.ts';
import { endingInWords, type WriteStory } from '../../../history/story.ts';
import type { Step } from '../../../history/story-steps.ts';
import { defectHref } from '../../findings/address.ts';
import { leftOut } from '../../left-out.ts';
import type { Link } from '../../link.ts';
import { grouped, milliseconds } from '../../rounding.ts';
import { campaignPath, evidencePath, withBase, writePath } from '../../site.ts';
import { historyViews } from '../chaos/history-views.ts';
import { stagesInWords } from '../timeline/timeline-head.ts';
import { addressOf, keyInWords, shownIn, writeLinks } from './address.ts';
import { faultOfCycle } from './fault-of-cycle.ts';
import { type WritePicture, writePicture } from './write-picture.ts';

export interface WriteView {
  id: string;
  key: string;
  path: string;
  campaignHref: string;
  /** The class, the cycle, and the page that shows it. */
  place: Link;
  /** What the checkers found that this write shows. */
  shows: { text: string; href: string | undefined }[];
  /** How it ended, in one sentence. */
  sentence: string;
  /** What was done to the nodes meanwhile. */
  fault: string | null;
  facts: { label: string; value: string }[];
  picture: WritePicture | null;
  steps: { number: string; at: string; words: string; digest: string; tone: 'fail' | 'warn' | 'idle' | undefined }[];
  stages: string | null;
  /** What the history does not have, or why there is no story. */
  silence: string | null;
  command: string;
  others: Link[];
  moreOthers: Link | undefined;
}

const OTHERS_MAX = 8;

/** @returns null where the campaign shows no such write */
export function writeView(root: string, entry: Entry, name: string, key: string): WriteView | null {
  const write = shownIn(entry, name).find((one) => addressOf(one).key === key);
  if (!write) return null;
  const { stories, problem } = historyViews(root, entry, name);
  const story = stories.get(write.key) ?? null;
  const others = shownIn(entry, name, write.cycle).filter((one) => one !== write);
  return {
    id: entry.id,
    key: keyInWords(write.key),
    path: writePath(entry.id, name, key),
    campaignHref: withBase(campaignPath(entry.id)),
    place: placeOf(entry, write),
    shows: write.anomalies.map((anomaly) => shownOf(entry, write, anomaly)),
    sentence: story ? endingInWords(story) : 'The history says nothing of this write that can be read.',
    fault: story && faultOfCycle(story.fault),
    facts: story ? factsOf(story) : [],
    picture: story && writePicture(story),
    steps: (story?.steps ?? []).map((step, index) => rowOf(step, index, isOfCopies(write))),
    stages: story && stagesInWords(story.stages),
    silence: silenceOf(story, problem),
    command: `npm run recheck -- ${entry.id} --write-of ${quoted(write.key)}`,
    others: writeLinks(entry, others.slice(0, OTHERS_MAX)),
    moreOthers: leftOut(others.length - OTHERS_MAX, placeOf(entry, write).href, 'writes of this cycle'),
  };
}

function placeOf(entry: Entry, { name, cycle }: ShownWrite): Link {
  if (name === 'phase2') return { text: 'phase 2', href: `${withBase(campaignPath(entry.id))}#phase-2` };
  const file = cyclesFile(name);
  const isText = entry.verdict.artifacts.some((artifact) => artifact.file === file && artifact.state === 'text');
  const href = isText
    ? `${withBase(evidencePath(entry.id, file))}#cycles`
    : `${withBase(campaignPath(entry.id))}#phase-4`;
  return { text: `${name}, cycle ${cycle}`, href };
}

/** In words, on the way to its line among the findings where it has one. */
function shownOf(entry: Entry, { name }: ShownWrite, anomaly: string): WriteView['shows'][number] {
  const id = name === 'phase2' ? `phase2.${anomaly}` : `phase4.${name}.${anomaly}`;
  const isFinding = findingsOf(entry).some((one) => one.id === id && one.state === 'found');
  const href = isFinding ? defectHref({ subject: entry.head.subject, id }) : undefined;
  return { text: anomalyInWords(anomaly), href };
}

/** A campaign that is older than the anomalies names an invariant. */
function anomalyInWords(anomaly: string): string {
  const known = ANOMALY_NAMES.find((name) => name === anomaly);
  if (known) {
    const { is, excluded_by: broken } = ANOMALIES[known];
    const promise = broken === 'always' ? '' : `; it breaks ${broken}, ${INVARIANTS[broken]}`;
    return `the anomaly ${known.replaceAll('_', ' ')}: ${is}${promise}`;
  }
  const invariant = INVARIANT_IDS.find((id) => id === anomaly);
  return invariant
    ? `${invariant} broken: ${INVARIANTS[invariant]}`
    : `${anomaly.slice(0, 40)}, which has no known name`;
}

function factsOf({ write, client, cycle }: WriteStory): WriteView['facts'] {
  if (write === null) return [];
  return [
    {
      label: 'Sent by',
      value: `client ${client ?? 'not recorded'}, in cycle ${grouped(cycle)}, to node ${write.node ?? 'a'}`,
    },
    { label: 'Id', value: write.id === null ? 'none was given' : write.id.slice(0, 120) },
    { label: 'Digest of what was sent', value: write.digest.slice(0, 120) },
    ...(write.word === null ? [] : [{ label: 'Its own word', value: write.word.slice(0, 120) }]),
  ];
}

const TONES: Partial<Record<Step['state'], 'fail' | 'warn' | 'idle'>> = {
  lacking: 'fail',
  other: 'fail',
  differs: 'warn',
  refused: 'warn',
  unknown: 'idle',
  unread: 'idle',
};

/** What speaks of copies that were lacking before the end. */
const OF_COPIES: readonly string[] = ['under_replicated', 'acked_without_quorum', 'forgotten'];
const isOfCopies = ({ anomalies }: ShownWrite): boolean => anomalies.some((name) => OF_COPIES.includes(name));

/** A node that lacks a write before the end is no harm by itself: W copies are enough then. */
const toneOf = ({ what, state }: Step, ofCopies: boolean) =>
  state === 'lacking' && what !== 'final' && !ofCopies ? 'idle' : TONES[state];

const rowOf = (step: Step, index: number, ofCopies: boolean): WriteView['steps'][number] => ({
  number: String(index + 1),
  at: milliseconds(step.at_ms),
  words: step.words,
  digest: step.digest?.slice(0, 80) ?? '',
  tone: toneOf(step, ofCopies),
});

function silenceOf(story: WriteStory | null, problem: string | null): string | null {
  if (story === null || story.not_recorded.length === 0) return problem;
  return `Not recorded in this history: ${story.not_recorded.join(', ')}.${problem === null ? '' : ` ${problem}`}`;
}

/** For a shell: a key is whatever a file says. */
const quoted = (key: string): string => (/^[\w.-]+$/.test(key) ? key : `'${key.replaceAll("'", "'\\''")}'`);
