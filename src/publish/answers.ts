// Everything that a page may ask for, by name. Arguments and answers are plain data: they may cross a thread.
// Every word of every view passes here on its way to a page, and no other way leads there: this is where text
// that nobody would see is made visible.

import { catalogue } from '../catalogue/catalogue.ts';
import { withVisibleText } from '../contract/visible-text.ts';
import { listPage } from '../views/campaigns/list-page.ts';
import { comparePage, comparePaths, freeComparison } from '../views/compare/compare-page.ts';
import { findingsPage } from '../views/findings/findings.ts';
import { guideChecks } from '../views/guides/guide-checks.ts';
import { heldCampaign, schemaLinks } from '../views/guides/guide-links.ts';
import { homeView } from '../views/home/home.ts';
import { releasesPage } from '../views/releases/list.ts';
import { releasePage, releasePaths } from '../views/releases/release.ts';
import {
  campaignPage,
  campaignPaths,
  evidencePage,
  evidencePaths,
  listPaths,
  writePage,
  writePaths,
} from '../views/routes.ts';
import { seriesPage, seriesPaths } from '../views/series/series.ts';

/** Loaded for the guides that show them: the statistics behind the one are many small modules, the other reads files. */
const confidence = () => import('../views/guides/confidence.ts');
const harness = () => import('../views/harness/harness.ts');
const measurement = () => import('../views/guides/measurement/measurement-page.ts');

const answers = {
  campaignPaths,
  evidencePaths,
  listPaths,
  campaignPage,
  evidencePage,
  listPage,
  writePaths,
  writePage,
  releasePaths,
  releasePage,
  releasesPage,
  findingsPage,
  seriesPaths,
  seriesPage,
  comparePaths,
  comparePage,
  freeComparison,
  homePage: () => homeView(catalogue()),
  heldCampaign,
  guideChecks,
  schemaLinks,
  boundOfWrites: async () => (await confidence()).boundOfWrites(),
  failureOfCycles: async () => (await confidence()).failureOfCycles(),
  writesForBound: async () => (await confidence()).writesForBound(),
  harnessPage: async () => (await harness()).harnessPage(),
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
