// The page about measurement: every figure comes from the committed documents, and they hold what its prose says.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Measured } from '../../../../src/contract/comparison.ts';
import { DEFAULT_FAULTS } from '../../../../src/contract/names.ts';
import { measurementText } from '../../../../src/evidence/measurements.ts';
import {
  type Harness,
  measuredSide,
  measurements,
  provenances,
  titleOf,
} from '../../../../src/views/guides/measurement/measurement.ts';
import { countedTable, sidesBySide } from '../../../../src/views/guides/measurement/measurement-figures.ts';
import { listWindow, missingSentences } from '../../../../src/views/guides/measurement/measurement-findings.ts';
import { measurementNumbers, shownBound } from '../../../../src/views/guides/measurement/measurement-numbers.ts';

const PAGE = readFileSync(join(import.meta.dirname, '../../../../src/pages/methodology/measurement.mdx'), 'utf8');

const measurement = (version: string) => {
  const found = measurements().find((one) => titleOf(one) === `ai-memory ${version}`);
  if (!found) throw new Error(`expected a committed measurement of ${version}, found none`);
  return found;
};
const sideOf = (version: string, fault: string, harness: Harness): Measured => {
  const side = measuredSide(measurement(version), fault, harness);
  if (!side) throw new Error(`${version}: ${fault} was not measured by ${harness}`);
  return side;
};

describe('the committed measurements', () => {
  it('are of at least two versions, each with its program’s hash, its seed and its command', () => {
    expect(measurements().length).toBeGreaterThanOrEqual(2);
    for (const { document } of measurements()) {
      expect(document.subject.binary_sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(document.command).toContain(`--seed ${document.seed}`);
      expect(document.settings.writes_per_cycle).toBe(100);
    }
  });

  it('measured no fault and the four classes of a release, both ways', () => {
    for (const one of measurements())
      for (const fault of ['no_fault', ...DEFAULT_FAULTS])
        for (const harness of ['established', 'ours'] as const)
          expect(measuredSide(one, fault, harness)?.cycles, `${one.file} ${fault} ${harness}`).toBe(
            one.document.settings.cycles,
          );
  });

  it('name no path and no machine', () => {
    for (const { file } of measurements())
      expect(measurementText(file)).not.toMatch(/\/(opt|home|root|tmp|work|Users)\//);
  });

  it('say of themselves what their cycles say', () => {
    for (const one of measurements())
      for (const { fault } of one.document.classes)
        for (const harness of ['established', 'ours'] as const) {
          const side = measuredSide(one, fault, harness);
          if (!side) continue;
          const sum = (of: (cycle: Measured['per_cycle'][number]) => number) =>
            side.per_cycle.reduce((total, cycle) => total + of(cycle), 0);
          expect(sum((cycle) => cycle.acked)).toBe(side.acked);
          expect(sum((cycle) => cycle.missing_for_good)).toBe(side.missing_for_good);
          expect(side.per_cycle).toHaveLength(side.cycles);
        }
  });
});

describe('what the page says in words', () => {
  it('holds: the established score is the same without a fault, and is the length of one list', () => {
    for (const one of measurements()) {
      const side = measuredSide(one, 'no_fault', 'established');
      for (const { listed, acked } of side?.per_cycle ?? [])
        expect([listed?.b, listed?.c, acked]).toEqual([20, 20, 100]);
      for (const fault of ['partition_minority', 'drop_random_acks', 'clock_skew_peer'])
        expect(measuredSide(one, fault, 'established')?.bound_as_counted).toBe(side?.bound_as_counted);
    }
    expect(measurementNumbers()).toMatchObject({ bound: '0.2', skewBound: '0.2', killBound: '1', identity: '1' });
  });

  it('holds: the established score tells no version from another', () => {
    for (const { head, cells } of countedTable().rows) expect(new Set(cells).size, head).toBe(1);
  });

  it('holds: none of its own cycles lost anything, and none sent a write into a fault that heals', () => {
    expect(measurementNumbers()).toMatchObject({ missingEstablished: '0', sentInsideEstablished: '0' });
  });

  it('holds: 0.6.0 leaves a peer that was away without rows, later versions do not', () => {
    expect(sideOf('0.6.0', 'pause_peer', 'ours').missing_for_good).toBeGreaterThan(0);
    expect(sideOf('0.6.4', 'pause_peer', 'ours').missing_for_good).toBe(0);
    expect(sideOf('0.6.4', 'partition_minority', 'ours').missing_for_good).toBe(0);
  });

  it('holds: where a clock was wrong, catching up leaves rows behind', () => {
    expect(sideOf('0.6.4', 'clock_skew_peer', 'ours').missing_for_good).toBeGreaterThan(0);
  });

  it('has a sentence for each document, and a provenance', () => {
    expect(missingSentences().map(({ title }) => title)).toEqual(measurements().map(titleOf));
    expect(provenances()).toHaveLength(measurements().length);
    expect(sidesBySide().documents).toHaveLength(measurements().length);
  });
});

describe('the page', () => {
  it('has no figure typed in: a numeral of its prose is a version or comes from a document', () => {
    const prose = PAGE.replace(/^---[\s\S]*?^---$/m, '')
      .replace(/^(import|export) .*$/gm, '')
      .replace(/```[\s\S]*?```/g, '')
      .replace(/\]\([^)]*\)|<[^>]*>|\{[^}]*\}|`[^`]*`/g, '')
      .replace(/\b0\.6\.\d\b/g, '');
    expect(prose.length).toBeGreaterThan(3_000);
    expect(prose.match(/^.*\d.*$/gm)).toBeNull();
  });
});

describe('the figure of one list', () => {
  it('has a square for each acked row and fills those that were listed', () => {
    const { squares, listed, acked, found } = listWindow();
    expect(squares).toHaveLength(acked);
    expect(squares.filter(({ seen }) => seen)).toHaveLength(listed);
    expect(found).toBe(acked);
  });
});

describe('a bound', () => {
  it('is cut, never rounded up', () => {
    expect(shownBound(0.999999)).toBe('0.99999');
    expect(shownBound(1)).toBe('1');
    expect(shownBound(null)).toBe('unknown');
  });
});
