// Shards that do not belong together are refused, with the folder and what is wrong with it, and nothing is written.

import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Cycle } from '../../src/contract/artifacts.ts';
import { historyFile } from '../../src/contract/names.ts';
import type { Plan } from '../../src/contract/plan.ts';
import { findShards, MergeRefused } from '../../src/shards/found.ts';
import { merge } from '../../src/shards/merge.ts';
import { bytesOf, linesOf } from '../fixtures/folder.ts';
import { FAULT, HARNESS, planOf, type Recording, recording, type Written, writeShard } from './split-campaign.ts';

let from: Recording;
beforeAll(async () => {
  from = await recording(3);
});

const OF = [1, 2, 1];

function place(): { shards: string; out: string } {
  const dir = mkdtempSync(join(tmpdir(), 'shards-refused-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const at = { shards: join(dir, 'shards'), out: join(dir, 'campaigns') };
  mkdirSync(at.shards);
  return at;
}

/** What the merge says; nothing may be left of it. */
async function refusal({ shards, out }: { shards: string; out: string }, plan: Plan | null = null): Promise<string> {
  try {
    await merge(findShards([shards], plan), out);
  } catch (error) {
    expect(error).toBeInstanceOf(MergeRefused);
    expect(existsSync(join(out, 'joined-r1'))).toBe(false);
    return (error as Error).message;
  }
  return 'merged';
}

/** Both shards, the second with something wrong about it. */
async function both(second: Written, plan = planOf(from, OF)) {
  const at = place();
  await writeShard(at.shards, from, plan, 1);
  return { at, path: await writeShard(at.shards, from, plan, 2, second) };
}

/** Changes a file of a closed shard, and the list with it: as whoever wants to deceive would. */
function forge(path: string, change: () => void, ...files: string[]): void {
  change();
  const list = join(path, 'evidence.sha256.json');
  const { artifacts } = JSON.parse(readFileSync(list, 'utf8'));
  const contents = Object.fromEntries(files.map((file) => [file, readFileSync(join(path, file))]));
  const others = artifacts.filter(({ file }: { file: string }) => !files.includes(file));
  writeFileSync(list, bytesOf({ artifacts: [...others, ...linesOf(contents)] }));
}

describe('Shards that belong together', () => {
  it('are joined: what is refused below is refused for its one difference', async () => {
    const { at } = await both({});
    expect(await refusal(at)).toBe('merged');
  });
});

describe('A merge refuses', () => {
  it.each([
    [
      'another binary',
      { subject: { name: 'reference', version: '0.1.0', ref: 'x', binary_sha256: 'f00d' } },
      /its binary: expected null as planned, found "f00d"/,
    ],
    [
      'another subject',
      { subject: { name: 'other', version: '0.1.0', ref: 'x', binary_sha256: null } },
      /the subject: expected "reference"/,
    ],
    ['another harness', { runner_version: '0.2.0' }, /the harness: expected "0.1.0" as planned, found "0.2.0"/],
    [
      'a harness of other sources',
      { harness: { ...HARNESS, sources_sha256: 'b' } },
      /its sources: expected "a+" as planned, found "b"/,
    ],
    ['a harness that says nothing of its sources', { harness: undefined }, /its sources: .*found none/],
    ['another seed', { seed: 99 }, /the seed: expected 4 as planned, found 99/],
    ['no word of which shard it is', { shard: undefined }, /a campaign-summary\.json that says which shard this is/],
    [
      'a shard of more',
      { shard: { index: 2, of: 3, plan_sha256: 'x' } },
      /expected one of 2 shards of .*found shard 2 of 3/,
    ],
    ['a number that was not planned', { shard: { index: 9, of: 2, plan_sha256: 'x' } }, /found shard 9 of 2/],
    ['text that would move the terminal', { seed: '\u001b[2J' as unknown as number }, /shard this is, found none/],
  ])('%s', async (_what, summary, expected) => {
    const { at } = await both({ summary } as Written);
    const said = await refusal(at);
    expect(said).toMatch(expected);
    expect(said).toContain('shard-2-of-2');
    expect(said).not.toContain('\u001b');
  });

  it('a shard of another plan', async () => {
    const at = place();
    await writeShard(at.shards, from, planOf(from, OF), 1);
    const other = planOf(from, OF, { seed: 99 });
    await writeShard(at.shards, { ...from, summary: { ...from.summary, seed: 99 } }, other, 2);
    expect(await refusal(at)).toMatch(/expected a shard of the plan [0-9a-f]{64}, found one of [0-9a-f]{64}/);
    expect(await refusal(at, planOf(from, OF))).toMatch(/shard-2-of-2: expected a shard of the plan/);
  });

  it('a shard that came back twice', async () => {
    const { at, path } = await both({});
    cpSync(path, join(at.shards, 'again'), { recursive: true });
    expect(await refusal(at)).toMatch(/shard 2: expected once, found in .*again and .*shard-2-of-2/);
  });

  it.each([
    ['an altered byte', (path: string) => writeFileSync(join(path, 'phase4.json'), '{"phase":4,"pass":true}')],
    ['a file that is gone', (path: string) => rmSync(join(path, historyFile(FAULT)))],
    ['a file that nobody listed', (path: string) => writeFileSync(join(path, 'history-more.jsonl.gz'), 'x')],
    ['a list that is none', (path: string) => writeFileSync(join(path, 'evidence.sha256.json'), '{}')],
  ])('%s', async (_what, change) => {
    const { at, path } = await both({});
    change(path);
    expect(await refusal(at)).toMatch(/shard-2-of-2: expected what its evidence\.sha256\.json lists/);
  });

  it.each([
    [
      'counts that its history does not bear out',
      (line: Cycle) => ({ ...line, valid: { ...line.valid, lost: false } }),
      /a record of cycle 2 that its history does not bear out/,
    ],
    [
      'more acks than its history has',
      (line: Cycle) => ({ ...line, acked: line.acked + 1 }),
      /a record of cycle 2 that its history does not bear out/,
    ],
    [
      'a bound that its history does not prove',
      (line: Cycle) => ({ ...line, bound: 0.999 }),
      /a record of cycle 2 that its history does not bear out/,
    ],
    [
      'a cycle that was not planned for it',
      (line: Cycle) => ({ ...line, schedule_of_cycle: 3 }),
      /cycle 3 in the place of 2/,
    ],
    ['more cycles than were planned', (line: Cycle) => ({ ...line, cycle: 2 }), /in the place of none/],
  ])('%s', async (_what, line, expected) => {
    const { at } = await both({ line });
    expect(await refusal(at)).toMatch(expected);
  });

  it('a history in which something happened that its record does not say', async () => {
    // an acked write, and nobody who holds it
    const ops: Written['ops'] = (given) =>
      given.map((op) =>
        op.f === 'write' && op.type === 'fail' ? { ...op, type: 'ok', value: { ...op.value, id: 'nowhere' } } : op,
      ) as typeof given;
    const { at } = await both({ ops });
    expect(await refusal(at)).toMatch(/that its history does not bear out/);
  });

  it('a history that is cut short', async () => {
    const { at, path } = await both({});
    const file = historyFile(FAULT);
    forge(path, () => writeFileSync(join(path, file), readFileSync(join(path, file)).subarray(0, 2000)), file);
    expect(await refusal(at)).toMatch(/shard-2-of-2\/history-.*line \d+: expected one operation/);
  });

  it('a document of a phase that another shard was to run', async () => {
    const { at, path } = await both({});
    forge(path, () => writeFileSync(join(path, 'phase2.json'), '{"phase":2,"pass":true}'), 'phase2.json');
    expect(await refusal(at)).toMatch(/expected phase 4 as planned for shard 2, found phase2\.json/);
  });

  it('one name in two shards', async () => {
    const at = place();
    for (const number of [1, 2]) {
      const path = await writeShard(at.shards, from, planOf(from, OF), number);
      forge(path, () => writeFileSync(join(path, 'notes.txt'), `of ${number}`), 'notes.txt');
    }
    expect(await refusal(at)).toMatch(/notes\.txt: expected a name that no other shard has, found it twice/);
  });

  it('a directory without shards, or that is not there', async () => {
    const at = place();
    expect(await refusal(at)).toMatch(/expected shards in .*, found none/);
    expect(await refusal({ ...at, shards: join(at.shards, 'nowhere') })).toMatch(/found ENOENT/);
  });
});

describe('A shard folder is a stranger’s', () => {
  it('and a link in it is followed nowhere', async () => {
    const { at, path } = await both({});
    const secret = join(at.shards, '..', 'secret.json');
    writeFileSync(secret, '{"phase":4,"secret":"of this machine"}');
    for (const file of ['phase4.json', 'notes.txt', 'plan.json']) {
      const before = join(at.shards, '..', `before-${file}`);
      if (existsSync(join(path, file))) renameSync(join(path, file), before);
      symlinkSync(secret, join(path, file));
      const said = await refusal(at);
      expect(said).toMatch(/shard-2-of-2/);
      expect(said).not.toContain('of this machine');
      rmSync(join(path, file));
      if (existsSync(before)) renameSync(before, join(path, file));
    }
    expect(await refusal(at)).toBe('merged');
  });

  it('and a narrative or a later judgement that it brings along is left behind', async () => {
    const { at, path } = await both({});
    writeFileSync(join(path, 'analysis.mdx'), 'all is well');
    writeFileSync(join(path, 'recheck.json'), '{}');
    expect(await refusal(at)).toBe('merged');
    expect(existsSync(join(at.out, 'joined-r1', 'phase4.json'))).toBe(true);
    expect(existsSync(join(at.out, 'joined-r1', 'analysis.mdx'))).toBe(false);
    expect(existsSync(join(at.out, 'joined-r1', 'recheck.json'))).toBe(false);
  });

  it('and a name that leaves the folder, or a folder inside it, is left behind', async () => {
    const { at, path } = await both({});
    mkdirSync(join(path, 'inner'));
    writeFileSync(join(path, '..evil'), 'x');
    expect(await refusal(at)).toBe('merged');
    expect(existsSync(join(at.out, 'joined-r1', '..evil'))).toBe(false);
  });

  it('and a plan of 5 MB is not read', async () => {
    const { at, path } = await both({});
    const file = join(path, 'plan.json');
    writeFileSync(file, `${readFileSync(file, 'utf8')}${' '.repeat(5 * 1024 * 1024)}`);
    expect(await refusal(at)).toMatch(/plan\.json: expected a plan, found 5,\d{3},\d{3} bytes, more than 4,194,304$/);
  });
});
