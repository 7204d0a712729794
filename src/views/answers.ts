// Everything that a page may ask for, by name. Arguments and answers are plain data: they may cross a thread.
// Every word of every view passes here on its way to a page, and no other way leads there: this is where text
// that nobody would see is made visible.

import { withVisibleText } from '../contract/visible-text.ts';
import { catalogue } from './catalogue.ts';
import { guideChecks } from './guide-checks.ts';
import { heldCampaign, schemaLinks } from './guide-links.ts';
import { homeView } from './home.ts';
import { listPage } from './list-page.ts';
import { campaignPage, campaignPaths, evidencePage, evidencePaths, listPaths } from './routes.ts';

/** Loaded for the guides that show them: the statistics behind the one are many small modules, the other reads files. */
const confidence = () => import('./confidence.ts');
const measurement = () => import('./measurement-page.ts');

const answers = {
  campaignPaths,
  evidencePaths,
  listPaths,
  campaignPage,
  evidencePage,
  listPage,
  homePage: () => homeView(catalogue()),
  heldCampaign,
  guideChecks,
  schemaLinks,
  boundOfWrites: async () => (await confidence()).boundOfWrites(),
  failureOfCycles: async () => (await confidence()).failureOfCycles(),
  writesForBound: async () => (await confidence()).writesForBound(),
  countedTable: async () => (await measurement()).countedTable(),
  injectsTable: async () => (await measurement()).injectsTable(),
  listWindow: async () => (await measurement()).listWindow(),
  measurementNumbers: async () => (await measurement()).measurementNumbers(),
  missingSentences: async () => (await measurement()).missingSentences(),
  missingTable: async () => (await measurement()).missingTable(),
  provenances: async () => (await measurement()).provenances(),
  sidesBySide: async () => (await measurement()).sidesBySide(),
};
export type Answers = typeof answers;
export type Question = keyof Answers;
export type Answer<Q extends Question> = Awaited<ReturnType<Answers[Q]>>;

export async function answer<Q extends Question>(question: Q, args: Parameters<Answers[Q]>): Promise<Answer<Q>> {
  const made = answers[question] as (...given: Parameters<Answers[Q]>) => Answer<Q> | Promise<Answer<Q>>;
  return withVisibleText(await made(...args));
}
