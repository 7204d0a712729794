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
  'astro.config.mjs',
  'biome.json',
  'campaigns',
  'knip.json',
  'package-lock.json',
  'package.json',
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
  const installed = Object.keys({ ...dependencies, ...devDependencies }).sort();
  const listed = dependencyTable(read('README.md'));

  it('gives every dependency a line in its table, and names none that is gone', ({ skip }) => {
    skip(listed === null, 'README.md has no dependency table yet');
    expect(listed?.map(({ name }) => name).sort()).toEqual(installed);
  });

  it('says of every dependency what for and why', ({ skip }) => {
    skip(listed === null, 'README.md has no dependency table yet');
    expect(listed?.filter(({ cells }) => cells.length < 2 || cells.some((cell) => cell === ''))).toEqual([]);
  });
});

/** The rows of the table below the heading on dependencies: the packages named in the first cell, then the other cells. */
function dependencyTable(readme: string): { name: string; cells: string[] }[] | null {
  const [, section] = readme.split(/^#+ .*dependenc.*$/im);
  const rows = (section?.split(/^#+ /m)[0] ?? '').split('\n').filter((line) => line.startsWith('|'));
  const listed = rows.slice(2).flatMap((row) => {
    const [first = '', ...cells] = row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    return [...first.matchAll(/`([^`]+)`/g)].map(([, name = '']) => ({ name, cells }));
  });
  return listed.length > 0 ? listed : null;
}
