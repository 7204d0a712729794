// The rules of the house that can be checked: what stands where, how it is called, how long it is, what may import what.

import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const LINES_MAX = 250;
const TOP_LEVEL = [
  'LICENSE',
  'README.md',
  'action.yml',
  'astro.config.mjs',
  'biome.json',
  'campaigns',
  'knip.json',
  'known-faults.json',
  'package-lock.json',
  'package.json',
  'proofhouse.gate.yaml',
  'public',
  'src',
  'tests',
  'tsconfig.json',
  'vitest.config.ts',
];
/** Made by installing, building and testing; git ignores them. */
const MADE_HERE = ['node_modules', 'dist', 'coverage'];

const filesBelow = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1));

const own = [...filesBelow('src'), ...filesBelow('tests')];
/** Evidence of the tests has whatever name and length the case asks for. */
const ours = own.filter((file) => !file.startsWith('tests/fixtures/') || file.endsWith('.ts'));
const sources = ours.filter((file) => /\.(ts|mjs|astro|css|mdx)$/.test(file));

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

describe('The house', () => {
  it('has nothing at its top level but what belongs there', () => {
    const found = readdirSync(ROOT).filter((name) => !name.startsWith('.') && !MADE_HERE.includes(name));
    expect(found.filter((name) => !TOP_LEVEL.includes(name))).toEqual([]);
  });

  it('has sources that this test sees', () => {
    expect(sources.length).toBeGreaterThan(50);
    expect(sources).toContain('src/verdict/judge.ts');
    expect(sources).toContain('tests/house.test.ts');
  });

  it(`has no source file above ${LINES_MAX} lines`, () => {
    const lines = (file: string) => read(file).trimEnd().split('\n').length;
    expect(sources.filter((file) => lines(file) > LINES_MAX).map((file) => `${file}: ${lines(file)}`)).toEqual([]);
  });

  it('names its files in kebab-case, components as components are, pages as addresses', () => {
    const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*$/;
    const component = /^[A-Z][A-Za-z0-9]*\.astro$/;
    const address = /^(\[(\.\.\.)?[a-z]+\]|[a-z0-9-]+)(\.[a-z0-9]+)*$/;
    const fits = (file: string) => {
      const name = basename(file);
      if (/^src\/(components|layouts)\/.*\.astro$/.test(file)) return component.test(name);
      return file.startsWith('src/pages/') ? address.test(name) : kebab.test(name);
    };
    expect(ours.filter((file) => !fits(file))).toEqual([]);
  });

  it('has no drawer for whatever comes', () => {
    const drawer = /^(utils?|utilities|helpers?|managers?|misc|common)$/;
    const parts = (file: string) => file.split('/').flatMap((part) => part.split(/[.-]/));
    expect(own.filter((file) => parts(file).some((part) => drawer.test(part.toLowerCase())))).toEqual([]);
  });

  it('lets no room import what it must not know', () => {
    const cli = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
    const args = [cli, 'src', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'];
    const output = execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 });
    const { summary } = JSON.parse(output) as Cruise;
    expect(summary.totalCruised).toBeGreaterThan(25);
    expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
  }, 60_000);
});

interface Cruise {
  summary: { totalCruised: number; violations: { rule: { name: string }; from: string; to: string }[] };
}

describe('The README', () => {
  const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
  const section =
    read('README.md')
      .split(/^## Dependencies$/m)[1]
      ?.split(/^## /m)[0] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  const listed = [...rows.slice(2).map((row) => row.split('|')[1] ?? ''), forDevelopment(section)].flatMap(packagesIn);

  it('gives every dependency its line, and names none that is gone', () => {
    const installed = Object.keys({ ...dependencies, ...devDependencies });
    expect(
      installed.filter((name) => !listed.includes(name)),
      'in package.json, not in the README',
    ).toEqual([]);
    expect(
      listed.filter((name) => !installed.includes(name)),
      'in the README, not in package.json',
    ).toEqual([]);
  });

  it('names no dependency twice', () => {
    expect(listed.filter((name, index) => listed.indexOf(name) !== index)).toEqual([]);
  });

  it('says of every dependency what for', () => {
    const silent = rows.filter((row) => row.split('|').slice(2, -1).join('').trim() === '');
    expect(silent).toEqual([]);
  });
});

/** What only a developer needs stands in one paragraph below the table. */
function forDevelopment(section: string): string {
  return /^For development: .*$/m.exec(section)?.[0] ?? '';
}

function packagesIn(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
}
