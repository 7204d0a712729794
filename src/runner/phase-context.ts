// What every phase is given: the subject and what it can do, where to work, how much to do, and whom to tell.

import type { Canary } from '../contract/scoreboard.ts';
import type { Capabilities, NodeName, Subject, SubjectIdentity } from '../subjects/subject.ts';
import type { CampaignFolder } from './artifacts.ts';
import type { HarnessParts } from './harness-parts.ts';
import type { Transport } from './network/transport.ts';
import type { Postgres } from './postgres/postgres.ts';
import type { Profile } from './profiles.ts';
import type { Progress } from './progress.ts';

export interface PhaseContext {
  campaign_id: string;
  subject: Subject;
  identity: SubjectIdentity;
  capabilities: Capabilities;
  profile: Profile;
  /** Where nodes run and what lies between them; absent: processes of this machine behind relays. */
  network?: Transport | undefined;
  seed: number;
  faults: readonly string[];
  /** Scratch space that goes away with the campaign. */
  work_dir: string;
  folder: CampaignFolder;
  /** Opens a database of this campaign's own; rejects with the reason where there is none. */
  postgres(): Promise<Postgres>;
  progress: Progress;
  /** Aborts when the campaign is to end: everything heals, cleans up and keeps what it has. */
  signal: AbortSignal;
  /** Another harness than the real one; nobody sets it but who tries the harness itself. */
  harness?: HarnessParts;
  /** A defect that was planted and looked for before the campaign, by this harness on this machine. */
  canary?: Canary;
  /** Something kept a phase, or one node of it, from saying anything. */
  trouble(problem: Trouble): void;
}

export interface Trouble {
  phase: number;
  node?: NodeName;
  error: string;
}
