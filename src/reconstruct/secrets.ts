// Masks what looks like a secret in an excerpt. The rules are secretlint's; the runner masks only what it was told,
// and a log is kept for 90 days where an excerpt is committed for good.

import { lintSource } from '@secretlint/core';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';
import { SECRET_SEARCH_CHARS_MAX } from './limits.ts';

export const SECRET_RULES =
  '@secretlint/secretlint-rule-preset-recommend 13.0.7, authorization headers, passwords in addresses';
const MASKED = '[masked]';

// Forms that the rule set leaves to others.
const MORE = [
  /(?<=\bauthorization\s{0,9}[:=]\s{0,9}["']?(?:(?:bearer|basic|token)\s{1,9})?)(?!(?:bearer|basic|token)\b)[^\s"']+/gi,
  /(?<=\bbearer\s{1,9})[\w.~+/-]{16,}=*/gi,
  /(?<=[a-z][a-z0-9+.-]{0,20}:\/\/[^\s:@/"']{0,100}:)[^\s@/"']+(?=@)/gi,
];
const BOUNDARY = /[\s"'`,;<>]/;

export async function maskSecrets(text: string): Promise<{ text: string; masked: number }> {
  const ranges = [...(await ruleHits(text)), ...ownHits(text)].sort((a, b) => a[0] - b[0]);
  let masked = 0;
  let out = '';
  let at = 0;
  for (const [start, end] of ranges) {
    if (end <= at) continue;
    if (start >= at) {
      out += text.slice(at, start) + MASKED;
      masked += 1;
    }
    at = end;
  }
  return { text: out + text.slice(at), masked };
}

/** Looks at the beginning of a long text only: the rules are not made for megabytes. */
export const looksSecret = async (text: string): Promise<boolean> =>
  (await maskSecrets(text.slice(0, SECRET_SEARCH_CHARS_MAX))).masked > 0;

async function ruleHits(text: string): Promise<[number, number][]> {
  const rules = [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator }];
  const result = await lintSource({
    source: { filePath: 'excerpt.txt', content: text, ext: '.txt', contentType: 'text' },
    options: { config: { rules }, noPhysicFilePath: true },
  });
  // A rule may report the name with the beginning of its value: the whole word at the end goes with it.
  return result.messages.map(({ range }) => withoutQuotes(text, range[0], wordEnd(text, range[1])));
}

function withoutQuotes(text: string, from: number, to: number): [number, number] {
  let [start, end] = [from, to];
  while (start < end && BOUNDARY.test(text[start] ?? '')) start += 1;
  while (end > start && BOUNDARY.test(text[end - 1] ?? '')) end -= 1;
  return [start, end];
}

function ownHits(text: string): [number, number][] {
  return MORE.flatMap((pattern) =>
    [...text.matchAll(pattern)].map((match): [number, number] => [match.index, match.index + match[0].length]),
  );
}

function wordEnd(text: string, from: number): number {
  let end = from;
  while (end < text.length && !BOUNDARY.test(text[end] ?? ' ')) end += 1;
  return end;
}
