// How a page comes by its view: it asks. While a site is built, the thread that reads the evidence answers
// (publish/evidence-desk.ts), so that pages are drawn on one core while the next views are made on another;
// the development server answers in place. Each question is a function of views/, listed in answers.ts.

import type { Answer, Answers, Question } from './answers.ts';

export type Ask = <Q extends Question>(question: Q, ...args: Parameters<Answers[Q]>) => Promise<Answer<Q>>;

/** Pages are bundled and hold modules of their own: the global symbol is where they meet the build. */
const DESK = Symbol.for('proofhouse.desk');
const shared = globalThis as { [DESK]?: Ask | undefined };

/** From now on this desk answers every page. */
export function answerFrom(desk: Ask): void {
  shared[DESK] = desk;
}

export const ask: Ask = (question, ...args) => {
  const desk = shared[DESK];
  if (desk) return desk(question, ...args);
  if (import.meta.env.DEV) return inPlace(question, ...args);
  throw new Error(`${question}: expected a desk that answers, found none; build with npm run build`);
};

const inPlace: Ask = <Q extends Question>(question: Q, ...args: Parameters<Answers[Q]>) =>
  import('./answers.ts').then<Answer<Q>>(({ answer }) => answer(question, args));
