// A visit to the site in the shared browser: a context of its own, and everything that went wrong in it.

import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, inject, onTestFinished } from 'vitest';
import { atRoot } from './site.ts';

const PATIENCE_MS = 120_000;

let browser: Browser | undefined;

/** Call once in a file of tests that visit pages. */
export function useBrowser(): void {
  beforeAll(async () => {
    browser = await chromium.connect(inject('browser'));
  });
  afterAll(() => browser?.close());
}

export interface Visit {
  page: Page;
  /** Console errors and warnings, uncaught exceptions, failed requests, dialogs and violations of the policy. */
  wrong: string[];
}

/** Opens a page; the context is closed with the test. */
export async function visit(
  path: string,
  options: BrowserContextOptions = {},
  origin = atRoot.address,
): Promise<Visit> {
  if (!browser) throw new Error('useBrowser() was not called');
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
  onTestFinished(() => context.close());
  // no test asserts a time: its own limit ends what hangs
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const wrong: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') wrong.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => wrong.push(`exception: ${error.message}`));
  page.on('requestfailed', (request) => wrong.push(`failed: ${request.url()} ${request.failure()?.errorText}`));
  page.on('dialog', (dialog) => {
    wrong.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(`${origin}${path}`, { waitUntil: 'load' });
  return { page, wrong };
}
