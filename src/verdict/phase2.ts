// Phase 2, federation: no write failed, every node converged, and the quorum answers as it must.

import { figureInWords } from '../contract/figure-form.ts';
import { isObject } from '../contract/json-object.ts';
import { FEDERATION_OKS_MIN, FEDERATION_PERCENT_MIN, NODES } from '../contract/names.ts';
import type { Check } from '../contract/verdict.ts';
import { anomalyChecks } from './anomalies.ts';
import { atLeast, check, equals, passFlag, type Source } from './check.ts';
import { asNumber, valueAt } from './field.ts';

export function phase2Checks(source: Source, nodes: readonly string[]): Check[] {
  const ok = asNumber(valueAt(source.document, ['ok']));
  const least = ok === null ? null : Math.floor((ok * FEDERATION_PERCENT_MIN) / 100);
  return [
    check(source, {
      id: 'phase2.burst',
      label: 'No write failed',
      expected: '0',
      path: ['fail'],
      holds: equals(0),
    }),
    ...nodes.map((node) =>
      check(source, {
        id: `phase2.convergence.${node}`,
        label: `Node ${node} converged`,
        expected: least === null ? `≥ ${FEDERATION_PERCENT_MIN} % of the acked writes` : `≥ ${figureInWords(least)}`,
        path: ['counts', node],
        needs: [['ok']],
        // a node that could not be read was not counted
        holds: isUnread(source, node) ? () => null : atLeast(least),
      }),
    ),
    ...nodes.flatMap((node) => identityCheck(source, node)),
    check(source, {
      id: 'phase2.probe1',
      label: nodes.length > NODES.length ? 'As many peers down as leave a quorum: accepted' : 'One peer down: accepted',
      expected: '201',
      path: ['probe1_single_peer_down'],
      holds: code('201'),
    }),
    check(source, {
      id: 'phase2.probe2',
      label: nodes.length > NODES.length ? 'One more peer down: refused' : 'Both peers down: refused',
      expected: '503',
      path: ['probe2_both_peers_down'],
      holds: code('503'),
    }),
    ...anomalyChecks(source, { path: ['anomalies'], id: 'phase2', label: '' }),
    passFlag(source, 'phase2.pass_flag'),
  ];
}

/** So few writes show nothing of how many converge. */
export function phase2Vacuous(source: Source): string | null {
  const ok = asNumber(valueAt(source.document, ['ok']));
  return ok !== null && ok < FEDERATION_OKS_MIN
    ? `fewer than ${FEDERATION_OKS_MIN} writes were acknowledged (ok = ${figureInWords(ok)}), which shows nothing`
    : null;
}

const isUnread = (source: Source, node: string): boolean =>
  valueAt(source.document, ['identity', node, 'unread']) === true;

/** Every acked id, looked up on the node, holds the content that was sent. */
function identityCheck(source: Source, node: string): Check[] {
  if (valueAt(source.document, ['identity']) === undefined) return [];
  return [
    check(source, {
      id: `phase2.identity.${node}`,
      label: `Node ${node} holds every acked id with equal content`,
      expected: 'all acked',
      path: ['identity', node],
      holds: (value) => {
        if (!isObject(value) || isUnread(source, node)) return null;
        const acked = asNumber(value.acked);
        const equal = asNumber(value.present_equal);
        if (acked === null || equal === null || acked < 1) return null;
        return equal === acked;
      },
    }),
  ];
}

/** Probe codes are written as strings or as numbers. */
const code = (expected: string) => (value: unknown) =>
  typeof value === 'string' || asNumber(value) !== null ? String(value) === expected : null;
