import { describe, expect, test } from 'vitest';
import { promisesUnder } from '../../src/contract/invariants.ts';
import { DEFAULT_FAULTS, POWER_LOSSES } from '../../src/contract/names.ts';

const I1 = { promised: true, source: 'a' };
const ofKills = { I1, I4: { promised: true, source: 'b' } };
const ofPower = { I1, I4: { promised: true, source: 'b', outlives: 'power_loss' as const } };
const refused = { I1, I4: { promised: false, source: 'b' } };

describe('A promise that acked writes outlive the end of the process', () => {
  test.each(POWER_LOSSES)('says nothing under %s, unless it speaks of that', (fault) => {
    expect(promisesUnder(fault, ofKills)).toEqual({ I1 });
    expect(promisesUnder(fault, ofPower)).toEqual(ofPower);
    expect(promisesUnder(fault, refused)).toEqual(refused);
  });

  test.each([...DEFAULT_FAULTS, null])('holds under %s', (fault) => {
    expect(promisesUnder(fault, ofKills)).toEqual(ofKills);
  });

  test('is none where nothing was said', () => {
    expect(promisesUnder('power_loss', {})).toEqual({});
  });
});
