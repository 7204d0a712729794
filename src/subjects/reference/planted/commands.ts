// Defects of the one-shot commands: snapshots, migrations, and what the MCP server offers.

import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Behaviour, RIGHT } from '../behaviour.ts';
import { type Manifest, manifestOf } from '../snapshot.ts';
import type { Defects } from './defect.ts';

/** The log that a crash left is put beside the snapshot that comes back, as if it were its own. */
const restoreBesideOldLog: Behaviour['restore'] = (db, from) => {
  const old = { log: `${db}-wal`, kept: `${db}.old-log` };
  if (existsSync(old.log)) copyFileSync(old.log, old.kept);
  const done = RIGHT.restore(db, from);
  if (existsSync(old.kept)) copyFileSync(old.kept, old.log);
  return done;
};

/** The hash in the manifest is of something else. */
const wrongManifest: Behaviour['backup'] = (store, to, keep) => {
  const manifest = RIGHT.backup(store, to, keep);
  const wrong = { ...manifest, sha256: [...manifest.sha256].toReversed().join('') };
  writeManifest(join(to, manifest.snapshot), wrong);
  return wrong;
};

/** A snapshot in which the newest row is missing, with a manifest that fits it. */
const loseNewestInBackup: Behaviour['backup'] = (store, to, keep) => {
  const manifest = RIGHT.backup(store, to, keep);
  const file = join(to, manifest.snapshot);
  const copy = new DatabaseSync(file);
  copy.exec('DELETE FROM memory WHERE seq = (SELECT max(seq) FROM memory)');
  copy.close();
  const fitting = { ...manifest, sha256: createHash('sha256').update(readFileSync(file)).digest('hex') };
  writeManifest(file, fitting);
  return fitting;
};

const writeManifest = (file: string, manifest: Manifest): void =>
  writeFileSync(manifestOf(file), `${JSON.stringify(manifest, null, 2)}\n`);

const loseMigratedRow: Behaviour['carry'] = (rows, already) => (already === 0 ? rows.slice(1) : rows);

const dropMigratedField: Behaviour['carry'] = (rows) => rows.map((row) => ({ ...row, tags: [] }));

/** So many rows fit one answer, and nobody asks for a second one. */
const CLAMP_ROWS = 1_000;
const clampMigration: Behaviour['carry'] = (rows, already) => rows.slice(0, Math.max(0, CLAMP_ROWS - already));

const offerReadingAlone: Behaviour['tools'] = (all) => all.slice(0, FEW_TOOLS);
const FEW_TOOLS = 29;

export const COMMANDS: Defects = {
  'restores-beside-old-log': {
    does: 'leaves the log of a crash beside the snapshot that it restores',
    raises: 'phase1.restore',
    planted: { restore: restoreBesideOldLog },
  },
  'loses-newest-in-backup': {
    does: 'leaves the newest row out of a snapshot',
    raises: 'phase1.restore',
    planted: { backup: loseNewestInBackup },
  },
  'wrong-manifest': {
    does: 'writes a wrong hash into the manifest of a snapshot',
    raises: 'phase1.restore',
    planted: { backup: wrongManifest },
  },
  'offers-few-tools': {
    does: 'offers 29 tools over MCP',
    raises: 'phase1.mcp_tools',
    planted: { tools: offerReadingAlone },
  },
  'loses-migrated-row': {
    does: 'leaves out the first row that it migrates',
    raises: 'phase3.dst_count',
    planted: { carry: loseMigratedRow },
  },
  'drops-migrated-field': {
    does: 'migrates rows without their tags',
    raises: 'phase3.digest',
    planted: { carry: dropMigratedField },
  },
  'clamps-migration': {
    does: 'migrates the first 1,000 rows and reports no error',
    raises: 'phase3.large.2500',
    planted: { carry: clampMigration },
  },
};
