import { describe, expect, it } from 'vitest';
import { extract, findEvidence, type Rebuilt } from '../../src/reconstruct/extract.ts';
import { textLog } from '../../src/reconstruct/logs.ts';
import * as shape from './log-shapes.ts';

const fromLines = (lines: readonly string[]) =>
  extract([findEvidence(textLog('job.txt', Buffer.from(shape.stamped(lines))))], {
    campaignId: shape.CAMPAIGN,
    from: 'x',
    jobs: [],
  });
const documentOf = (rebuilt: Rebuilt, file: string) =>
  JSON.parse(rebuilt.files.find((one) => one.file === file)?.text ?? 'null');
const labelsOf = (rebuilt: Rebuilt, file: string) =>
  Object.fromEntries(
    (rebuilt.files.find((one) => one.file === file)?.values ?? []).map((value) => [value.path, value.label]),
  );

describe('A progress line', () => {
  const phase2Of = (...lines: string[]) => labelsOf(fromLines(lines), 'phase2.json');

  it('that is broken over several lines leaves its values unknown', () => {
    expect(phase2Of('[phase2] burst totals: OK=0', '0  QNM=0', '0  FAIL=0 (total=200)')).toMatchObject({
      ok: 'unknown',
      fail: 'unknown',
    });
    expect(phase2Of('[phase2] burst totals: OK=00  QNM=00  FAIL=00 (total=200)')).toMatchObject({ ok: 'unknown' });
  });

  it('printed twice with different figures leaves the value unknown', () => {
    expect(phase2Of('[phase2] node-A count: 200', '[phase2] node-A count: 199')['counts.a']).toBe('unknown');
    expect(phase2Of('[phase2] node-A count: 200', '[phase2] node-A count: 200')['counts.a']).toBe('printed');
  });

  it('with a masked or impossible figure leaves the value unknown', () => {
    const rebuilt = fromLines([
      '[phase4] campaign: f',
      '[phase4] f convergence_bound=***',
      '[phase4] g convergence_bound=NaN',
    ]);
    expect(labelsOf(rebuilt, 'phase4.json')).toMatchObject({
      'convergence_by_fault.f': 'unknown',
      'convergence_by_fault.g': 'unknown',
      pass: 'unknown',
    });
    expect(documentOf(rebuilt, 'phase4.json')).not.toHaveProperty('convergence_by_fault');
  });

  it('in the echoed script or the environment states nothing', () => {
    expect(
      fromLines(shape.stepHeader(['[phase2] node-A count: 7'], { X: '1\n[phase2] node-A count: 7' })).files.map(
        (file) => file.file,
      ),
    ).toEqual(['campaign-summary.json']);
  });

  it('takes the bound of the phase and not that of the cycle summary before it', () => {
    const cycles = ['[chaos] ---- summary ----', '{', '  "total_ok": 3,', '  "convergence_bound": 0.03', '}'];
    const rebuilt = fromLines([...cycles, '[phase4] f convergence_bound=1']);
    expect(documentOf(rebuilt, 'phase4.json').convergence_by_fault).toEqual({ f: 1 });
  });

  it('of phase 1 says that a node ran, and nothing more', () => {
    const rebuilt = fromLines([
      '[phase1][aim-x-node-b] cli roundtrip',
      '[phase1][aim-x-node-a] cli roundtrip',
      '[phase1][aim-x-node-b] mcp tools/list',
    ]);
    expect(rebuilt.files.map((file) => file.file).filter((file) => file.startsWith('phase1'))).toEqual([
      'phase1-node-b.json',
      'phase1-node-a.json',
    ]);
    expect(documentOf(rebuilt, 'phase1-node-b.json')).toMatchObject({ phase: 1, host: 'aim-x-node-b' });
    expect(labelsOf(rebuilt, 'phase1-node-b.json').pass).toBe('unknown');
  });
});
