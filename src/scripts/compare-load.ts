// A campaign as the comparison takes it, from what the site publishes: its document for machines, and the artifacts of
// phases 2 and 4 for findings and figures.

import { figuresIn } from '../catalogue/figures-in.ts';
import { findingsIn, recordedFindings } from '../catalogue/findings-in.ts';
import type { ApiCampaign } from '../contract/api.ts';
import type { JsonObject } from '../contract/reading.ts';
import type { Compared } from '../views/compare/comparison.ts';

export interface Addresses {
  /** Both end with a slash. */
  api: string;
  campaigns: string;
}

/** An artifact above this size is not fetched: its findings and figures are then those of the checks alone. */
const FETCHED_BYTES_MAX = 8 * 1024 * 1024;

/** @throws Error that says which campaign could not be read */
export async function loadCompared(id: string, { api, campaigns }: Addresses): Promise<Compared> {
  const name = encodeURIComponent(id);
  const response = await fetch(`${api}campaigns/${name}.json`);
  if (!response.ok) throw new Error(`Expected a campaign with the id ${id}, found none (status ${response.status}).`);
  const campaign = (await response.json()) as ApiCampaign;
  const page = `${campaigns}${name}/`;
  const [phase2, phase4] = await Promise.all(
    ['phase2.json', 'phase4.json'].map((file) => documentOf(campaign, page, file)),
  );
  const checks = campaign.phases.flatMap((phase) => phase.checks);
  return {
    id: campaign.id,
    href: page,
    ref: campaign.ref,
    completed_at: campaign.completed_at,
    outcome: campaign.outcome,
    checks,
    findings: findingsIn({ checks, recorded: recordedFindings(phase2 ?? null, phase4 ?? null) }),
    figures: figuresIn(phase4 ?? null),
  };
}

async function documentOf({ artifacts }: ApiCampaign, page: string, file: string): Promise<JsonObject | null> {
  const artifact = artifacts.find((one) => one.file === file);
  if (artifact?.state !== 'document' || (artifact.bytes ?? 0) > FETCHED_BYTES_MAX) return null;
  const response = await fetch(`${page}${file}`);
  if (!response.ok) throw new Error(`Expected the artifact ${page}${file}, found status ${response.status}.`);
  return (await response.json()) as JsonObject;
}
