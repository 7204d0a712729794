// One colour a fault class, seen on paper and in the dark, and never alone.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FAULT_NAMES } from '../../src/runner/nemesis/classes.ts';
import { faultInk } from '../../src/views/fault-ink.ts';

const style = (file: string) => readFileSync(join(import.meta.dirname, '../../src/styles', file), 'utf8');

/** The two colours of a token: on paper, and in the dark. */
function token(name: string): [string, string] {
  const [, light, dark] =
    new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(style('tokens.css')) ?? [];
  if (!light || !dark) throw new Error(`expected the token --${name} with two colours in tokens.css`);
  return [light, dark];
}

/** WCAG 2, relative luminance. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

const inks = [...new Set([...FAULT_NAMES, 'of_another_house'].map((name) => faultInk(name).ink))];

describe('The ink of a fault class', () => {
  it('tells every class that the runner knows from every other', () => {
    const told = FAULT_NAMES.map((name) => Object.values(faultInk(name)).join(' '));
    expect(new Set(told).size).toBe(FAULT_NAMES.length);
    const shapes = FAULT_NAMES.map((name) => faultInk(name).shape);
    expect(new Set(shapes).size).toBe(FAULT_NAMES.length);
    expect(told).not.toContain(Object.values(faultInk('of_another_house')).join(' '));
  });

  it.each(['constructor', '__proto__', ''])('is that of the others for a class named %j', (name) => {
    expect(faultInk(name)).toEqual(faultInk('of_another_house'));
  });

  it.each(inks)('%s is in the style sheet and stands out from paper and from the dark', (ink) => {
    expect(style('fault-inks.css')).toContain(`.${ink} {\n  --fault: var(--${ink});`);
    const papers = [token('paper'), token('leaf'), token('wash')];
    for (const [index, colour] of token(ink).entries())
      for (const paper of papers) expect(contrast(colour, paper[index] ?? ''), `${ink} ${colour}`).toBeGreaterThan(3);
  });
});
