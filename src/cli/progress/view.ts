// Progress on stderr: on a terminal a few lines that renew themselves below the ones that stay, and plain lines
// everywhere else (a pipe, CI, a dumb terminal).

import { join } from 'node:path';
import { visibleLine, withVisibleText } from '../../contract/visible-text.ts';
import type { CampaignFolder } from '../../runner/artifacts.ts';
import type { Part } from '../../runner/part.ts';
import type { Profile } from '../../runner/profiles.ts';
import type { Progress } from '../../runner/progress.ts';
import type { SubjectIdentity } from '../../subjects/subject.ts';
import { count, newTally } from './tally.ts';
import { keptLines, liveLines, painted } from './words.ts';

export interface ProgressView {
  begin(campaign: Beginning): void;
  tell: Progress;
  /** Something worth saying that is no event of the campaign. */
  note(text: string): void;
  /** Takes the lines that renew themselves away. */
  close(): void;
}

export interface Beginning {
  folder: CampaignFolder;
  subject: SubjectIdentity;
  profile: Profile;
  faults: readonly string[];
  seed: number;
  part: Part;
  replay: { fault: string; cycle: number } | null;
}

const RENEW_MS = 100;
const COLUMNS_DEFAULT = 80;

export function progressView(): ProgressView {
  const { stderr } = process;
  const live = isLive();
  let tally = newTally(0, 0);
  let shown = 0;
  let timer: NodeJS.Timeout | null = null;

  /** Writes lines in the place of those that renew themselves, and these again below. */
  function draw(kept: readonly string[]): void {
    if (!live) {
      for (const line of kept) stderr.write(`${line}\n`);
      return;
    }
    const lines = timer ? liveLines(tally, performance.now(), stderr.columns || COLUMNS_DEFAULT) : [];
    if (kept.length + lines.length + shown === 0) return;
    const up = shown > 1 ? `\x1b[${shown - 1}A` : '';
    stderr.write(`${up}\r\x1b[J${kept.map((line) => `${line}\n`).join('')}${lines.join('\n')}`);
    shown = lines.length;
  }

  return {
    begin(campaign) {
      const { part, faults } = campaign;
      tally = newTally(part.cycles.length, faults.length);
      if (live) {
        timer = setInterval(() => draw([]), RENEW_MS);
        timer.unref();
      }
      draw(titleOf(campaign));
    },
    tell(event) {
      const now = performance.now();
      // what a subject says of itself is text of others: it steers no terminal
      const seen = withVisibleText(event);
      count(tally, seen, now);
      const kept = keptLines(seen, tally, live, now);
      if (kept.length > 0) draw(kept);
    },
    note: (text) => draw([painted('yellow', text)]),
    close() {
      if (timer) clearInterval(timer);
      timer = null;
      draw([]);
    },
  };
}

function isLive(): boolean {
  const { CI, TERM } = process.env;
  const inCi = CI !== undefined && CI !== '' && CI !== 'false';
  return process.stderr.isTTY === true && !inCi && TERM !== 'dumb';
}

function titleOf({ folder, subject, profile, seed, replay }: Beginning): string[] {
  const what = replay ? `one cycle of ${replay.fault} again` : `${profile.name} profile`;
  const facts = [what, visibleLine(`${subject.name} ${subject.version}`), `seed ${seed}`];
  return [painted('bold', folder.id), `${facts.join(' · ')}`, painted('dim', visibleLine(join(folder.path, '/'))), ''];
}
