// Answers made before anybody asks are the ones that would have been made then.

import { describe, expect, it } from 'vitest';
import { type Asked, answeringAhead } from '../../src/publish/ahead.ts';

const page = (id: string): Asked => ({ question: 'campaignPage', args: [id] });

/** Answers with what was asked, as bytes, and keeps count. */
function desk(fails: (asked: Asked) => boolean = () => false) {
  const made: string[] = [];
  const ahead = answeringAhead(async (asked) => {
    made.push(String(asked.args[0]));
    if (fails(asked)) throw new Error(`no campaign ${asked.args[0]}`);
    return new TextEncoder().encode(JSON.stringify(asked));
  });
  const taken = async (asked: Asked): Promise<unknown> => JSON.parse(new TextDecoder().decode(await ahead.take(asked)));
  return { made, ahead, taken };
}

describe('Answers that are made ahead', () => {
  it('are made once, and taken once', async () => {
    const { made, ahead, taken } = desk();
    await ahead.begin([page('a'), page('b')]);
    expect(made).toEqual(['a', 'b']);
    expect(await taken(page('b'))).toEqual(page('b'));
    expect(made).toEqual(['a', 'b']);
    expect(await taken(page('b'))).toEqual(page('b'));
    expect(made).toEqual(['a', 'b', 'b']);
  });

  it('are none of another question', async () => {
    const { made, ahead, taken } = desk();
    await ahead.begin([page('a')]);
    const other = { question: 'evidencePage', args: ['a'] };
    expect(await taken(other)).toEqual(other);
    expect(made).toEqual(['a', 'a']);
  });

  it('end where somebody asks', async () => {
    const { made, ahead, taken } = desk();
    const begun = ahead.begin([page('a'), page('b'), page('c')]);
    expect(await taken(page('z'))).toEqual(page('z'));
    await begun;
    expect(made).toEqual(['a', 'z']);
  });

  it('that could not be made say so to whoever asks, and to nobody before', async () => {
    const { ahead, taken } = desk(({ args }) => args[0] === 'a');
    await ahead.begin([page('a'), page('b')]);
    await expect(taken(page('a'))).rejects.toThrow('no campaign a');
    expect(await taken(page('b'))).toEqual(page('b'));
  });

  it('take no more memory than they may', async () => {
    const made: string[] = [];
    const ahead = answeringAhead(async ({ args }) => {
      made.push(String(args[0]));
      return new Uint8Array(3 * 1024 * 1024);
    });
    await ahead.begin(['a', 'b', 'c', 'd', 'e'].map(page));
    expect(made).toEqual(['a', 'b', 'c']);
  });
});
