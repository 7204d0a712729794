// A repository in which a gate is asked: a gate file, and campaigns beside it.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { readCatalogue } from '../../src/catalogue/catalogue.ts';
import { GATE_FILE, type GateDecision } from '../../src/contract/gate.ts';
import { decide } from '../../src/gate/decide.ts';
import { parseGateFile } from '../../src/gate/gate-file.ts';
import { campaignsDirectory } from '../fixtures/disk.ts';
import { releasesIn, type Said } from '../fixtures/releases.ts';

export const REF = { subject: 'harbour', ref: 'v2.4.1' };
/** Ten days after the campaigns of February 2021. */
export const NOW = Date.UTC(2021, 1, 13);

export interface Place {
  root: string;
  rules: object;
}

export function repository(rules: object, campaigns: Record<string, Said> = { 'quay-r1': { month: 2 } }): Place {
  const root = join(campaignsDirectory(), 'campaigns');
  mkdirSync(root);
  const place = { root: releasesIn(root, campaigns), rules };
  writeFileSync(join(root, '..', GATE_FILE), textOf(place));
  return place;
}

export const textOf = ({ rules }: Pick<Place, 'rules'>): string =>
  stringify({ schema_version: 1, subjects: { harbour: rules } });

export const decided = (place: Place, now = NOW): GateDecision =>
  decide(readCatalogue(place.root, now), REF, parseGateFile(textOf(place), GATE_FILE), '0.1.0');

const CLASS = { cycles: 50, acked: 5000, lower95: 0.97 };
export const WHOLE = {
  phases: [1, 2, 3, 4],
  classes: { partition_minority: CLASS, clock_skew_peer: CLASS },
  attempts: { at_least: 1, undecided_at_most: 0 },
  fresh_days: 30,
  findings: 'all',
};
