// Phase 4 of one campaign: per fault class the bound against its threshold and the two limits of what it proves,
// then what was counted, how long convergence took, what shows that the faults took effect, and every cycle
// that is not clean. Where the artifact is silent, the page says what is unknown.

import type { Entry } from '../../../catalogue/catalogue.ts';
import { objectAt } from '../../../contract/json-object.ts';
import { cyclesFile, isFaultClass, POWER_LOSSES } from '../../../contract/names.ts';
import type { JsonObject } from '../../../contract/reading.ts';
import type { Check } from '../../../contract/verdict.ts';
import { numberAt } from '../../artifact-fields.ts';
import { seenWith } from '../../harness/power.ts';
import type { Ledger } from '../../ledger.ts';
import { leftOut } from '../../left-out.ts';
import type { Link } from '../../link.ts';
import { grouped } from '../../rounding.ts';
import { HARNESS_PATH, withBase } from '../../site.ts';
import { okMark } from '../../words.ts';
import { linksToAnomaly } from '../ops/address.ts';
import { anomaliesLedger } from '../phase/anomalies.ts';
import type { CheckGroup } from '../phase/check-groups.ts';
import { invariantsLedger } from '../phase/invariants.ts';
import { lineHref } from '../raw.ts';
import { convergenceLedger, type ReportedClass, writesLedger } from './chaos-ledgers.ts';
import { consistencyLedger } from './consistency-ledger.ts';
import { type CycleLines, type CycleRow, cycleLines, rowsOf } from './cycles.ts';
import { classOf, type FaultRow, faultRow, pageOfCycles } from './fault-row.ts';
import { reachedLedger } from './reached-ledger.ts';
import { type ReceiptsView, receiptsView } from './receipts.ts';
import { sessionsLedger } from './sessions-ledger.ts';
import { type ShrunkCycles, shrunkCycles, shrunkHref } from './shrunk.ts';
import { TIMELINES_ON_CAMPAIGN, type UncleanView, uncleanView } from './unclean.ts';

export interface ChaosView {
  rows: FaultRow[];
  /** Classes that have no row. */
  moreClasses: Link | undefined;
  /** Checks of the phase that are undecided, but for those of the rows. */
  undecided: CheckGroup[];
  protocol: string | null;
  /** Whether the two limits are there, and what they assume. */
  assumes: boolean;
  /** What the columns of the bounds mean. */
  meaning: string | null;
  silence: string | null;
  /** That no class of the campaign asked the disks; null where one did, or no node was killed. */
  unasked: string | null;
  /** How rare a defect this campaign would have seen; null where it does not pass, or counted nothing by identity. */
  power: { sentence: string; href: string } | null;
  writes: Ledger | null;
  /** What the checkers looked for, by anomaly; by invariant where a campaign is older than the anomalies. */
  anomalies: Ledger | null;
  /** Of the keys that clients share: which models hold, and what sessions saw; then what the cycles came to do. */
  shared: Ledger[];
  convergence: Ledger | null;
  receipts: ReceiptsView | null;
  /** All cycles, where they are few enough to stand on this page. */
  cycles: (CycleRow & { href: string | null })[];
  moreCycles: Link | undefined;
  unclean: (UncleanView & { sentence: string; pages: { text: string; href: string }[] }) | null;
  /** Cycles that were made smaller; null: none was. */
  shrunk: ShrunkCycles | null;
}

/** A smoke campaign's cycles fit on its page; those of a gate have pages of their own. */
const CYCLES_INLINE_MAX = 16;
/** More than any runner has; what fails is among them, and has its check on the page wherever its class stands. */
const CLASSES_MAX = 24;

