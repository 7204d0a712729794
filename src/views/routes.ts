// The addresses of a build: which pages there are, and the view of each.

import { SCHEMA_NAMES } from '../contract/json-schema.ts';
import { type CampaignView, campaignView, neighboursOf } from './campaign.ts';
import { type Catalogue, catalogue, type Entry } from './catalogue.ts';
import { faultOfFile } from './cycles.ts';
import { type CyclesView, cyclesView } from './cycles-page.ts';
import { PAGE_ROWS } from './list.ts';
import { hasOwnPage, pageRaw, type RawView } from './raw.ts';
import { absolute, campaignPath, evidencePath, withBase } from './site.ts';
import { webAddress } from './web-address.ts';

/** What a page looks like beyond its folder; a change of settings must make every page again. */
const settings = (): string => [absolute(''), withBase(''), process.env.PROOFHOUSE_REVISION ?? ''].join(' ');

/** Changes whenever anything that the page shows changes. */
function keyOf(read: Catalogue, entry: Entry): string {
  const { previous, next } = neighboursOf(read, entry);
  const insight = read.insights?.sha256 ?? '';
  return [entry.digest, previous?.id, next?.id, insight, settings()].join('|');
}

export function campaignPaths() {
  const read = catalogue();
  return read.entries.map((entry) => ({
    params: { id: entry.id },
    props: { id: entry.id },
    cacheKey: keyOf(read, entry),
  }));
}

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

export function evidencePaths() {
  const read = catalogue();
  return read.entries.flatMap((entry) =>
    entry.verdict.artifacts
      .filter((artifact) => hasOwnPage(entry, artifact))
      .map(({ file }) => ({
        params: { id: entry.id, file },
        props: { id: entry.id, file },
        cacheKey: keyOf(read, entry),
      })),
  );
}

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
  return {
    id,
    raw: pageRaw(read.root, entry, artifact),
    path: evidencePath(id, file),
    campaignHref: withBase(campaignPath(id)),
    sha256: artifact.sha256,
    cycles: fault !== null && artifact.state === 'text' ? cyclesView(read.root, entry, fault) : null,
  };
}

/** Page 1 is `/campaigns/`; the rest are `/campaigns/page/<n>/`. */
export function listPaths() {
  const pages = Math.ceil(catalogue().entries.length / PAGE_ROWS);
  return Array.from({ length: Math.max(0, pages - 1) }, (_, index) => ({ params: { page: String(index + 2) } }));
}

export const schemaPaths = () => SCHEMA_NAMES.map((name) => ({ params: { name }, props: { name } }));

function entryOf(id: string): Entry {
  const entry = catalogue().byId.get(id);
  if (!entry) throw new Error(`no campaign ${id}`);
  return entry;
}
