// The workload `revise`: keys that all clients share, written through all nodes. They are created, updated, deleted,
// promoted, read, and created again under the same title. How many keys there are and how the next one is chosen is
// drawn from the cycle's seed: a few that everybody fights for, or many; evenly, or some far more often than others.
// Each version has a value in its content that no other has.

import type { KeyKind } from '../../history/ops.ts';
import { type Known, type KnownKey, keyOperation } from './key-operation.ts';
import type { Random } from './random.ts';
import type { JoinedSettings, Workload } from './workload.ts';

export interface ReviseSettings extends JoinedSettings {
  /** What one client sends at most. */
  ops_per_client_max: number;
  /** Where it is less than what the seed draws, so many keys, each as likely; null: as drawn. */
  keys_max: number | null;
}

/** Keys in use where each is as likely: so few that clients meet at every one, or some more. */
const EVEN_KEYS = [8, 40] as const;
/** And where some are far likelier than others: most of these are hardly ever met. */
const SKEWED_KEYS = 300;
/** How much likelier the first key is than the tenth, where the choice is skewed: ten to this power. */
const ZIPF_EXPONENT = 1.4;
/** What is done to a key that is there, by share. */
const KINDS: readonly (readonly [KeyKind, number])[] = [
  ['update', 0.38],
  ['create', 0.18],
  ['delete', 0.16],
  ['get', 0.2],
  ['promote', 0.08],
];
/** Where the key is not there, as far as anybody knows, it is mostly made. */
const CREATE_WHERE_GONE = 0.8;

/** How a cycle's keys are chosen. */
export interface KeyChoice {
  keys: number;
  choice: 'even' | 'skewed';
}

export function keyChoice(random: Random): KeyChoice {
  const draw = random.stream('keys');
  return draw.next() < 0.5 ? { keys: draw.pick(EVEN_KEYS), choice: 'even' } : { keys: SKEWED_KEYS, choice: 'skewed' };
}

const fewer = (drawn: KeyChoice, most: number | null): KeyChoice =>
  most === null || most >= drawn.keys ? drawn : { keys: most, choice: 'even' };

export function reviseWorkload(settings: ReviseSettings): Workload {
  const { clients, joining, pace, root } = settings;
  const namespace = `${root}/shared`;
  const choice = fewer(keyChoice(settings.random), settings.keys_max);
  const draw = choice.choice === 'even' ? even(choice.keys) : zipf(choice.keys);
  const known: Known = new Map();
  return {
    name: 'revise',
    clients,
    joining,
    pace,
    namespaces: [namespace],
    next(client, n) {
      if (n >= settings.ops_per_client_max) return null;
      const random = settings.random.stream(`revise-${client}-${n}`);
      const key = `${settings.prefix}-k${draw(random.next())}`;
      const there = known.get(key);
      const at = {
        key,
        value: `v${client}-${n}`,
        node: settings.node(client),
        agent: settings.agent(client),
        namespace,
      };
      return keyOperation(kindOf(random, there), at, settings, known);
    },
  };
}

function kindOf(random: Random, there: KnownKey | undefined): KeyKind {
  if (there === undefined || (there.isGone && random.next() < CREATE_WHERE_GONE)) return 'create';
  let rest = random.next();
  for (const [kind, share] of KINDS) {
    rest -= share;
    if (rest < 0) return kind;
  }
  return 'get';
}

const even =
  (keys: number) =>
  (at: number): number =>
    Math.floor(at * keys);

/** Zipf's law: the n-th key is drawn in proportion to 1 / n^exponent. @returns the key for a number in [0, 1) */
export function zipf(keys: number): (at: number) => number {
  const weights = Array.from({ length: keys }, (_, i) => 1 / (i + 1) ** ZIPF_EXPONENT);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  let reached = 0;
  const ends = weights.map((weight) => {
    reached += weight / sum;
    return reached;
  });
  return (at) => {
    const found = ends.findIndex((end) => at < end);
    return found < 0 ? keys - 1 : found;
  };
}
