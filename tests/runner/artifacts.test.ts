import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { evidenceListSchema } from '../../src/contract/artifacts.ts';
import { CampaignExists, createFolder } from '../../src/runner/artifacts.ts';

const fresh = (): Promise<string> => mkdtemp(join(tmpdir(), 'artifacts-'));

describe('a campaign folder', () => {
  test('is never made where one is', async () => {
    const out = await fresh();
    await createFolder(out, 'one-r1');
    await expect(createFolder(out, 'one-r1')).rejects.toThrow(CampaignExists);
  });

  test('has a name that may stand in an address', async () => {
    for (const id of ['../x', 'a b', 'x.html', '']) await expect(createFolder(await fresh(), id)).rejects.toThrow();
  });

  test('writes an artifact once, whole, and keeps the first', async () => {
    const folder = await createFolder(await fresh(), 'x');
    await folder.writeDocument('phase2.json', { phase: 2 });
    await expect(folder.writeDocument('phase2.json', { phase: 3 })).rejects.toThrow('never overwritten');
    expect(JSON.parse(await readFile(folder.place('phase2.json'), 'utf8'))).toEqual({ phase: 2 });
    expect(await readdir(folder.path)).toEqual(['phase2.json']);
  });

  test('replaces its summary alone', async () => {
    const folder = await createFolder(await fresh(), 'x');
    const summary = { campaign_id: 'x', ai_memory_git_ref: 'r' };
    await folder.writeSummary({ ...summary, state: 'running' });
    await folder.writeSummary({ ...summary, state: 'complete' });
    expect(await readFile(folder.place('campaign-summary.json'), 'utf8')).toContain('complete');
  });

  test('is sealed with the size and hash of every file but the list and the analysis', async () => {
    const folder = await createFolder(await fresh(), 'x');
    await folder.writeDocument('phase2.json', { phase: 2 });
    await writeFile(folder.place('analysis.mdx'), 'text');
    await folder.seal();
    const list = evidenceListSchema.parse(JSON.parse(await readFile(folder.place('evidence.sha256.json'), 'utf8')));
    const bytes = await readFile(folder.place('phase2.json'));
    expect(list.artifacts).toEqual([
      {
        file: 'phase2.json',
        bytes: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        provenance: 'recorded',
      },
    ]);
  });
});
