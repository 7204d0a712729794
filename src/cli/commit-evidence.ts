// npm run commit-evidence: a finished campaign, and what the gate says with it, to the branch that the site is built
// from.

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { campaignsHere } from '../catalogue/campaigns-folder.ts';
import { GATE_DECISIONS_FILE } from '../contract/gate.ts';
import { CommitRefused, type Committed, commitEvidence } from '../publish/commit-evidence.ts';
import { reportError } from './campaign-report.ts';
import { optionsGiven, readCommand } from './options-given.ts';
import { guardOutput } from './output.ts';
import { WrongUsage } from './wrong-usage.ts';

const EXIT = { done: 0, usage: 2, notPushed: 4 } as const;
const GATE = join(import.meta.dirname, 'gate.ts');

guardOutput();
process.exitCode = await main(process.argv);

async function main(argv: readonly string[]): Promise<number> {
  const command = readCommand('commit-evidence')
    .description('Commits a campaign to the branch that the site is built from, and tries again where others push too.')
    .argument('<id>', 'the campaign')
    .option('--out <dir>', 'directory of the campaigns', campaignsHere())
    .option('--repository <dir>', 'the clone that it is in', '.')
    .option('--branch <name>', 'where it is committed', 'main')
    .option('--remote <name>', 'whose branch', 'origin')
    .option('--gate <ref>', 'asks the gate about this ref with all that is committed by then, and commits its decision')
    .option('--subject <name>', 'whose ref it is')
    .option('--json', 'prints one machine-readable document on stdout')
    .addHelpText(
      'after',
      '\nExit codes: 0 committed, or there already · 2 wrong usage, or another campaign of that name is there · 4 not pushed.\nWith --gate, once it is committed, those of the gate: 0 ship · 1 do not ship · 3 undecided, or the gate could not run.',
    );
  try {
    const given = optionsGiven(command, argv);
    if ((given.gate === undefined) !== (given.subject === undefined)) {
      throw new WrongUsage('--gate: expected --subject beside it, and only there');
    }
    const decision = { code: EXIT.done as number, words: '' };
    const [id = ''] = command.args;
    const { branch, remote } = given;
    const committed = await commitEvidence({
      repository: resolve(given.repository),
      campaigns: resolve(given.out),
      id,
      branch,
      remote,
      derive: async (campaigns) => {
        if (given.gate === undefined) return [];
        const asked = await execa(
          process.execPath,
          [GATE, given.gate, '--subject', given.subject, '--out', campaigns],
          {
            reject: false,
          },
        );
        decision.code = asked.exitCode ?? EXIT.notPushed;
        decision.words = [asked.stdout, asked.stderr].filter(Boolean).join('\n');
        const kept = join(campaigns, GATE_DECISIONS_FILE);
        return existsSync(kept) ? [kept] : [];
      },
    });
    process.stdout.write(
      `${given.json ? JSON.stringify({ id, ...committed, gate: decision }) : wordsOf(id, committed, decision.words)}\n`,
    );
    return decision.code;
  } catch (error) {
    const wrong = error instanceof WrongUsage || error instanceof CommitRefused;
    const code = wrong ? EXIT.usage : EXIT.notPushed;
    reportError('commit-evidence', error, code, argv.includes('--json'));
    return code;
  }
}

function wordsOf(id: string, { commit, branch, pushes }: Committed, decision: string): string {
  const said =
    pushes === 0
      ? `${id}: there already, on ${branch} at ${commit}`
      : `${id}: committed to ${branch} as ${commit}${pushes === 1 ? '' : `, at push ${pushes}`}`;
  return decision === '' ? said : `${decision}\n${said}`;
}
