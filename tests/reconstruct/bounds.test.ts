// Whatever a log is, reading it ends, in bounded memory.
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { archiveEntries } from '../../src/reconstruct/archive.ts';
import { extract, findEvidence } from '../../src/reconstruct/extract.ts';
import { ReconstructFailure } from '../../src/reconstruct/failure.ts';
import { LINE_CHARS_MAX, LOG_BYTES_MAX } from '../../src/reconstruct/limits.ts';
import { archiveLogs, textLog } from '../../src/reconstruct/logs.ts';
import { evidenceOfFile } from '../../src/reconstruct/source.ts';
import * as shape from './log-shapes.ts';

// Machines that run much else beside the tests are slow, not wrong.
vi.setConfig({ testTimeout: 30_000 });

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'bounds-'));
});
afterAll(() => rm(dir, { recursive: true }));

const rebuilt = (bytes: Buffer) =>
  extract([findEvidence(textLog('log', bytes))], { campaignId: shape.CAMPAIGN, from: 'x', jobs: [] });

it('Random bytes give nothing and no error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => {
      expect(rebuilt(Buffer.from(bytes)).files).toEqual([]);
    }),
  );
});

it('A real log with random bytes changed gives documents or none, and no error', () => {
  const log = Buffer.from(
    shape.stamped([...shape.phase2Step, ...shape.phase4Step, ...shape.aggregateStep(shape.summary())]),
  );
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(log.length - 1), fc.nat(255)), { maxLength: 20 }),
      fc.nat(log.length),
      (changes, end) => {
        const damaged = Buffer.from(log);
        for (const [at, byte] of changes) damaged[at] = byte;
        for (const file of rebuilt(damaged.subarray(0, end)).files) expect(() => JSON.parse(file.text)).not.toThrow();
      },
    ),
    { numRuns: 60 },
  );
});

it('A damaged archive is refused in words', async () => {
  const zip = shape.runArchive('job', [{ number: 1, name: 'x', lines: ['y'] }]);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(zip.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
      fc.nat(zip.length),
      async (changes, end) => {
        const damaged = Buffer.from(zip);
        for (const [at, byte] of changes) damaged[at] = byte;
        try {
          for await (const raw of archiveLogs(damaged.subarray(0, end))) findEvidence(raw);
        } catch (error) {
          expect(error).toBeInstanceOf(ReconstructFailure);
        }
      },
    ),
    { numRuns: 150 },
  );
});

it('An archive entry that unpacks beyond the limit is cut at the limit', async () => {
  const bomb = shape.archive({ '0_job.txt': new Uint8Array(24 * 1024 * 1024) });
  expect(bomb.length).toBeLessThan(100_000);
  const sizes = [];
  for await (const entry of archiveEntries(bomb, () => true, 1_000_000))
    sizes.push([entry.bytes.length, entry.truncated]);
  expect(sizes).toEqual([[1_000_000, true]]);
});

describe('A line of 200 MB', () => {
  it('is cut, gives no value, and what follows within the limit is read', { timeout: 60_000 }, async () => {
    const path = join(dir, 'long.txt');
    const file = await open(path, 'w');
    await file.write(shape.stamped(shape.aggregateStep(shape.summary())));
    await file.write('{"campaign_id":"');
    for (let at = 0; at < 200; at += 1) await file.write(Buffer.alloc(1_000_000, 'x'));
    await file.close();
    const before = process.memoryUsage().rss;
    const evidence = await evidenceOfFile(path);
    const files = extract(evidence.findings, { campaignId: shape.CAMPAIGN, from: 'x', jobs: [] }).files;
    expect(files).toHaveLength(7);
    expect(evidence.findings[0]?.truncated).toBe(true);
    // The bytes as read, and their text.
    expect(process.memoryUsage().rss - before).toBeLessThan(4 * LOG_BYTES_MAX);
  });

  it('within a document ends that document', () => {
    const long = `{\n  "a": "${'x'.repeat(LINE_CHARS_MAX)}",\n  "b": 1\n}`;
    expect(findEvidence(textLog('log', Buffer.from(long))).others).toBe(0);
  });
});

describe('A log made to hold the search up', () => {
  const slow = {
    'of openings only': '{\n'.repeat(400_000),
    'of openings that go ever deeper': Array.from({ length: 3_000 }, (_, depth) => `${' '.repeat(depth)}"a": {`)
      .join('\n')
      .replace('"a": ', ''),
    'of one line of brackets': `{"a":${'['.repeat(900_000)}`,
    'of a compact document nested too deep': `{"campaign_id":"x","overall_pass":true,"phases":${'['.repeat(5_000)}${']'.repeat(5_000)}}`,
    'of escapes that never end': `\u001b]${'x'.repeat(500_000)}\n\u001b[${'1;'.repeat(300_000)}`,
    'of headers that never end': '##[group]Run x\n'.repeat(200_000),
    'of quotes and backslashes': `{\n  "${'\\'.repeat(500_001)}\n`,
    'of lines of a document that never begins': '      "total_writes": 1,\n'.repeat(200_000),
    'of indented documents without end': `${'    {\n      "phase": 2,\n      "ok": 1\n    }\n'.repeat(40_000)}`,
    'of tabs': '\t'.repeat(500_000),
  };
  it.each(Object.entries(slow))('%s ends', { timeout: 20_000 }, (_name, text) => {
    expect(rebuilt(Buffer.from(text)).files).toEqual([]);
  });
});

it('An unreadable path is refused in words', async () => {
  await writeFile(join(dir, 'empty.txt'), '');
  await expect(evidenceOfFile(join(dir, 'none.txt'))).rejects.toThrow('--log');
  await expect(evidenceOfFile(dir)).rejects.toThrow('--log');
  expect((await evidenceOfFile(join(dir, 'empty.txt'))).findings[0]?.aggregates).toEqual([]);
});
