// What a gate asks about findings. What the version promises not to do blocks it, known or not; what nobody promises
// blocks it where the gate file asks for that, unless the file knows it, with a reason and a last day.

import type { GateRule } from '../contract/gate.ts';
import { fact } from '../verdict/check.ts';
import { type Asked, ofRelease } from './asked.ts';

const NAMED_MAX = 20;

export function findingRules(asked: Asked): GateRule[] {
  const { rules, now } = asked;
  const today = new Date(now).toISOString().slice(0, 10);
  const shown = foundIn(asked);
  const known = new Set(rules.known_findings.map(({ finding }) => finding));
  const promised = shown.filter((one) => one.promised);
  const others = shown.filter((one) => !one.promised && !known.has(one.id));
  return [
    none('gate.findings.promised', 'Findings that the version promises not to have, in any of its campaigns', promised),
    ...(rules.findings === 'all'
      ? [none('gate.findings.unknown', 'Other findings that the gate file does not know', others)]
      : []),
    ...rules.known_findings.map(({ finding, reason, expires }) => {
      const by = shown.find(({ id }) => id === finding)?.campaigns ?? [];
      const got = by.length === 0 ? 'not found' : `found in ${by.slice(0, NAMED_MAX).join(', ')}`;
      const isAccepted = by.length === 0 || today <= expires;
      const label = `Known finding ${finding}: ${reason}`;
      return ofRelease(fact(`gate.known.${finding}`, label, `accepted until ${expires}`, got, isAccepted), true);
    }),
  ];
}

interface Shown {
  id: string;
  promised: boolean;
  campaigns: string[];
}

/** Each finding once, however many campaigns show it; promised where one of them was promised to be free of it. */
function foundIn({ findings }: Asked): Shown[] {
  const shown = new Map<string, Shown>();
  for (const { campaign, findings: own } of findings) {
    for (const { id, state, promised } of own) {
      if (state !== 'found') continue;
      const one = shown.get(id) ?? { id, promised: false, campaigns: [] };
      one.promised ||= promised === true;
      one.campaigns.push(campaign);
      shown.set(id, one);
    }
  }
  return [...shown.values()];
}

function none(id: string, label: string, found: readonly Shown[]): GateRule {
  const named = found.slice(0, NAMED_MAX).map((one) => `${one.id} (${one.campaigns[0]})`);
  const more = found.length - named.length;
  const got = found.length === 0 ? 0 : more > 0 ? [...named, `and ${more} more`] : named;
  return ofRelease(fact(id, label, 'none', got, found.length === 0), true);
}
