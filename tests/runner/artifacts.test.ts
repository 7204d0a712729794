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

  test('replaces its summary alone, when it is sealed with the size and hash of every file but the analysis', async () => {
    const folder = await createFolder(await fresh(), 'x');
    const summary = { campaign_id: 'x', ai_memory_git_ref: 'r' };
    await folder.open({ ...summary, state: 'running' });
    await folder.writeDocument('phase2.json', { phase: 2 });
    await writeFile(folder.place('analysis.mdx'), 'text');
    await folder.seal({ ...summary, state: 'complete' });
    const text = await readFile(folder.place('campaign-summary.json'), 'utf8');
    expect(JSON.parse(text)).toMatchObject({ state: 'complete' });
    const list = evidenceListSchema.parse(JSON.parse(await readFile(folder.place('evidence.sha256.json'), 'utf8')));
    const lineOf = async (file: string) => {
      const bytes = await readFile(folder.place(file));
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      return { file, bytes: bytes.length, sha256, provenance: 'recorded' };
    };
    expect(list.artifacts).toEqual([await lineOf('campaign-summary.json'), await lineOf('phase2.json')]);
    expect((await readdir(folder.path)).filter((file) => file.endsWith('.partial'))).toEqual([]);
  });

  test('that cannot be sealed still says that it never ended', async () => {
    const folder = await createFolder(await fresh(), 'x');
    const summary = { campaign_id: 'x', ai_memory_git_ref: 'r' };
    await folder.open({ ...summary, state: 'running' });
    await writeFile(folder.place('evidence.sha256.json'), 'in the way');
    await expect(folder.seal({ ...summary, state: 'complete', overall_pass: true })).rejects.toThrow(
      'never overwritten',
    );
    const text = await readFile(folder.place('campaign-summary.json'), 'utf8');
    expect(JSON.parse(text)).toEqual({ ...summary, state: 'running' });
    expect(await readdir(folder.path)).toEqual(['campaign-summary.json', 'evidence.sha256.json']);
  });

  test('whose first summary cannot be written goes again', async () => {
    const out = await fresh();
    const folder = await createFolder(out, 'x');
    const circular: Record<string, unknown> = { campaign_id: 'x', ai_memory_git_ref: 'r' };
    circular.itself = circular;
    await expect(folder.open(circular as never)).rejects.toThrow();
    expect(await readdir(out)).toEqual([]);
  });
});
