import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import {
  cycleSchema,
  evidenceListSchema,
  opSchema,
  PHASE_SCHEMAS,
  summarySchema,
} from '../../src/contract/artifacts.ts';
import { jsonSchema, SCHEMA_NAMES } from '../../src/contract/json-schema.ts';
import { type PhaseNumber, phaseOf } from '../../src/contract/names.ts';
import { establishedCampaign } from '../fixtures/established.ts';
import { linesOf } from '../fixtures/folder.ts';
import { proofhouseCampaign, receipt } from '../fixtures/proofhouse.ts';

const schemaOf = (file: string): z.ZodType => PHASE_SCHEMAS[phaseOf(file)?.phase as PhaseNumber] ?? summarySchema;
const campaigns = [
  ['the established shape', establishedCampaign()],
  ['the shape with our additions', proofhouseCampaign()],
] as const;

const cycle = {
  cycle: 1,
  seed: 41,
  acked: 25,
  refused: 0,
  unknown: 1,
  lost: 0,
  missing_by_node: { a: 0 },
  duplicated: 0,
  corrupted: 0,
  unexpected: 0,
  recovered: 1,
  bound: 1,
  clean: true,
  injected_ms: 12.5,
  healed_ms: null,
  converged_ms: { a: 3, b: null },
  receipt: receipt(1),
  reasons: [],
};
const op = { index: 0, type: 'invoke', process: 3, f: 'write', time_ns: 1_500 };

describe.each(campaigns)('The schemas, on %s', (_shape, campaign) => {
  it.each(Object.keys(campaign))('take %s', (file) => {
    expect(schemaOf(file).parse(campaign[file])).toEqual(campaign[file]);
  });

  it.each(Object.keys(campaign))('keep unknown fields of %s', (file) => {
    const given = { ...campaign[file], later: { deep: [1, { x: null }] } };
    expect(schemaOf(file).parse(given)).toEqual(given);
  });

  it.each(Object.keys(campaign).filter((file) => phaseOf(file)))('refuse %s as another phase', (file) => {
    expect(schemaOf(file).safeParse({ ...campaign[file], phase: 9 }).success).toBe(false);
  });
});

describe('The schemas of lines', () => {
  it('take a cycle and an operation, and keep unknown fields', () => {
    expect(cycleSchema.parse({ ...cycle, note: 'x' })).toEqual({ ...cycle, note: 'x' });
    expect(opSchema.parse({ ...op, node: 'a' })).toEqual({ ...op, node: 'a' });
    expect(opSchema.parse({ ...op, process: 'nemesis' }).process).toBe('nemesis');
  });

  it.each([{ type: 'maybe' }, { process: 'client' }, { index: -1 }, { time_ns: '5' }])(
    'refuse an operation with %j',
    (wrong) => {
      expect(opSchema.safeParse({ ...op, ...wrong }).success).toBe(false);
    },
  );

  it('take a list of evidence, and refuse a line without a whole hash', () => {
    const artifacts = linesOf(establishedCampaign());
    expect(evidenceListSchema.safeParse({ artifacts }).success).toBe(true);
    const short = artifacts.map((line) => ({ ...line, sha256: line.sha256.slice(1) }));
    expect(evidenceListSchema.safeParse({ artifacts: short }).success).toBe(false);
  });
});

type Published = {
  title: string;
  type: string;
  required: string[];
  properties: Record<string, unknown>;
  $schema: string;
};
const published = (name: (typeof SCHEMA_NAMES)[number]) => JSON.parse(JSON.stringify(jsonSchema(name))) as Published;

describe('The published JSON Schemas', () => {
  it.each(SCHEMA_NAMES)('of %s is one, in the dialect that it names, with a title', (name) => {
    const schema = published(name);
    expect(schema).toMatchObject({
      title: name,
      type: 'object',
      $schema: 'https://json-schema.org/draft/2020-12/schema',
    });
    expect(Object.keys(schema.properties)).toEqual(expect.arrayContaining(schema.required ?? []));
  });

  it.each([
    ['campaign-summary', ['campaign_id', 'ai_memory_git_ref']],
    [
      'phase1-node',
      [
        'phase',
        'host',
        'pass',
        'stats',
        'curator',
        'mcp_tool_count',
        'recall_count',
        'snapshot_count',
        'manifest_count',
      ],
    ],
    ['phase2', ['phase', 'pass', 'ok', 'fail', 'counts', 'probe1_single_peer_down', 'probe2_both_peers_down']],
    ['phase3', ['phase', 'pass', 'src_count', 'dst_count', 'report_forward', 'report_idempotent', 'report_reverse']],
    ['phase4', ['phase', 'pass', 'cycles_per_fault', 'writes_per_cycle', 'convergence_by_fault']],
    ['phase4-cycle', ['cycle', 'seed', 'acked', 'lost', 'receipt']],
    ['history-op', ['index', 'type', 'process', 'f', 'time_ns']],
    ['evidence.sha256', ['artifacts']],
    ['harness-comparison', ['schema_version', 'kind', 'subject', 'environment', 'command', 'seed', 'classes']],
    ['api-campaign', ['schema_version', 'id', 'outcome', 'claim', 'phases', 'artifacts', 'analysis']],
    ['api-campaigns', ['schema_version', 'campaigns']],
  ] as const)('of %s requires %j', (name, fields) => {
    expect(published(name).required).toEqual(expect.arrayContaining([...fields]));
  });

  it('of the established shape require none of our additions', () => {
    const additions = [
      'verdict',
      'restore',
      'identity',
      'round_trips',
      'expected_count',
      'faults',
      'planned_faults',
      'schema_version',
    ];
    for (const name of ['campaign-summary', 'phase1-node', 'phase2', 'phase3', 'phase4'] as const)
      for (const field of additions) expect(published(name).required).not.toContain(field);
  });

  it('of artifacts allow fields that they do not name', () => {
    for (const name of ['campaign-summary', 'phase1-node', 'phase2', 'phase3', 'phase4'] as const)
      expect(published(name)).not.toMatchObject({ additionalProperties: false });
  });
});
