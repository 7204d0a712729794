// The table of known faults: what it says is well formed and agrees with itself. And where builds are at hand, one row is
// run for real in each of them.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { KnownFaultMeasured } from '../../src/contract/known-faults.ts';
import { runKnownFaults } from '../../src/known-faults/run.ts';
import { hasIt, isAbout, isAsKnown, tableOf, withMeasured } from '../../src/known-faults/table.ts';
import { Run } from '../../src/machine/run.ts';
import { FAULT_NAMES } from '../../src/runner/nemesis/classes.ts';
import { isWorkload } from '../../src/runner/workloads/in-cycle.ts';
import { openSubject, subjectNames } from '../../src/subjects/registry.ts';

const TEXT = readFileSync(join(import.meta.dirname, '../../known-faults.json'), 'utf8');
const TABLE = tableOf(TEXT);
const BINARIES = process.env.KNOWN_FAULT_BINARIES;
const LIMIT_MS = 120_000;
/** The quickest row: it asks once. */
const RUN = 'peer-counted-twice';
const VERSIONS = ['0.6.0', '0.6.1', '0.6.2', '0.6.3', '0.6.4'];

describe('The table of known faults', () => {
  test('names each row once, by fault classes and workloads that there are', () => {
    expect(subjectNames()).toContain(TABLE.subject);
    expect(new Set(TABLE.faults.map(({ id }) => id)).size).toBe(TABLE.faults.length);
    for (const { by } of TABLE.faults) {
      if (by.way === 'probe') continue;
      expect(FAULT_NAMES).toContain(by.fault);
      expect(by.workloads.every(isWorkload)).toBe(true);
    }
  });

  test('measured each row on a release that has it, and says of each what a release of that number has', () => {
    for (const fault of TABLE.faults) {
      expect(
        fault.measured.some(({ has_it }) => has_it),
        fault.id,
      ).toBe(true);
      for (const { version, has_it } of fault.measured) {
        expect([fault.id, version, isAbout(fault, version), has_it]).toEqual([
          fault.id,
          version,
          true,
          hasIt(fault, version),
        ]);
      }
      expect(new Set(fault.measured.map(({ version }) => version)).size).toBe(fault.measured.length);
    }
  });

  test('has no measurement that contradicts itself', () => {
    for (const { id, measured, cycles, found_in_min } of TABLE.faults) {
      for (const one of measured) {
        expect(one.cycles).toBe(cycles);
        expect(one.found_in).toBeLessThanOrEqual(one.cycles);
        expect(isAsKnown({ found_in_min }, one), `${id} ${one.version}`).toBe(true);
        expect([one.first === null, one.sentence === null]).toEqual([one.found_in === 0, one.found_in === 0]);
      }
    }
  });
});

describe('a row', () => {
  const measured = (version: string, found_in: number): KnownFaultMeasured => ({
    ...{ version, has_it: true, seed: 1, cycles: 8, found_in },
    ...{ first: found_in > 0 ? 1 : null, count: found_in, sentence: found_in > 0 ? 'x' : null },
  });

  test('is about releases from its first one on, which have it until one that does not', () => {
    const fault = { ...(TABLE.faults[0] ?? fail()), since: '0.6.1', until: '0.6.10' };
    expect(VERSIONS.map((version) => isAbout(fault, version))).toEqual([false, true, true, true, true]);
    expect(['0.6.9', '0.6.10', '0.7.0'].map((version) => hasIt(fault, version))).toEqual([true, false, false]);
    expect(hasIt({ ...fault, until: null }, '9.0.0')).toBe(true);
  });

  test('is as known where what has it is found, and what does not is not', () => {
    expect(isAsKnown({}, measured('0.6.0', 3))).toBe(true);
    expect(isAsKnown({}, measured('0.6.0', 0))).toBe(false);
    expect(isAsKnown({}, { ...measured('0.6.0', 3), has_it: false })).toBe(false);
    // of a fault that is in every write
    expect(isAsKnown({ found_in_min: 8 }, measured('0.6.0', 7))).toBe(false);
    expect(isAsKnown({ found_in_min: 8 }, { ...measured('0.6.0', 2), has_it: false })).toBe(true);
  });

  test('takes the place of what was measured of the same version before', () => {
    const [first = fail()] = TABLE.faults;
    const empty = { ...TABLE, faults: [{ ...first, measured: [measured('0.6.2', 1), measured('0.6.0', 1)] }] };
    const [row] = withMeasured(empty, new Map([[first.id, [measured('0.6.0', 2), measured('0.6.1', 4)]]])).faults;
    expect(row?.measured.map(({ version, found_in }) => [version, found_in])).toEqual([
      ['0.6.0', 2],
      ['0.6.1', 4],
      ['0.6.2', 1],
    ]);
  });
});

const TITLE = BINARIES ? `builds in ${BINARIES}` : 'builds (skipped: KNOWN_FAULT_BINARIES names no folder of them)';

describe.skipIf(!BINARIES)(TITLE, { timeout: LIMIT_MS }, () => {
  test.each(VERSIONS)(`${RUN} is found in %s exactly where it is known to be`, async (version) => {
    const binary = join(BINARIES ?? '', version, 'bin', TABLE.subject);
    if (!existsSync(binary)) return expect(VERSIONS.some((one) => existsSync(join(BINARIES ?? '', one)))).toBe(true);
    const fault = TABLE.faults.find(({ id }) => id === RUN) ?? fail();
    const run = new Run();
    onTestFinished(() => run.close());
    const subject = openSubject(TABLE.subject, { run, binary, ref: null, defect: null });
    const signal = new AbortController().signal;
    const [seen] = await runKnownFaults([fault], { subject, seed: 1, work_dir: run.newFolder('known'), signal });
    expect(seen?.found_in).toBe(hasIt(fault, version) ? 1 : 0);
  });
});

function fail(): never {
  throw new Error('expected a row');
}
