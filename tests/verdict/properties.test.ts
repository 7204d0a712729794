// What must hold of every folder, not of the ones that somebody thought of. All run on real bytes.

import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { EVIDENCE_LIST_FILE, phaseOf } from '../../src/contract/names.ts';
import type { JsonObject } from '../../src/contract/reading.ts';
import { judge } from '../../src/verdict/judge.ts';
import { type Documents, establishedCampaign } from '../fixtures/established.ts';
import { agreeing, asBytes, type Contents, changed, folderOf, judged, listed } from '../fixtures/folder.ts';
import { proofhouseCampaign } from '../fixtures/proofhouse.ts';

/** A busy machine takes its time; nothing here is about speed. */
vi.setConfig({ testTimeout: 60_000 });

type Path = (string | number)[];

/** The path of every value in a document that is no object or list. */
const leavesOf = (value: unknown, path: Path = []): Path[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) =>
        leavesOf(inner, [...path, Array.isArray(value) ? Number(key) : key]),
      )
    : [path];

const spoiled = fc.constantFrom<unknown>(0, 1, -1, 0.5, 999, '', '201', 'x', true, false, null, [], {}, undefined);
const base = fc.constantFrom(establishedCampaign(), proofhouseCampaign());

/** A campaign with up to three values spoiled, whose summary embeds what its files say. */
const campaign: fc.Arbitrary<Documents> = fc
  .tuple(base, fc.array(fc.tuple(fc.nat(), spoiled), { maxLength: 3 }))
  .map(([documents, spoils]) => agreeing(spoils.reduce(spoil, documents)));

function spoil(documents: Documents, [pick, value]: [number, unknown]): Documents {
  const paths = leavesOf(documents).filter(
    ([file, first]) => file !== 'campaign-summary.json' && first !== 'phase' && first !== 'host',
  );
  const path = paths[pick % paths.length] ?? [];
  return changed(documents, path, value);
}

type Loss = { pick: number; how: 'removed' | 'emptied' | 'cut'; keep: number };
const losses = fc.array(
  fc.record({
    pick: fc.nat(),
    how: fc.constantFrom('removed' as const, 'emptied' as const, 'cut' as const),
    keep: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  { minLength: 1, maxLength: 6 },
);

function lose(contents: Record<string, Buffer>, { pick, how, keep }: Loss): Record<string, Buffer> {
  const file = Object.keys(contents)[pick % Object.keys(contents).length];
  if (file === undefined) return contents;
  const { [file]: bytes = Buffer.alloc(0), ...rest } = contents;
  if (how === 'removed') return rest;
  return { ...rest, [file]: how === 'emptied' ? Buffer.alloc(0) : bytes.subarray(0, Math.floor(keep * bytes.length)) };
}

describe('Taking evidence away never makes a PASS', () => {
  it('whatever files are removed, emptied or truncated', () => {
    fc.assert(
      fc.property(campaign, losses, fc.boolean(), (documents, taken, withList) => {
        const before = asBytes(withList ? listed(documents) : documents);
        const after = taken.reduce(lose, before);
        fc.pre(judged(before).outcome !== 'PASS');
        expect(judged(after).outcome).not.toBe('PASS');
      }),
      { numRuns: 400 },
    );
  });

  it('whatever files are removed, where a list or one file of a phase remains', () => {
    const whole = { established: establishedCampaign(), own: proofhouseCampaign() };
    fc.assert(
      fc.property(
        fc.constantFrom('established', 'own'),
        fc.boolean(),
        fc.infiniteStream(fc.boolean()),
        (of, withList, take) => {
          const before = withList || of === 'own' ? listed(whole[of as keyof typeof whole]) : whole.established;
          const kept = Object.entries(before).filter(() => take.next().value);
          const holds = kept.some(([file]) => file === EVIDENCE_LIST_FILE || phaseOf(file) !== null);
          fc.pre(holds && kept.length < Object.keys(before).length);
          const listRemains = kept.some(([file]) => file === EVIDENCE_LIST_FILE);
          const lost = Object.keys(before).filter((file) => !kept.some(([one]) => one === file));
          // the list alone may go where no schema version promises one
          fc.pre(listRemains || of === 'own' || lost.join() !== EVIDENCE_LIST_FILE);
          expect(judged(Object.fromEntries(kept)).outcome).not.toBe('PASS');
        },
      ),
      { numRuns: 400 },
    );
  });

  it('nor a FAIL into a PASS by any one loss, tried one by one', () => {
    for (const file of ['phase1-node-a.json', 'phase2.json', 'phase3.json', 'phase4.json']) {
      const failing = agreeing(changed(establishedCampaign(), [file, 'pass'], false));
      for (const lost of Object.keys(failing)) {
        const { [lost]: _, ...rest } = failing;
        expect(judged(rest).outcome, `${file} failing, ${lost} removed`).not.toBe('PASS');
        expect(judged({ ...rest, [lost]: '' }).outcome, `${file} failing, ${lost} emptied`).not.toBe('PASS');
      }
    }
  });
});

describe('In a folder with a list of its evidence', () => {
  const whole = asBytes(listed(establishedCampaign()));
  const files = Object.keys(whole).filter((file) => file !== EVIDENCE_LIST_FILE);

  it('no change of any listed byte leaves a PASS', () => {
    expect(judged(whole).outcome).toBe('PASS');
    fc.assert(
      fc.property(fc.constantFrom(...files), fc.nat(), fc.integer({ min: 1, max: 255 }), (file, pick, flip) => {
        const bytes = Buffer.from(whole[file] ?? '');
        const at = pick % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ flip;
        expect(judged({ ...whole, [file]: bytes }).outcome).not.toBe('PASS');
      }),
      { numRuns: 400 },
    );
  });

  it('nor does an added or a missing byte', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...files),
        fc.nat(),
        fc.option(fc.constantFrom(' ', '\n', '0')),
        (file, pick, added) => {
          const bytes = whole[file] ?? Buffer.alloc(0);
          const at = pick % bytes.length;
          const rest = bytes.subarray(added === null ? at + 1 : at);
          const edited = Buffer.concat([bytes.subarray(0, at), Buffer.from(added ?? ''), rest]);
          expect(judged({ ...whole, [file]: edited }).outcome).not.toBe('PASS');
        },
      ),
    );
  });
});

