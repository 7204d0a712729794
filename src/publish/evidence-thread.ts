// The thread of a build that reads: it reads and judges the evidence, answers the pages' questions, and writes what
// needs no page. The main thread meanwhile loads the site generator, then draws what it is given.

import { serialize } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import { type Catalogue, catalogue, type Entry } from '../catalogue/catalogue.ts';
import { unknownFindings } from '../catalogue/named-findings.ts';
import { checkNarratives } from '../catalogue/narratives.ts';
import { evidenceFiles } from '../views/routes.ts';
import { type Asked, answeringAhead } from './ahead.ts';
import { answer, type Question } from './answers.ts';
import { writeCampaignFiles, writeSiteDocuments } from './campaign-files.ts';
import type { Opened, Request, Response } from './desk-messages.ts';
import { type Kept, keepUnchanged } from './kept.ts';
import { reportLines, summaryLine } from './report.ts';

const { dist } = workerData as { dist: string };

const waiting = new Map<string, Entry>();
let kept: Kept | undefined;

const duties = { open, close };
const ahead = answeringAhead(answered);

parentPort?.on('message', async ({ id, question, args }: Request) => {
  try {
    const answer =
      question in duties ? await done(question as keyof typeof duties) : await ahead.take({ question, args });
    parentPort?.postMessage({ id, answer } satisfies Response, [answer.buffer]);
    if (question === 'open') await ahead.begin(expected());
  } catch (error) {
    parentPort?.postMessage({ id, error } satisfies Response);
  }
});

const done = async (duty: keyof typeof duties) => serialize(await duties[duty]());

async function answered({ question, args }: Asked): Promise<Uint8Array<ArrayBuffer>> {
  const made = await answer(question as Question, args as never);
  // Its texts are at hand now.
  if (question === 'campaignPage') await publish(String(args[0]));
  return serialize(made);
}

/** What the pages of each campaign ask, one campaign after the other. */
function* expected(): Generator<Asked> {
  for (const [id, entry] of [...waiting]) {
    yield { question: 'campaignPage', args: [id] };
    for (const file of evidenceFiles(entry)) yield { question: 'evidencePage', args: [id, file] };
  }
}

async function open(): Promise<Opened> {
  const read = catalogue();
  const { problems, errors: broken } = await checkNarratives(read);
  const errors = [...broken, ...(await unknownFindings(read))];
  const lines = [...reportLines(read), ...problems, ...errors];
  if (errors.length === 0) await makeReady(read);
  return { lines, errors: errors.length };
}

async function makeReady(read: Catalogue): Promise<void> {
  kept = await keepUnchanged(read, dist);
  read.kept = kept.ids;
  for (const entry of read.entries) if (!kept.ids.has(entry.id)) waiting.set(entry.id, entry);
}

async function publish(id: string): Promise<void> {
  const entry = waiting.get(id);
  waiting.delete(id);
  if (entry) await writeCampaignFiles(catalogue(), entry, dist);
}

/** After the last page: what nobody asked for, and the documents of the whole site. Gives the build's last line. */
async function close(): Promise<string> {
  for (const id of [...waiting.keys()]) await publish(id);
  await writeSiteDocuments(dist);
  kept?.remember();
  return summaryLine(catalogue());
}
