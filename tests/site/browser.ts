// Finds a browser on this machine: one that is named, one that is installed, or Debian's own package.

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type BrowserServer, chromium } from 'playwright-core';
import { isProgram } from '../needed.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** One browser for all tests; each opens contexts of its own in it. */
export async function launchBrowser(): Promise<BrowserServer> {
  const args = ['--disable-background-networking', ...(isRoot() ? ['--no-sandbox'] : [])];
  return chromium.launchServer({ executablePath: browserPath(), args });
}

export function browserPath(env: NodeJS.ProcessEnv = process.env): string {
  const named = env.CHROME_PATH;
  if (named) {
    if (isProgram(named)) return named;
    throw new Error(`CHROME_PATH is ${named}; expected a browser there, found no program`);
  }
  return installed(env) ?? fromDebian(env);
}

function installed({ PATH = '' }: NodeJS.ProcessEnv): string | undefined {
  const onPath = PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [...onPath, ...APPLICATIONS].find(isProgram);
}

function fromDebian(env: NodeJS.ProcessEnv): string {
  if (isRoot() && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get')) {
    const apt = (...args: string[]) =>
      execFileSync('/usr/bin/apt-get', args, { env: { ...env, DEBIAN_FRONTEND: 'noninteractive' }, stdio: 'ignore' });
    apt('update', '-qq');
    apt('install', '-y', '-qq', 'chromium');
  }
  const found = installed(env);
  if (found) return found;
  throw new Error(
    `expected a browser for the tests of the site, found none of ${NAMES.join(', ')} on PATH; ` +
      'install Chromium (Debian, Ubuntu: apt-get install chromium) or Google Chrome, or set CHROME_PATH to one',
  );
}

const isRoot = (): boolean => process.getuid?.() === 0;
