// Campaigns of every kind, as exports meet them.

import { type Catalogue, type Entry, readCatalogue } from '../../src/catalogue/catalogue.ts';
import type { JsonObject } from '../../src/contract/reading.ts';
import { summarized } from '../../src/exports/formats.ts';
import { campaignsDirectory, written } from '../fixtures/disk.ts';
import { asBytes, type Contents, listed, without } from '../fixtures/folder.ts';
import { gateCampaign } from '../fixtures/gate.ts';
import { FAILING, releasesIn } from '../fixtures/releases.ts';

export const PAGE = 'https://proofs.example/campaigns/';

/** Text that every format has to keep a text. */
export const HOSTILE =
  '@octocat #1 GH-7 <img src=x onerror=alert(1)> [a](javascript:alert(1)) `code` ```js | pipe\u202e ]]> "&<x> https://evil.example www.evil.example 0123456789abcdef0123456789abcdef01234567 -->';

/** quay-r1 failed, quay-r2 passes, quay-r3 has no phases 3 and 4, storm-r1 is named by somebody who means harm. */
export function exportable(): Catalogue {
  const root = releasesIn(campaignsDirectory(), {
    'quay-r1': { month: 1, phase4: FAILING },
    'quay-r2': { month: 2 },
  });
  writeFolder(root, 'quay-r3', without(half('quay-r3'), 'phase3.json', 'phase4.json'));
  const storm = half('storm-r1');
  const summary = storm['campaign-summary.json'] as JsonObject;
  writeFolder(root, 'storm-r1', {
    ...storm,
    'campaign-summary.json': {
      ...summary,
      ai_memory_git_ref: HOSTILE,
      subject: { name: HOSTILE, version: '1', ref: HOSTILE },
      profile: HOSTILE,
    },
    'phase2.json': { ...(storm['phase2.json'] as JsonObject), probe1_single_peer_down: HOSTILE },
  });
  return readCatalogue(root);
}

function half(id: string): Contents {
  const documents = gateCampaign();
  const summary = { ...documents['campaign-summary.json'], campaign_id: id, completed_at: '2021-03-03T04:05:06Z' };
  return { ...documents, 'campaign-summary.json': summary };
}

const writeFolder = (root: string, id: string, contents: Contents): string =>
  written(
    root,
    Object.fromEntries(Object.entries(asBytes(listed(contents))).map(([file, bytes]) => [`${id}/${file}`, bytes])),
  );

export function entryIn(read: Catalogue, id: string): Entry {
  const entry = read.byId.get(id);
  if (!entry) throw new Error(`expected a campaign ${id}`);
  return entry;
}

export const all = (read: Catalogue, id: string) => summarized(read, entryIn(read, id), `${PAGE}${id}/`);
