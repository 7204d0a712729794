// npm run subject-check: whether an adapter keeps what the interface of subjects asks of it, tried on real nodes.

import { conformance } from '../conformance/conformance.ts';
import type { Promised, Standing } from '../conformance/promise.ts';
import { visible, withVisibleText } from '../contract/visible-text.ts';
import { reapDeadRuns } from '../machine/reaper.ts';
import { Run } from '../machine/run.ts';
import { chosenSubject } from '../subjects/chosen.ts';
import { UnusableProgram } from '../subjects/subject.ts';
import { reportError } from './campaign-report.ts';
import { INTERRUPTED, watchForInterruption } from './interruption.ts';
import { optionsGiven, readCommand } from './options-given.ts';
import { guardOutput } from './output.ts';
import { demandProgram, parseSubject } from './run-options.ts';
import { WrongUsage } from './wrong-usage.ts';

const EXIT = { kept: 0, broken: 1, usage: 2, incomplete: 3 } as const;
const MARK: Record<Standing, string> = { kept: '✓', broken: '✗', 'not offered': '–', 'not examined': '?' };

guardOutput();
process.exitCode = await main(process.argv);

async function main(argv: readonly string[]): Promise<number> {
  const interruption = watchForInterruption((text) => process.stderr.write(`${text}\n`));
  let run: Run | null = null;
  try {
    const command = readCommand('subject-check')
      .description('Tries on three real nodes whether an adapter keeps what the interface of subjects asks of it.')
      .argument('<module>', 'path of the module, or the name of a subject', parseSubject)
      .option('--binary <path>', 'the program under test, for subjects that do not bring their own')
      .option('--json', 'prints one machine-readable document on stdout')
      .addHelpText(
        'after',
        '\nExit codes: 0 every promise that it makes is kept · 1 one is broken · 2 wrong usage · 3 one could not be examined · 130 interrupted.',
      );
    const { json, binary = null } = optionsGiven(command, argv);
    const [module = ''] = command.processedArgs;
    demandProgram(binary);
    reapDeadRuns();
    run = new Run(interruption.signal);
    const subject = await chosenSubject(module, { run, binary, ref: null, defect: null });
    const say = (one: Promised): void => void process.stderr.write(`${lineOf(withVisibleText(one))}\n`);
    const found = await conformance(subject, run, say);
    if (interruption.signal.aborted) return INTERRUPTED;
    process.stdout.write(
      json ? `${JSON.stringify({ subject: subject.name, promises: found })}\n` : `${sum(subject.name, found)}\n`,
    );
    return codeOf(found);
  } catch (error) {
    const wrong = error instanceof WrongUsage || error instanceof UnusableProgram;
    const code = interruption.signal.aborted ? INTERRUPTED : wrong ? EXIT.usage : EXIT.incomplete;
    reportError('subject-check', error, code, argv.includes('--json'));
    return code;
  } finally {
    await run?.close();
    interruption.stopWatching();
  }
}

function lineOf({ id, promise, standing, found }: Promised): string {
  return `  ${MARK[standing]} ${id}: ${promise}${standing === 'kept' ? '' : `; ${standing}`}: ${found}`;
}

function sum(name: string, found: readonly Promised[]): string {
  const counted = (standing: Standing): number => found.filter((one) => one.standing === standing).length;
  const parts = (Object.keys(MARK) as Standing[]).map((standing) => `${counted(standing)} ${standing}`);
  return `${visible(name)}: ${parts.join(', ')}`;
}

function codeOf(found: readonly Promised[]): number {
  if (found.some(({ standing }) => standing === 'broken')) return EXIT.broken;
  return found.some(({ standing }) => standing === 'not examined') ? EXIT.incomplete : EXIT.kept;
}
