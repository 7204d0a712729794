// What phase 4 counted, as ledgers: writes by identity, times to converge. A column or a whole ledger
// that no class has anything to say in is not there.

import { objectAt } from '../../../contract/json-object.ts';
import type { JsonObject, Path } from '../../../contract/reading.ts';
import { numberAt } from '../../artifact-fields.ts';
import { type Cell, count, figure, type Ledger, numbers, offence, SILENT, words } from '../../ledger.ts';
import { leftOut } from '../../left-out.ts';
import { milliseconds } from '../../rounding.ts';
import type { Mark } from '../../words.ts';

/** A class as the phase's document reports it. */
export interface ReportedClass {
  name: string;
  mark: Mark;
  fault: JsonObject;
}

const NODES_MAX = 9;
const NODE_CHARS_MAX = 20;

/** What may happen to a write, and what must not. */
const NEUTRAL = { acked: 'Acked', refused: 'Refused', unknown: 'Unknown', recovered: 'Recovered' } as const;
const OFFENCES = { lost: 'Lost', corrupted: 'Corrupted', duplicated: 'Duplicated', unexpected: 'Unexpected' } as const;

/** @param href where the document is */
export function writesLedger(classes: readonly ReportedClass[], href: string): Ledger | null {
  if (
    !classes.some(({ fault }) => Object.keys({ ...NEUTRAL, ...OFFENCES }).some((key) => numberAt(fault, key) !== null))
  )
    return null;
  const { shown: nodes, more } = nodesOf(classes);
  return {
    caption: 'Writes of each fault class, counted by identity',
    columns: [
      ...words('Fault class'),
      ...numbers(...Object.values(NEUTRAL), ...nodes.map((node) => `Missing on ${node}`), ...Object.values(OFFENCES)),
    ],
    rows: classes.map(({ name, mark, fault }) => ({
      mark,
      head: name,
      cells: [
        ...Object.keys(NEUTRAL).map((key) => count(numberAt(fault, key), ['faults', name, key])),
        ...nodes.map((node) =>
          offence(numberAt(objectAt(fault, 'missing_by_node'), node), ['faults', name, 'missing_by_node', node]),
        ),
        ...Object.keys(OFFENCES).map((key) => offence(numberAt(fault, key), ['faults', name, key])),
      ],
    })),
    more: leftOut(more, href, 'nodes'),
    note:
      'Unknown: no definite answer came, so the write may or may not exist; recovered: of these, found in the end. ' +
      'Lost: acked, and on no node. Corrupted, duplicated, unexpected: held with other content, more than once, or though nobody sent it.',
  };
}

/** Those that a column has room for. */
function nodesOf(classes: readonly ReportedClass[]): { shown: string[]; more: number } {
  const all = classes.flatMap(({ fault }) => Object.keys(objectAt(fault, 'missing_by_node')));
  const named = new Set(all);
  const nodes = [...named].filter((node) => node.length <= NODE_CHARS_MAX).toSorted();
  const shown = nodes.slice(0, NODES_MAX);
  return { shown, more: named.size - shown.length };
}

export function convergenceLedger(classes: readonly ReportedClass[]): Ledger | null {
  const timed = classes.filter(({ fault }) => Object.keys(objectAt(fault, 'convergence_ms')).length > 0);
  if (timed.length === 0) return null;
  return {
    caption: 'Milliseconds, of all cycles of each fault class',
    columns: [...words('Fault class'), ...numbers('Median', '95 %', '99 %', 'Longest', 'Cycles')],
    rows: timed.map(({ name, fault }) => {
      const times = objectAt(fault, 'convergence_ms');
      const at = (key: string): Path => ['faults', name, 'convergence_ms', key];
      const time = (key: string): Cell => {
        const ms = numberAt(times, key);
        return ms === null ? SILENT : figure(ms, at(key), milliseconds(ms));
      };
      return {
        mark: null,
        head: name,
        cells: [time('p50'), time('p95'), time('p99'), time('max'), count(numberAt(times, 'cycles'), at('cycles'))],
      };
    }),
    note:
      'From the heal, or from the last ack where that came later, until the slowest node held every acked write. ' +
      'A cycle that never got there has no time to give and is not clean.',
  };
}
