// Any write of a stored campaign is found by its key, in a history of either format.

import { describe, expect, test } from 'vitest';
import { writeStoryLines } from '../../src/cli/write-story.ts';
import { findWrite } from '../../src/recheck/write.ts';
import { asLines, compressed, held, historyOf, lossyCycle, lossyLine, stagedCycle } from '../fixtures/cycles.ts';
import { campaignsDirectory, written } from '../fixtures/disk.ts';

const HISTORY = 'one-r1/history-partition_minority.jsonl.gz';

const folder = (files: Record<string, string | Buffer>): string => written(campaignsDirectory(), files);

describe('a write of a stored campaign', () => {
  test('is found by its key, its times counted as the line of its cycle counts them', async () => {
    const lines = asLines([{ ...lossyLine(1), injected_ms: 140 }]);
    const root = folder({ [HISTORY]: compressed(stagedCycle(1)), 'one-r1/phase4-partition_minority.jsonl': lines });
    const found = await findWrite(root, 'one-r1', 'late');
    expect(found?.file).toBe('history-partition_minority.jsonl.gz');
    expect(found && writeStoryLines(found)).toMatchObject({
      0: 'late: history-partition_minority.jsonl.gz, cycle 1',
      1: 'It was acked; at the end it is on nodes a and b, and it is not on node c.',
      2: 'The fault of the cycle: a minority of the nodes was cut off, from 140 to 340 ms',
      4: '   1      160  client 0 sends it to node a [digest of late]',
    });
  });

  test('is found in the cycle that has it, though nobody sent it', async () => {
    const history = [...lossyCycle(1), ...historyOf(2, [held(10, 'a', ['ghost'])])];
    const found = await findWrite(folder({ [HISTORY]: compressed(history) }), 'one-r1', 'ghost');
    expect(found?.story).toMatchObject({ cycle: 2, write: null });
  });

  test('is none where no history has it, or none is stored', async () => {
    expect(await findWrite(folder({ [HISTORY]: compressed(lossyCycle(1)) }), 'one-r1', 'nobody')).toBeNull();
    expect(await findWrite(folder({ 'one-r1/phase2.json': '{}' }), 'one-r1', 'late')).toBeNull();
  });

  test('of a history that cannot be read is an error that names the file and the line', async () => {
    const root = folder({ [HISTORY]: compressed([...lossyCycle(1), { f: 'dance' }]) });
    await expect(findWrite(root, 'one-r1', 'late')).rejects.toThrow(/history-partition_minority\.jsonl\.gz, line 21/);
  });

  test('sends no control character to the terminal', async () => {
    const harm = '\u001b[31mred\u202e';
    const history = lossyCycle(1).map((op) => (op.f === 'write' && op.type === 'fail' ? { ...op, error: harm } : op));
    const found = await findWrite(folder({ [HISTORY]: compressed(history) }), 'one-r1', 'refused');
    const text = found ? writeStoryLines(found).join('\n') : '';
    expect(text).toContain('[31mred');
    expect([...text].some((char) => '\u001b\u202e'.includes(char))).toBe(false);
  });
});
