// Narratives that would keep a parser busy for minutes or fill its memory, each on its own way.

import { afterAll, describe, expect, it } from 'vitest';
import { openNarrator } from '../../src/analysis/narrator.ts';

const TEXT_CHARS = 40_000;
/** The share of processor time, on a machine that is busy with other things. */
const ANSWER_MS_MAX = 60_000;

const narrator = openNarrator();
afterAll(() => narrator.close());

const PLAIN = { documents: [], embedded: [] };
const inVerdict = (body: string) => `# One\n\n## Verdict\n\n${body}\n`;
const read = (source: string) => narrator.read({ ...PLAIN, source, file: 'analysis.mdx' });

describe('The reader of narratives', { timeout: ANSWER_MS_MAX }, () => {
  it('gives up a text that takes more than its share, and reads the next', async () => {
    const stars = '*'.repeat(TEXT_CHARS / 2);
    expect(await read(inVerdict(`${stars}a${stars}`))).toEqual({ exceeded: expect.stringMatching(/processor time/) });
    expect(await read(inVerdict('Read.'))).toHaveProperty('analysis');
  });

  it.each([
    ['underscores', '_'.repeat(TEXT_CHARS)],
    ['openings of strong text', '**a*'.repeat(TEXT_CHARS / 4)],
    ['openings of links', '['.repeat(TEXT_CHARS)],
    ['openings of tags', '<'.repeat(TEXT_CHARS)],
    ['backticks', Array.from({ length: 250 }, (_, length) => `${'`'.repeat(length + 1)} `).join('')],
    ['nested quotes', '> '.repeat(TEXT_CHARS / 2)],
    ['nested lists', '- '.repeat(TEXT_CHARS / 2)],
    [
      'a list that steps in with every line',
      Array.from({ length: 200 }, (_, depth) => `${'  '.repeat(depth)}- a`).join('\n'),
    ],
    ['a wide table', `${'|a'.repeat(5_000)}|\n${'|-'.repeat(5_000)}|\n${'|b'.repeat(5_000)}|`],
    ['a long table', `|a|b|\n|-|-|\n${'|1|2|\n'.repeat(TEXT_CHARS / 6)}`],
    ['links inside links', '[a]('.repeat(TEXT_CHARS / 4)],
    ['entities', '&amp'.repeat(TEXT_CHARS / 4)],
    ['addresses', 'www.a.b '.repeat(TEXT_CHARS / 8)],
    ['addresses of mail', 'a@b.c.'.repeat(TEXT_CHARS / 6)],
    ['tildes', '~~a~'.repeat(TEXT_CHARS / 4)],
    ['facts that lead nowhere', '<Fact of="a" /> '.repeat(TEXT_CHARS / 16)],
  ])('has an answer for %s', async (_what, body) => {
    const answer = await read(inVerdict(body));
    expect(Object.keys(answer)).toHaveLength(1);
    expect(['analysis', 'errors', 'exceeded']).toContain(Object.keys(answer)[0]);
  });

  it('binds facts to documents that were handed over, those inside the summary too', async () => {
    const bytes = (document: object) => new TextEncoder().encode(JSON.stringify(document));
    const answer = await narrator.read({
      source: inVerdict('<Fact of="summary.seed" /> and <Fact of="phase2.ok" />.'),
      file: 'analysis.mdx',
      documents: [{ file: 'campaign-summary.json', bytes: bytes({ seed: 7, phases: [{ phase: 2, ok: 20 }] }) }],
      embedded: [{ file: 'phase2.json', index: 0 }],
    });
    expect('analysis' in answer && answer.analysis.verdict?.text).toBe('7 and 20.');
  });

  it('answers in the order in which it was asked', async () => {
    const answers = await Promise.all(['One.', 'Two.', 'Three.'].map((body) => read(inVerdict(body))));
    const texts = answers.map((answer) => 'analysis' in answer && answer.analysis.verdict?.text);
    expect(texts).toEqual(['One.', 'Two.', 'Three.']);
  });
});
