// Ledgers say what an artifact says, mark what should not be there, and are silent where it is.

import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/contract/reading.ts';
import { convergenceLedger, writesLedger as writesLedgerOf } from '../../src/views/campaign/chaos/chaos-ledgers.ts';
import { receiptsView as receiptsViewOf } from '../../src/views/campaign/chaos/receipts.ts';
import {
  identityLedger as identityLedgerOf,
  roundTripLedger as roundTripLedgerOf,
} from '../../src/views/campaign/phase/phase-ledgers.ts';
import type { Ledger } from '../../src/views/ledger.ts';
import { okMark } from '../../src/views/words.ts';
import { fault, receipt, roundTrip } from '../fixtures/proofhouse.ts';

const reported = (changes: JsonObject = {}) => [
  { name: 'partition_minority', mark: okMark(true), fault: { ...fault(), ...changes } },
];

/** The cell of the only row, by the text of its column. */
function cell(ledger: Ledger | null, column: string) {
  const at = ledger?.columns.findIndex(({ text }) => text === column) ?? -1;
  return ledger?.rows[0]?.cells[at - 1];
}

const writesLedger = (classes: Parameters<typeof writesLedgerOf>[0]) => writesLedgerOf(classes, '/phase4.json');
const receiptsView = (classes: Parameters<typeof receiptsViewOf>[0]) => receiptsViewOf(classes, 24, '/phase4.json');
const identityLedger = (document: JsonObject) => identityLedgerOf(document, '/phase2.json');
const roundTripLedger = (document: JsonObject) => roundTripLedgerOf(document, '/phase3.json');

describe('the ledger of writes', () => {
  it('counts what happened to them, and missing ones by node', () => {
    const ledger = writesLedger(reported({ missing_by_node: { a: 0, b: 3, c: 0 }, lost: 1 }));
    expect(cell(ledger, 'Acked')).toEqual({ text: '100' });
    expect(cell(ledger, 'Missing on b')).toEqual({ text: '3', tone: 'fail' });
    expect(cell(ledger, 'Missing on c')).toEqual({ text: '0' });
    expect(cell(ledger, 'Lost')).toEqual({ text: '1', tone: 'fail' });
  });

  it('says what is not recorded, and is not there where nothing is', () => {
    expect(cell(writesLedger(reported({ refused: 'many' })), 'Refused')?.text).toBe('not recorded');
    expect(writesLedger([{ name: 'x', mark: okMark(null), fault: { injected: true } }])).toBeNull();
  });
});

describe('the ledger of times to converge', () => {
  it('holds the quantiles of each class that converged', () => {
    const ledger = convergenceLedger(
      reported({ convergence_ms: { p50: 10.44, p95: 30, p99: 44, max: 5100, cycles: 48 } }),
    );
    expect(ledger?.rows[0]?.cells.map(({ text }) => text)).toEqual(['10', '30', '44', '5,100', '48']);
  });

  it('is not there where no class did', () => {
    expect(convergenceLedger(reported({ convergence_ms: null }))).toBeNull();
  });
});

describe('the ledger of receipts', () => {
  it('says what was read, how often it took effect and healed, and how much happened inside', () => {
    const receipts = [
      receipt(1),
      { ...receipt(2), took_effect: false, ops_in_window: 0 },
      { ...receipt(3), ops_in_window: 40 },
    ];
    const view = receiptsView(reported({ receipts, cycles: 4 }));
    const ledger = view?.ledger ?? null;
    expect(view?.sentence).toBe('Receipts: the fault took effect in 2 of 4 cycles, and was healed in 3');
    expect(view?.areWhole).toBe(false);
    expect(cell(ledger, 'What was read')?.text).toBe('relay_bytes_dropped');
    expect([cell(ledger, 'Took effect')?.text, cell(ledger, 'Healed')?.text]).toEqual(['2 of 4', '3 of 4']);
    expect(cell(ledger, 'Ops inside, least')).toEqual({ text: '0', tone: 'warn' });
    expect([cell(ledger, 'Median')?.text, cell(ledger, 'Most')?.text]).toEqual(['6', '40']);
  });

  it('reads whatever stands in the place of receipts', () => {
    expect(receiptsView(reported({ receipts: 'all fine' }))).toBeNull();
    const ledger = receiptsView(reported({ receipts: [null, 7, { kind: 7 }] }))?.ledger ?? null;
    expect(cell(ledger, 'What was read')?.text).toBe('no kind recorded');
  });
});

describe('the ledger of identities', () => {
  const node = { acked: 121, present_equal: 120, missing: 1, differing: 0, converged_ms: null };

  it('shows what each node holds and after how long, or that it was not in time', () => {
    const ledger = identityLedger({ identity: { a: { ...node, missing: 0, converged_ms: 40.2 }, b: node } });
    expect(ledger?.rows[0]?.cells.at(-1)).toEqual({ text: '40 ms' });
    expect(ledger?.rows[1]?.cells.slice(2)).toEqual([
      { text: '1', tone: 'fail' },
      { text: '0' },
      { text: 'not in time', tone: 'fail' },
    ]);
  });

  it('is one row for equal nodes, until one differs in more than the time it took', () => {
    const equal = { ...node, missing: 0, present_equal: 121 };
    const identity = { a: { ...equal, converged_ms: 1165.2 }, b: { ...equal, converged_ms: 1171 }, c: node };
    const rows = identityLedger({ identity })?.rows ?? [];
    expect(rows.map(({ head }) => head)).toEqual(['a, b', 'c']);
    expect(rows[0]?.cells.at(-1)).toEqual({ text: '1,165 to 1,171 ms' });
    const same = { ...equal, converged_ms: 40 };
    expect(identityLedger({ identity: { a: same, b: same } })?.rows[0]?.cells.at(-1)).toEqual({ text: '40 ms' });
  });

  it('is not there in the established shape', () => {
    expect(identityLedger({ counts: { a: 1 } })).toBeNull();
  });
});

describe('the ledger of round trips', () => {
  it('keeps fields that differ apart from times that were declared coarser', () => {
    const trip = { ...roundTrip(2500), differing_fields: { created_at: 7, content: 2, title: 0 } };
    const ledger = roundTripLedger({ round_trips: [trip] });
    expect(cell(ledger, 'Fields that differ')).toEqual({ text: 'content in 2', tone: 'fail' });
    expect(cell(ledger, 'Coarser by declaration')).toEqual({ text: 'created_at in 7' });
  });

  it('lets nothing but a time be coarser, whatever is declared', () => {
    const trip = { ...roundTrip(10), differing_fields: { content: 2 }, declared_coarser: ['content'] };
    expect(cell(roundTripLedger({ round_trips: [trip] }), 'Fields that differ')?.tone).toBe('fail');
  });

  it('says how many it leaves out, and where they are', () => {
    const trips = Array.from({ length: 15 }, () => roundTrip(10));
    expect(roundTripLedger({ round_trips: trips })).toMatchObject({
      more: { text: 'and 3 more round trips', href: '/phase3.json' },
    });
    expect(roundTripLedger({ round_trips: trips.slice(0, 12) })?.more).toBeUndefined();
    const identity = Object.fromEntries(Array.from({ length: 14 }, (_, i) => [`n${i}`, { acked: 1 }]));
    expect(identityLedger({ identity })?.more).toEqual({ text: 'and 2 more nodes', href: '/phase2.json' });
  });

  it('is not there in the established shape', () => {
    expect(roundTripLedger({ src_count: 1000 })).toBeNull();
  });
});
