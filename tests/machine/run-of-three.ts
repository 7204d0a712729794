// A runner for tests: starts three nodes, says who they are, and stays until it is ended.

import { join } from 'node:path';
import getPort from 'get-port';
import { onParentGone } from '../../src/machine/parent-watch.ts';
import { HERE } from '../../src/machine/place.ts';
import { Run } from '../../src/machine/run.ts';
import { openSubject } from '../../src/subjects/registry.ts';

const run = new Run();
const subject = openSubject('reference', { run, binary: null, ref: null, defect: null });
const nodes = await Promise.all(
  (['a', 'b', 'c'] as const).map(async (name) =>
    subject.start(
      {
        ...{ name, data_dir: run.newFolder(name), port: await getPort({ host: '127.0.0.1' }), place: HERE, peers: [] },
        ...{ quorum_writes: 0, quorum_timeout_ms: 1_000, clock_offset_ms: 0, catchup_interval_secs: 0 },
        log_file: join(run.folder, `${name}.log`),
      },
      30_000,
    ),
  ),
);
process.on('SIGUSR2', () => {
  process.exit(3); // as an uncaught exception would
});
onParentGone(() => process.exit(130));
console.log(JSON.stringify({ run_id: run.id, pids: nodes.map((node) => node.pid) }));