export function chaosView(root: string, entry: Entry, checks: readonly Check[], document: JsonObject): ChaosView {
  const faults = objectAt(document, 'faults');
  const measured = checks
    .filter((check) => isFaultClass(classOf(check)))
    .map((check) => ({ check, ok: okOfClass(check, checks) }))
    .toSorted((a, b) => rankOf(a.ok) - rankOf(b.ok) || rankOf(a.check.ok) - rankOf(b.check.ok));
  const classes = measured.map(({ check, ok }) => {
    const name = classOf(check);
    return { name, mark: okMark(ok), fault: objectAt(faults, name) };
  });
  const source = lineHref(entry, 'phase4.json', null) ?? '#artifacts';
  const all = measured.map(({ check, ok }, index) => faultRow(entry, check, ok, classes[index]?.fault ?? {}));
  const rows = all.slice(0, CLASSES_MAX);
  const hasLimits = rows.some(({ lower95, failure }) => lower95 !== null || failure !== null);
  const reported = classes.filter(({ fault }) => Object.keys(fault).length > 0 && hasRun(fault));
  const [cycles, writes] = [numberAt(document, 'cycles_per_fault'), numberAt(document, 'writes_per_cycle')];
  // the established harness sends so many; a runner that counts by identity goes on until so many are acked
  const listed = reported.slice(0, CLASSES_MAX);
  const isLeast = reported.length > 0 && reported.every(({ fault }) => ranAsPlanned(fault));
  return {
    rows,
    // which checks stand where is decided once the phase's checks are known (placed, in phase/phase.ts)
    undecided: [],
    protocol:
      cycles !== null && writes !== null
        ? `${grouped(cycles)} cycles of ${isLeast ? 'at least ' : ''}${grouped(writes)} writes for each class`
        : null,
    assumes: hasLimits,
    meaning: rows.length === 0 ? null : hasLimits ? `${MARKS} ${BARS} ${LIMITS}` : `${MARKS} ${BARS}`,
    silence: rows.length > 0 && rows.every(({ acked }) => acked === null) ? SILENCE : null,
    unasked: unaskedDisks(reported),
    power: detectionPower(all, reported),
    moreClasses: leftOut(all.length - rows.length, source, 'fault classes'),
    writes: writesLedger(listed, source),
    anomalies:
      anomaliesLedger(
        reported.map(({ name, fault }) => ({ name, anomalies: fault.anomalies })),
        linksToAnomaly(
          entry,
          reported.map(({ name }) => name),
        ),
        source,
      ) ??
      invariantsLedger(
        root,
        entry,
        reported.map(({ name, fault }) => ({ name, invariants: objectAt(fault, 'invariants') })),
      ),
    shared: [consistencyLedger(listed), sessionsLedger(listed, source), reachedLedger(listed)].filter(
      (ledger) => ledger !== null,
    ),
    convergence: convergenceLedger(listed),
    receipts: receiptsView(reported, CLASSES_MAX, source),
    ...inlineCycles(root, entry, reported),
    ...uncleanAndShrunk(root, entry, reported),
  };
}

/** SIGKILL ends a process, and the system still writes what it was given. */
function unaskedDisks(classes: readonly ReportedClass[]): string | null {
  const names = classes.map(({ name }) => name);
  if (!names.some((name) => name.startsWith('kill_'))) return null;
  const asked = classes.some(({ name, fault }) => isPowerLoss(name) && fault.injected === true);
  return asked ? null : DISKS;
}

const isPowerLoss = (name: string): boolean => POWER_LOSSES.some((one) => one === name);

function detectionPower(rows: readonly FaultRow[], classes: readonly ReportedClass[]): ChaosView['power'] {
  const acked = classes.map(({ fault }) => (fault.missing_by_node === undefined ? null : numberAt(fault, 'acked')));
  if (rows.length === 0 || rows.some(({ mark }) => mark.tone !== 'pass') || acked.includes(null)) return null;
  const sum = acked.reduce<number>((total, one) => total + (one ?? 0), 0);
  return sum === 0 ? null : { sentence: seenWith(sum), href: `${withBase(HARNESS_PATH)}#power` };
}

/** Of an older document, which does not say it, it is taken for granted. */
const ranAsPlanned = ({ cycles, cycles_as_planned: planned = cycles }: JsonObject): boolean => planned === cycles;

/** A class whose fault never took effect has run all the same: what its cycles showed is evidence. */
const hasRun = (fault: JsonObject): boolean => fault.injected !== false || numberAt(fault, 'cycles') !== null;

/** What fails is read first, then what is undecided. */
const RANKS: readonly Check['ok'][] = [false, null, true];
const rankOf = (ok: Check['ok']): number => RANKS.indexOf(ok);

/** A class holds where its bound does and everything else that is asked of it: its receipts, its anomalies. */
function okOfClass(bound: Check, checks: readonly Check[]): Check['ok'] {
  const own = checks.filter(({ id }) => id === bound.id || id.startsWith(`${bound.id}.`));
  return RANKS.find((ok) => own.some((check) => check.ok === ok)) ?? null;
}

