// The addresses of a build: which pages there are, and the view of each.

import { webAddress } from '../analysis/web-address.ts';
import { catalogue, type Entry } from '../catalogue/catalogue.ts';
import { type CampaignView, campaignView } from './campaign/campaign.ts';
import { faultOfFile } from './campaign/chaos/cycles.ts';
import { type CyclesView, cyclesView } from './campaign/chaos/cycles-page.ts';
import { addressOf } from './campaign/ops/address.ts';
import { type WriteView, writeView } from './campaign/ops/write-page.ts';
import { hasOwnPage, pageRaw, type RawView } from './campaign/raw.ts';
import { PAGE_ROWS } from './campaigns/list.ts';
import { campaignPath, evidencePath, withBase } from './site.ts';

/** The campaigns whose pages are to be made: all but those that still stand from the last build. */
const toMake = (): Entry[] => catalogue().entries.filter(({ id }) => !catalogue().kept.has(id));

export const campaignPaths = () => toMake().map(({ id }) => ({ params: { id }, props: { id } }));

export interface CampaignPage extends CampaignView {
  path: string;
  guides: Record<number, string>;
  reconstruction: { note: string; href: string | null } | null;
}

export async function campaignPage(id: string): Promise<CampaignPage> {
  const entry = entryOf(id);
  const { head } = entry;
  const source = head.reconstructed_from ?? head.transcribed_from;
  return {
    ...(await campaignView(catalogue(), entry)),
    path: campaignPath(id),
    guides: Object.fromEntries([1, 2, 3, 4].map((phase) => [phase, withBase(`phases/${phase}/`)])),
    reconstruction: head.note || source ? { note: head.note ?? '', href: source ? webAddress(source) : null } : null,
  };
}

export const evidencePaths = () =>
  toMake().flatMap((entry) =>
    evidenceFiles(entry).map((file) => ({ params: { id: entry.id, file }, props: { id: entry.id, file } })),
  );

/** The artifacts of a campaign that have a page of their own. */
export const evidenceFiles = (entry: Entry): string[] =>
  entry.verdict.artifacts.filter((artifact) => hasOwnPage(entry, artifact)).map(({ file }) => file);

export interface EvidencePage {
  id: string;
  raw: RawView;
  path: string;
  campaignHref: string;
  sha256: string | null;
  cycles: CyclesView | null;
}

export function evidencePage(id: string, file: string): EvidencePage {
  const read = catalogue();
  const entry = entryOf(id);
  const artifact = entry.verdict.artifacts.find((candidate) => candidate.file === file);
  if (!artifact) throw new Error(`${id} holds no ${file}`);
  const fault = faultOfFile(file);
  const cycles = fault !== null && artifact.state === 'text' ? cyclesView(read.root, entry, fault) : null;
  const raw = pageRaw(read.root, entry, artifact, cycles !== null);
  return {
    id,
    raw,
    path: evidencePath(id, file),
    campaignHref: withBase(campaignPath(id)),
    sha256: artifact.sha256,
    cycles: cycles && {
      ...cycles,
      rows: cycles.rows.map((row) => (row.line > raw.lines ? beyondPage(row, raw) : row)),
    },
  };
}

/** A line that the page has no room for is in the file. */
const beyondPage = (row: CyclesView['rows'][number], { downloadHref }: RawView): CyclesView['rows'][number] => ({
  ...row,
  href: downloadHref,
});

export const writePaths = () =>
  toMake().flatMap((entry) =>
    writesOf(entry).map(({ name, key }) => ({
      params: { id: entry.id, name, key },
      props: { id: entry.id, name, key },
    })),
  );

/** The parts of the addresses of a campaign's writes that have a page. */
export const writesOf = (entry: Entry): { name: string; key: string }[] => entry.writes.map(addressOf);

export function writePage(id: string, name: string, key: string): WriteView {
  const view = writeView(catalogue().root, entryOf(id), name, key);
  if (!view) throw new Error(`${id} shows no write ${key} of ${name}`);
  return view;
}

/** Page 1 is `/campaigns/`; the rest are `/campaigns/page/<n>/`. */
export function listPaths() {
  const pages = Math.ceil(catalogue().entries.length / PAGE_ROWS);
  return Array.from({ length: Math.max(0, pages - 1) }, (_, index) => ({ params: { page: String(index + 2) } }));
}

function entryOf(id: string): Entry {
  const entry = catalogue().byId.get(id);
  if (!entry) throw new Error(`no campaign ${id}`);
  return entry;
}
