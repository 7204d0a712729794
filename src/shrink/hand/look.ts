// What to look at in the end: which requests show the anomaly, and what was answered when it was found.

import type { AnomalyName } from '../../contract/anomalies.ts';
import type { NodeName } from '../../contract/names.ts';
import type { HandStep } from '../../contract/shrink.ts';
import { type CycleModel, modelOf, UNNAMED_RULES } from '../../history/model.ts';
import type { ByHand } from '../../subjects/by-hand.ts';
import type { Reproduction } from '../trial.ts';
import type { Sending } from './sending.ts';
import { answerLine, statusLine } from './shell.ts';

/** Rows that an anomaly names, shown at most. */
const KEYS_MAX = 5;
/** Of these it shows which node has the row; of others, what the row says. */
const BY_PRESENCE: ReadonlySet<AnomalyName> = new Set(['lost', 'missing', 'forgotten', 'under_replicated', 'flicker']);
/** Of these the answer to the request itself is what shows it. */
const BY_ANSWER: ReadonlySet<AnomalyName> = new Set(['late_answer', 'acked_without_quorum']);
/** Of these what is read while clients write shows it. */
const BY_READS: ReadonlySet<AnomalyName> = new Set(['stale_read', 'non_monotonic_read', 'own_write_unread']);

export function lookSteps({ anomaly, ops }: Reproduction, hand: ByHand | null, sending: Sending): HandStep[] {
  const model = modelOf(ops, UNNAMED_RULES);
  const keys = anomaly.ids.slice(0, KEYS_MAX);
  const said = `${anomaly.name}: ${anomaly.sentence}`;
  if (BY_ANSWER.has(anomaly.name) || BY_READS.has(anomaly.name)) {
    const where = BY_ANSWER.has(anomaly.name) ? 'its status and its time' : 'which version each of them gives';
    return [{ does: `Look at what the requests above answered, ${where}. Found here, ${said}.`, commands: [] }];
  }
  const steps = keys.map((key): HandStep => {
    const found = `Found here: ${heldInWords(model, key)}.`;
    return {
      does: `Ask every node for ${key}. ${found}`,
      commands: hand ? asking(anomaly.name, hand, sending, key, model.rules.nodes) : [],
    };
  });
  return [...steps, { does: `That is ${said}.`, commands: [] }];
}

function asking(
  anomaly: AnomalyName,
  hand: ByHand,
  { ids, namespaces, words, variables }: Sending,
  key: string,
  nodes: readonly NodeName[],
): string[] {
  const id = ids.get(key);
  const namespace = namespaces.get(key) ?? '';
  const byId = id === undefined ? null : hand.request('get', [id]);
  const list = hand.request('listOnce', [namespace]);
  if (anomaly === 'unsearchable') {
    const recall = hand.request('recall', [words.get(key) ?? key, namespace, 10]);
    return [byId, recall].flatMap((call) => (call ? answerLine(nodes, call, variables) : []));
  }
  if (byId === null || anomaly === 'unlisted' || anomaly === 'duplicated') {
    return [byId, list].flatMap((call) => (call ? answerLine(nodes, call, variables) : []));
  }
  return (BY_PRESENCE.has(anomaly) ? statusLine : answerLine)(nodes, byId, variables);
}

/** By the last looks of the cycle. */
function heldInWords({ final, rules }: CycleModel, key: string): string {
  const digests = new Set([...final.values()].flatMap((look) => look?.byKey.get(key)?.map((row) => row[2]) ?? []));
  const names = new Map([...digests].map((digest, i) => [digest, digests.size === 1 ? 'the row' : `version ${i + 1}`]));
  return rules.nodes
    .map((node) => {
      const look = final.get(node);
      if (!look?.rows) return `node ${node} could not be read`;
      const rows = look.byKey.get(key) ?? [];
      const held = rows.map((row) => names.get(row[2]) ?? 'a row').join(' and ');
      return `node ${node} has ${held || 'no such row'}`;
    })
    .join(', ');
}
