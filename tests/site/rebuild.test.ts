// A site that is built again and again is, byte for byte, the one that would be built afresh.

import { cpSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { insightsFile, writeExamples } from '../fixtures/campaigns.ts';
import { written } from '../fixtures/written.ts';
import { build } from './build.ts';
import { filesBelow } from './site.ts';

/** Four builds on a busy machine. */
vi.setConfig({ testTimeout: 240_000 });

// Beside the project, where the generator can move files into it.
const root = mkdtempSync(join(import.meta.dirname, '../../node_modules/.rebuild-'));
const campaigns = written(writeExamples(join(root, 'campaigns')), {});
const dist = join(root, 'dist');
afterAll(() => rmSync(root, { recursive: true, force: true }));

const page = (id: string) => join(dist, 'campaigns', id, 'index.html');
const writtenAt = (path: string) => statSync(path, { bigint: true }).mtimeNs;

async function built(to = dist): Promise<void> {
  const { code, stderr } = await build(campaigns, to, '/');
  expect(code, stderr).toBe(0);
}

describe('A site that is built again', () => {
  it('is the one that would be built afresh, and only what changed was made again', async () => {
    written(campaigns, insightsFile());
    await built();
    const [before, neighbour] = [writtenAt(page('harbour-r2')), writtenAt(page('harbour-r9'))];

    cpSync(join(campaigns, 'harbour-r3'), join(campaigns, 'harbour-r10'), { recursive: true });
    rmSync(join(campaigns, 'quay-gate-r1'), { recursive: true });
    rmSync(page('harbour-r1'));
    written(dist, { 'campaigns/harbour-r5/phase2.json': '{}', 'campaigns/storm/index.html': 'left by somebody' });
    await built();
    expect(writtenAt(page('harbour-r2'))).toBe(before);
    expect(writtenAt(page('harbour-r9'))).toBeGreaterThan(neighbour);

    const afresh = join(root, 'afresh');
    await built(afresh);
    expect(filesBelow(dist)).toEqual(filesBelow(afresh));
    const differing = filesBelow(dist).filter(
      (file) => !readFileSync(join(dist, file)).equals(readFileSync(join(afresh, file))),
    );
    expect(differing).toEqual([]);
  });

  it('stays as it was where an analysis does not hold', async () => {
    const before = filesBelow(dist).map((file) => [file, writtenAt(join(dist, file))]);
    written(campaigns, {
      'harbour-r3/analysis.mdx': '---\nkind: human\n---\n\n# One\n\n## Verdict\n\n<Fact of="phase2.okay" /> acked.\n',
    });
    expect((await build(campaigns, dist, '/')).code).toBe(1);
    expect(filesBelow(dist).map((file) => [file, writtenAt(join(dist, file))])).toEqual(before);
  });
});
