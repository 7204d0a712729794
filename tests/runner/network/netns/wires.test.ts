// Networks of nodes, opened and closed inside a private space of this machine.

import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { NODES } from '../../../../src/contract/names.ts';
import { inSpace, wayIn } from '../../../../src/machine/private-space.ts';
import { lackOfPrograms } from '../../../../src/runner/network/netns/capabilities.ts';
import { isAtHand } from '../../../needed.ts';

const SOURCES = join(import.meta.dirname, '../../../../src');
const way = wayIn();
const lack = lackOfPrograms() ?? ('reason' in way ? way.reason : '');
const IS_HERE = process.getuid?.() === 0 ? isAtHand('a private space', lack === '', lack) : lack === '';
const title = IS_HERE ? 'the networks of a cluster' : `the networks of a cluster (skipped: ${lack.slice(0, 200)})`;

const PROGRAM = `
  import { Run } from '${SOURCES}/machine/run.ts';
  import { netns } from '${SOURCES}/runner/network/netns/wires.ts';
  const run = new Run();
  const transport = netns(run);
  for (let i = 0; i < 4; i++) {
    const wires = await transport.open(${JSON.stringify(NODES)});
    await wires.isolate('a');
    await wires.open();
    const reached = await wires.bytesInto('a');
    await wires.close();
    console.log(wires.all.length, reached);
  }
  await run.close();
`;

describe.skipIf(!IS_HERE)(title, { timeout: 120_000 }, () => {
  test('can be opened again as soon as they are closed', () => {
    const line = 'line' in way ? way.line : [];
    const ended = inSpace(line, [process.execPath, '--input-type=module', '--eval', PROGRAM]);
    expect(ended.status, ended.stderr).toBe(0);
    expect(ended.stdout.trim().split('\n')).toEqual(['6 0', '6 0', '6 0', '6 0']);
  });
});