const MARKS =
  'The mark before a class is of all that is asked of it, its anomalies and receipts too; the colour of the bar is of ' +
  'its bound alone.';

const BARS =
  'The bar counts nines: its marks are 0.9, 0.99 and 0.999, and the dark line is the threshold. The dense part is ' +
  'shown with 95 % confidence, the light part was measured.';

const LIMITS =
  'The first limit counts acked writes as if each were a trial of its own. The second counts cycles, each as one ' +
  'trial: the harder figure, and the honest one.';

const DISKS =
  'A kill does not test the disk. Only a loss of power does (--faults power_loss), and this campaign injected none.';

const SILENCE =
  'Acked writes are not recorded, so no confidence can be stated; receipts are not recorded either, so that the ' +
  'faults took effect is the artifact’s word alone.';

function inlineCycles(
  root: string,
  entry: Entry,
  classes: readonly ReportedClass[],
): Pick<ChaosView, 'cycles' | 'moreCycles'> {
  const total = classes.reduce((sum, { fault }) => sum + (numberAt(fault, 'cycles') ?? CYCLES_INLINE_MAX + 1), 0);
  if (total > CYCLES_INLINE_MAX) return { cycles: [], moreCycles: undefined };
  const found = classes.map(({ name }) => cycleLines(root, entry, name));
  const rows = found.flatMap((one) => rowsOf(one).rows).slice(0, CYCLES_INLINE_MAX);
  // a class may count fewer cycles than its file has lines
  const all = found.reduce((sum, { lines }) => sum + lines.length, 0);
  return {
    cycles: rows.map((row) => ({ ...row, href: lineHref(entry, cyclesFile(row.name), row.line) })),
    moreCycles: leftOut(all - rows.length, '#artifacts'),
  };
}

function uncleanAndShrunk(
  root: string,
  entry: Entry,
  classes: readonly ReportedClass[],
): Pick<ChaosView, 'unclean' | 'shrunk'> {
  const unclean = uncleanInClasses(root, entry, classes);
  const shrunk = shrunkCycles(root, entry);
  const drawn = unclean?.drawn.map((cycle) => ({ ...cycle, shrunk: shrunkHref(shrunk, cycle.name, cycle.cycle) }));
  return { unclean: unclean && { ...unclean, drawn: drawn ?? [] }, shrunk };
}

/** Reads the lines of a class, and then its history, only where the class says that a cycle is not clean. */
function uncleanInClasses(root: string, entry: Entry, classes: readonly ReportedClass[]): ChaosView['unclean'] {
  const dirty = classes.filter(({ fault }) => numberAt(fault, 'cycles_clean') !== numberAt(fault, 'cycles'));
  if (dirty.length === 0) return null;
  const lines = dirty.map(({ name }) => cycleLines(root, entry, name));
  const view = uncleanView(root, entry, lines, TIMELINES_ON_CAMPAIGN);
  const pages = dirty.slice(0, CLASSES_MAX).flatMap(({ name }) => {
    const href = pageOfCycles(entry, name);
    return href ? [{ text: name, href }] : [];
  });
  return { ...view, listed: [], more: view.more + view.listed.length, sentence: sentenceOf(view, dirty, lines), pages };
}

function sentenceOf(
  { drawn, listed, more }: UncleanView,
  classes: readonly ReportedClass[],
  files: readonly CycleLines[],
): string {
  const all = drawn.length + listed.length + more;
  const cycles = classes.reduce((sum, { fault }) => sum + (numberAt(fault, 'cycles') ?? 0), 0);
  const ofClasses = classes.length === 1 ? 'this class' : 'these classes';
  const ran = files.reduce((sum, { lines }) => sum + lines.length, 0);
  const clean = classes.reduce((sum, { fault }) => sum + (numberAt(fault, 'cycles_clean') ?? 0), 0);
  if (all === 0 && ran > 0 && ran === clean)
    return `${grouped(ran)} of the ${grouped(cycles)} planned cycles of ${ofClasses} ended; each of these is clean.`;
  if (all === 0) return 'By the count of its class a cycle is not clean, but no line that can be believed says which.';
  const said = `${grouped(all)} of the ${grouped(cycles)} cycles of ${ofClasses} ${all === 1 ? 'is' : 'are'} not clean.`;
  return all === drawn.length ? said : `${said} The first of each is drawn here; all of them:`;
}
