// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what stands in these texts is what is tested
// The evaluator of the rehearsal: what the workflows use, as GitHub documents it, and nothing else.

import { describe, expect, it } from 'vitest';
import { evaluate, filled, holds, open } from './expression.ts';

const contexts = {
  inputs: { part: 'all', shards: '4', gate: false, 'binary-artifact': '' },
  steps: { plan: { outcome: 'success', outputs: open({ id: 'r1' }) } },
};
const went = { failed: false };

describe('An expression', () => {
  it.each([
    ["inputs.part == 'all' || inputs.part == 'plan'", true],
    ["inputs.part == 'ALL'", true],
    ["always() && inputs.part == 'shard'", false],
    ['steps.plan.outputs.id || inputs.part', 'r1'],
    ['steps.plan.outputs.none || inputs.part', 'all'],
    ["inputs.binary-artifact != '' && format('.binary/{0}', inputs.part) || ''", ''],
    ["inputs.part != '' && format('.binary/{0}', inputs.part) || ''", '.binary/all'],
    ['fromJSON(inputs.shards)', 4],
    ["!(inputs.part == 'all')", false],
    ["'it''s'", "it's"],
    ['inputs.gate', false],
  ])('%s', (source, value) => {
    expect(evaluate(source, contexts, went)).toEqual(value);
  });

  it.each([
    ['secrets.TOKEN', /known context, found secrets/],
    ['inputs.prat', /known field, found prat/],
    ["hashFiles('x')", /known function, found hashFiles/],
    ['inputs.part ==', /found its end/],
    ['inputs.part > 3', /expected an expression, found/],
    ['inputs.part inputs.part', /expected its end/],
    ['inputs.part.more', /expected an object/],
  ])('that says more than is known is an error: %s', (source, expected) => {
    expect(() => evaluate(source, contexts, went)).toThrow(expected);
  });

  it('in a text is replaced, and alone keeps its type', () => {
    expect(filled('a ${{ inputs.part }}/${{ inputs.gate }}', contexts, went)).toBe('a all/false');
    expect(filled('${{ inputs.gate }}', contexts, went)).toBe(false);
  });

  it('as a condition asks for success where it says nothing of it', () => {
    const failed = { failed: true };
    expect(holds(undefined, contexts, failed)).toBe(false);
    expect(holds("inputs.part == 'all'", contexts, failed)).toBe(false);
    expect(holds("always() && inputs.part == 'all'", contexts, failed)).toBe(true);
    expect(holds("${{ inputs.part == 'all' }}", contexts, went)).toBe(true);
  });
});