describe('The judge', () => {
  it('does not care in which order the files come', () => {
    fc.assert(
      fc.property(campaign, fc.boolean(), fc.infiniteStream(fc.nat()), (documents, withList, keys) => {
        const folder = folderOf(withList ? listed(documents) : documents);
        const shuffled = folder.files
          .map((file) => ({ file, key: keys.next().value ?? 0 }))
          .sort((a, b) => a.key - b.key);
        expect(judge({ ...folder, files: shuffled.map(({ file }) => file) })).toEqual(judge(folder));
      }),
    );
  });

  it('makes FAIL of any false check, and no PASS of an unknown one', () => {
    fc.assert(
      fc.property(campaign, (documents) => {
        const verdict = judged(documents);
        for (const { status, checks } of verdict.phases) {
          const oks = checks.map(({ ok }) => ok);
          expect(status === 'FAIL').toBe(oks.includes(false));
          if (oks.includes(null)) expect(['FAIL', 'INCONCLUSIVE']).toContain(status);
        }
        expect(verdict.outcome === 'FAIL').toBe(verdict.phases.some(({ status }) => status === 'FAIL'));
        if (verdict.phases.some(({ status }) => status !== 'PASS')) expect(verdict.outcome).not.toBe('PASS');
      }),
      { numRuns: 300 },
    );
  });

  it('gives every check an id of its own', () => {
    fc.assert(
      fc.property(campaign, (documents) => {
        const ids = judged(documents).phases.flatMap(({ checks }) => checks.map(({ id }) => id));
        expect(new Set(ids).size).toBe(ids.length);
      }),
      { numRuns: 400 },
    );
  });

  it('does not change what it judges', () => {
    const folder = folderOf(listed(proofhouseCampaign()));
    const before = structuredClone(folder);
    judge(folder);
    expect(folder).toEqual(before);
  });

  it('says the same of the same phases, whatever the folder is called, and passes only under its own name', () => {
    const contents: Contents = establishedCampaign();
    const [own, other] = [judge(folderOf(contents)), judge(folderOf(contents, 'another-r2'))];
    expect(other.phases).toEqual(own.phases);
    expect([own.outcome, other.outcome]).toEqual(['PASS', 'INCOMPLETE']);
  });
});

describe('JSON of any shape judges without throwing', () => {
  const name = fc.constantFrom(
    'campaign-summary.json',
    'phase1-node-a.json',
    'phase2.json',
    'phase3.json',
    'phase4.json',
    EVIDENCE_LIST_FILE,
  );

  it('in the place of any file', () => {
    fc.assert(
      fc.property(fc.dictionary(name, fc.jsonValue()), (values) => {
        const contents = Object.fromEntries(
          Object.entries(values).map(([file, value]) => [file, JSON.stringify(value)]),
        );
        expect(judged(contents).outcome).toBe('INCOMPLETE');
      }),
      { numRuns: 500 },
    );
  });

  it('in the place of any field', () => {
    fc.assert(
      fc.property(base, fc.nat(), fc.nat(), fc.jsonValue(), (documents, pick, up, value) => {
        const paths = leavesOf(documents);
        const leaf = paths[pick % paths.length] ?? [];
        const path = leaf.slice(0, Math.max(2, leaf.length - (up % 3)));
        const contents = changed<Record<string, JsonObject>>(documents, path, value);
        const verdict = judged(contents);
        expect(verdict.phases).toHaveLength(4);
        for (const { reasons } of verdict.phases) expect(reasons.join()).not.toContain('the judge failed');
      }),
      { numRuns: 500 },
    );
  });
});
