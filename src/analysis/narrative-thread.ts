// The thread in which narratives are read: see narrator.ts.

import { parentPort } from 'node:worker_threads';
import { SUMMARY_FILE } from '../contract/names.ts';
import type { JsonObject } from '../contract/reading.ts';
import { parseAnalysis } from './mdx/parse.ts';
import type { Narrated } from './narrative-messages.ts';

const decoder = new TextDecoder('utf-8');

parentPort?.on('message', ({ source, file, documents, embedded }: Narrated) => {
  const { user, system } = process.threadCpuUsage();
  parentPort?.postMessage({ begun_ms: (user + system) / 1000 });
  parentPort?.postMessage(parseAnalysis(source, file, readDocuments(documents, embedded)));
});

function readDocuments(files: Narrated['documents'], embedded: Narrated['embedded']): Map<string, JsonObject> {
  const documents = new Map<string, JsonObject>();
  for (const { file, bytes } of files) documents.set(file, JSON.parse(decoder.decode(bytes)) as JsonObject);
  const phases = documents.get(SUMMARY_FILE)?.phases;
  for (const { file, index } of embedded) {
    const document: unknown = Array.isArray(phases) ? phases[index] : undefined;
    if (document && !documents.has(file)) documents.set(file, document as JsonObject);
  }
  return documents;
}
