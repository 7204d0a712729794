// The lines of the log that contradict a rebuilt document, as they go into it: bounded, secrets masked as in excerpts.

import { withMember } from './extract/masked.ts';
import type { Origin, RebuiltFile } from './extract.ts';
import { CONTRADICTION_CHARS_MAX, CONTRADICTION_COUNT_MAX } from './limits.ts';
import { maskSecrets } from './secrets.ts';

export interface ContradictingLine {
  log: string;
  line: number;
  text: string;
}

export const contradictingLines = (origins: readonly Origin[]): Promise<ContradictingLine[]> =>
  Promise.all(
    origins.slice(0, CONTRADICTION_COUNT_MAX).map(async ({ log, lineStart, text }) => {
      // Masked before it is cut: half a secret would no longer look like one.
      const masked = (await maskSecrets(text.trim())).text;
      return { log, line: lineStart, text: masked.slice(0, CONTRADICTION_CHARS_MAX) };
    }),
  );

/** With such lines a document is no longer what the run wrote, and says so. */
export function markedText({ text }: RebuiltFile, lines: readonly ContradictingLine[], from: string): string {
  if (lines.length === 0) return text;
  const sourced = withMember(text.trimEnd(), '_reconstructed_from', from);
  return `${withMember(sourced, '_contradicted_by', lines)}\n`;
}
