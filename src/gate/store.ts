// Keeps a decision in the directory of campaigns, in place of the one that was made of the same release before. The
// file is written whole under another name, which only one gate at a time can make.

import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { readDecisions } from '../catalogue/stored-decisions.ts';
import { GATE_DECISIONS_FILE, type GateDecision } from '../contract/gate.ts';
import { listCampaigns } from '../evidence/folder.ts';
import { GateCannotRun } from './gate-file.ts';

/** @returns the path of the file */
export function storeDecision(root: string, decision: GateDecision): string {
  const path = join(root, GATE_DECISIONS_FILE);
  const partial = `${path}.partial`;
  const descriptor = opened(partial);
  try {
    writeSync(descriptor, textWith(root, decision));
    fsyncSync(descriptor);
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
  return path;
}

function opened(partial: string): number {
  try {
    return openSync(partial, 'wx');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new GateCannotRun(
      code === 'EEXIST'
        ? `expected no other gate at work, found ${partial}; if none is, remove that file`
        : `expected to write ${partial}, found ${code}`,
    );
  }
}

/** Read only now, while no other gate can write. */
function textWith(root: string, decision: GateDecision): string {
  const stored = readDecisions(listCampaigns(root).gateDecisions);
  if (typeof stored === 'string') throw new GateCannotRun(`${stored}; see that file, or remove it`);
  const others = stored.decisions.filter(({ subject, ref }) => subject !== decision.subject || ref !== decision.ref);
  const decisions = [...others, decision].toSorted((x, y) => (nameOf(x) < nameOf(y) ? -1 : 1));
  return `${JSON.stringify({ schema_version: 1, decisions }, null, 2)}\n`;
}

const nameOf = ({ subject, ref }: GateDecision): string => `${subject} ${ref}`;
