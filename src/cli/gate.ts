// npm run gate: may this ref ship? Every rule is printed, met or not, and the decision is kept with the campaigns.

import { dirname, join, relative, resolve } from 'node:path';
import { campaignsHere } from '../catalogue/campaigns-folder.ts';
import { readCatalogue } from '../catalogue/catalogue.ts';
import {
  GATE_DECISIONS_FILE,
  GATE_FILE,
  GATE_FILE_BYTES_MAX,
  type GateDecision,
  type GateRule,
} from '../contract/gate.ts';
import { visible, withVisibleText } from '../contract/visible-text.ts';
import { readPlainFile } from '../evidence/plain-file.ts';
import { decide } from '../gate/decide.ts';
import { GateCannotRun, type GateFile, parseGateFile } from '../gate/gate-file.ts';
import { storeDecision } from '../gate/store.ts';
import { runnerVersion } from '../machine/harness.ts';
import { gotInWords } from '../views/campaign/phase/got.ts';
import { okMark } from '../views/words.ts';

import { complain } from './complaint.ts';
import { optionsGiven, readCommand } from './options-given.ts';
import { guardOutput } from './output.ts';
import { WrongUsage } from './wrong-usage.ts';

const EXIT = { ship: 0, 'do not ship': 1, undecided: 3 } as const;

guardOutput();
process.exitCode = main(process.argv);

function main(argv: readonly string[]): number {
  const command = readCommand('gate')
    .description('Decides by every campaign of a ref, and by the rules of the gate file, whether it may ship.')
    .argument('<ref>', 'the ref that is to ship')
    .option('--subject <name>', 'whose ref it is (default: the one that the rules are about)')
    .option('--out <dir>', 'directory of the campaigns', campaignsHere())
    .option('--no-store', `decides without writing ${GATE_DECISIONS_FILE}`)
    .option('--json', 'prints one machine-readable document on stdout')
    .addHelpText(
      'after',
      `\nThe rules are in ${GATE_FILE} beside the directory of campaigns; its JSON Schema is /schema/gate.json of the site.\nThe decision is kept in ${GATE_DECISIONS_FILE} in that directory, and the page of the release shows it.\n\nExit codes: 0 ship · 1 do not ship · 2 wrong usage · 3 undecided, or the gate could not run.`,
    );
  try {
    const { subject, out, store, json } = optionsGiven(command, argv);
    const root = resolve(out);
    const rules = gateFile(root);
    const asked = { subject: subject ?? onlySubject(rules), ref: command.args[0] ?? '' };
    const decision = decide(readCatalogue(root), asked, rules, runnerVersion());
    const path = store ? storeDecision(root, decision) : null;
    process.stdout.write(json ? `${JSON.stringify(decision)}\n` : `${wordsOf(withVisibleText(decision), path)}\n`);
    return EXIT[decision.decision];
  } catch (error) {
    return complain('gate', error);
  }
}

function gateFile(root: string): GateFile {
  const path = join(dirname(root), GATE_FILE);
  const name = visible(relative(process.cwd(), path));
  const bytes = readPlainFile(path, GATE_FILE_BYTES_MAX);
  if (typeof bytes === 'string') throw new GateCannotRun(`expected rules in ${name}, found ${bytes}`);
  return parseGateFile(bytes.toString(), name);
}

function onlySubject({ subjects }: GateFile): string {
  const [only, ...others] = Object.keys(subjects);
  if (only === undefined || others.length > 0) {
    throw new WrongUsage(`--subject: expected one of ${Object.keys(subjects).join(', ')}, found none`);
  }
  return only;
}

function wordsOf(
  { subject, ref, decision, why, rules, campaigns, valid_until }: GateDecision,
  path: string | null,
): string {
  const unmet = rules.filter(({ ok }) => ok !== true).length;
  return [
    `${subject} ${ref}: ${decision}. ${why}`,
    ...rules.map(lineOf),
    `${rules.length} rules, ${unmet} not met, over ${campaigns.length} ${campaigns.length === 1 ? 'campaign' : 'campaigns'}: ${campaigns.map(({ id }) => id).join(', ')}`,
    ...(valid_until === null ? [] : [`Its rules about time hold until ${valid_until}.`]),
    ...(path === null ? [] : [`Kept in ${visible(relative(process.cwd(), path))}`]),
  ].join('\n');
}

function lineOf({ label, expected, got, ok, campaign, file, line }: GateRule): string {
  const evidence =
    campaign === null ? '' : `  [${campaign}${file === null ? '' : `/${file}`}${line === null ? '' : `:${line}`}]`;
  return `  ${okMark(ok).glyph} ${label}: expected ${expected}, got ${got === null ? 'nothing' : gotInWords(got)}${evidence}`;
}
