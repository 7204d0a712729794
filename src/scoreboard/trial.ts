// One line of the scoreboard: a defect or a saboteur, and whether the harness named what it should have; or a control,
// the sound subject, of which nothing may be named.

import type { Control, Trial } from '../contract/scoreboard.ts';
import { proportionLower } from '../statistics/confidence.ts';
import { openSubject, plantableIn } from '../subjects/registry.ts';
import { findingIn, observedIn, wronglyAccused } from './observed.ts';
import type { Planting } from './planted.ts';
import type { Saboteur } from './saboteurs.ts';
import { type Judged, runShort } from './short-campaign.ts';

export interface Trying {
  seed: number;
  signal: AbortSignal;
}

/** A gate has so many cycles a class. */
const GATE_CYCLES = 50;
const SUBJECT = 'reference';
const PARTIAL = { binary: null, ref: null } as const;

export async function tryDefect(planting: Planting, { seed, signal }: Trying): Promise<Trial> {
  const { defect, phase, class: fault, workloads, cycles } = planting;
  const { does, raises } = plantableIn(SUBJECT, defect);
  return timed(async () => {
    const judged = await runShort({
      subject: (run) => openSubject(SUBJECT, { ...PARTIAL, run, defect }),
      ...{ phase, class: fault, workloads, cycles, seed, signal },
    });
    try {
      const observed = observedIn(judged.verdict, phase);
      const finding = fault === null ? null : findingIn(judged.phase4, fault, raises);
      const wrong = finding ? wronglyAccused(judged, planting, finding, seed) : [];
      const caught = observed.includes(raises) && wrong.length === 0;
      const caught_in = fault === null ? Number(caught) : (finding?.found_in ?? 0);
      return {
        ...{
          id: defect,
          kind: 'defect' as const,
          does,
          phase,
          class: fault,
          expected_anomaly: raises,
          observed,
          caught,
        },
        ...{ cycles, caught_in, power: fault === null ? null : gatePower(caught_in, cycles) },
        escapes_because: caught ? null : (planting.escapes_because ?? whyNot(raises, observed, wrong, judged)),
        command: commandFor(defect, seed),
      };
    } finally {
      await judged.drop();
    }
  });
}

export async function trySaboteur(saboteur: Saboteur, { seed, signal }: Trying): Promise<Trial> {
  const { id, does, class: fault, cycles, parts, expected, blinds, subject } = saboteur;
  return timed(async () => {
    const judged = await runShort({
      subject(run) {
        const sound = openSubject(SUBJECT, { ...PARTIAL, run, defect: blinds ?? null });
        return subject ? subject(sound) : sound;
      },
      ...{ phase: 4 as const, class: fault, workloads: ['create'] as const, cycles, seed, signal },
      ...(parts ? { harness: parts } : {}),
    });
    try {
      const observed = observedIn(judged.verdict, 4);
      // one that blinds the harness is found out by the defect that is planted and goes unseen
      const caught = observed.includes(expected) === (blinds === undefined);
      return {
        ...{ id, kind: 'saboteur' as const, does, phase: 4, class: fault, observed, caught, cycles },
        expected_anomaly: blinds === undefined ? expected : `${expected} goes unseen in ${blinds}`,
        ...{ caught_in: Number(caught) * cycles, power: null },
        escapes_because: caught ? null : whyNot(expected, observed, [], judged),
        command: commandFor(id, seed),
      };
    } finally {
      await judged.drop();
    }
  });
}

export async function tryControl(
  { phase, class: fault, workloads, cycles }: Pick<Planting, 'phase' | 'class' | 'workloads' | 'cycles'>,
  { seed, signal }: Trying,
): Promise<Control> {
  return timed(async () => {
    const judged = await runShort({
      subject: (run) => openSubject(SUBJECT, { ...PARTIAL, run, defect: null }),
      ...{ phase, class: fault, workloads, cycles, seed, signal },
    });
    try {
      const found = [...observedIn(judged.verdict, phase), ...judged.troubles];
      const status = judged.verdict.phases.find((one) => one.phase === phase)?.status;
      return { subject: SUBJECT, phase, class: fault, seed, passed: status === 'PASS' && found.length === 0, found };
    } finally {
      await judged.drop();
    }
  });
}

async function timed<T>(work: () => Promise<T>): Promise<T & { took_ms: number }> {
  const began = performance.now();
  const result = await work();
  return { ...result, took_ms: Math.round(performance.now() - began) };
}

/** From the cycles that named it: the chance, with 95 % confidence at least so much, that one of a gate's does. */
export function gatePower(caught_in: number, cycles: number): number | null {
  const lower = proportionLower(caught_in, cycles);
  return lower === null ? null : 1 - (1 - lower) ** GATE_CYCLES;
}

function whyNot(expected: string, observed: readonly string[], wrong: readonly string[], { troubles }: Judged): string {
  if (wrong.length > 0) return `${expected} named what was not harmed: ${wrong.slice(0, 3).join('; ')}`;
  const seen = observed.length === 0 ? 'nothing' : observed.join(', ');
  return [`expected ${expected}, observed ${seen}`, ...troubles.slice(0, 2)].join('; ');
}

const commandFor = (id: string, seed: number): string => `npm run scoreboard -- --only ${id} --seed ${seed}`;
