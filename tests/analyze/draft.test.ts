// Drafts by rule: for every campaign that there is, the build takes them, and no figure in them is loose.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Analysis } from '../../src/analysis/analysis.ts';
import { formatAnalysisError } from '../../src/analysis/mdx/errors.ts';
import { parseAnalysis } from '../../src/analysis/mdx/parse.ts';
import { draft } from '../../src/analyze/draft.ts';
import { type Catalogue, readCatalogue } from '../../src/catalogue/catalogue.ts';
import { factSources } from '../../src/catalogue/fact-sources.ts';
import { entryIn, exportable } from '../exports/campaigns.ts';

const ROOT = join(import.meta.dirname, '../..');
const CORPUS = join(ROOT, '../shared/corpus/runs');

function drafted(read: Catalogue, id: string): { text: string; analysis: Analysis } {
  const entry = entryIn(read, id);
  const text = draft(read, entry);
  const parsed = parseAnalysis(text, id, factSources(read.root, entry).documents);
  if ('errors' in parsed) throw new Error(parsed.errors.map(formatAnalysisError).join('\n'));
  return { text, analysis: parsed.analysis };
}

describe.each([
  ['committed', join(ROOT, 'campaigns')],
  ['published', CORPUS],
])('Of every %s campaign', (_what, root) => {
  const read = existsSync(root) ? readCatalogue(root) : null;
  test.skipIf(read === null).each((read?.entries ?? []).map(({ id }) => id))(
    'a draft of %s is taken by the build, marked as one, with every figure bound (needs the folder)',
    (id) => {
      if (read === null) throw new Error('expected campaigns');
      const { analysis } = drafted(read, id);
      expect(analysis).toMatchObject({ kind: 'rule', figures: { cited: 0, neither: 0 } });
      for (const key of ['verdict', 'for_non_technical', 'for_c_level', 'for_sme'] as const)
        expect(analysis[key]?.text).not.toBe('');
      expect(analysis.verdict?.text).toContain('No person has read that evidence');
    },
  );
});

describe('A draft', () => {
  test('of a campaign that failed says by what, with the found value bound', () => {
    const { text, analysis } = drafted(exportable(), 'quay-r1');
    expect(text).toContain(
      '- `partition_minority: convergence bound`: expected `≥ 0.995`, found <Fact of="phase4.convergence_by_fault.partition_minority" /> (`phase4.partition_minority`)',
    );
    expect(analysis.bugs.map(({ finding }) => finding)).toEqual(['phase4.partition_minority.missing']);
    expect(analysis.for_non_technical?.text).toMatch(/Do not trust it/);
  });

  test('of one that passes says what is fixed since the one before', () => {
    const { text, analysis } = drafted(exportable(), 'quay-r2');
    expect(analysis.headline?.text).toBe('This version passes every phase of its campaign');
    expect(text).toContain('Since `quay-r1`:\n\n- Fixed: `phase4.partition_minority`');
    expect(text).toMatch(/Since `quay-r1`: gone: an acked write .*, under `partition_minority`\./);
  });

  test('of an incomplete one claims nothing, and names the phases that never ran', () => {
    const { text } = drafted(exportable(), 'quay-r3');
    expect(text).toContain('# Not decided: migration is not run');
    expect(text).toContain('Phases that left none: migration and chaos.');
    expect(text).toContain('- **Migration**: no evidence of it is here.');
    expect(text).not.toMatch(/every fault that was put on it/);
  });

  test('takes words of artifacts for nothing but words', () => {
    const { text, analysis } = drafted(exportable(), 'storm-r1');
    expect(text).toContain('octocat');
    const html = Object.values(analysis)
      .map((part) => (part as { html?: string } | null)?.html ?? '')
      .join('');
    expect(html).not.toMatch(/<(?!\/?(?:p|b|strong|ul|li|code)\b)/);
  });
});
