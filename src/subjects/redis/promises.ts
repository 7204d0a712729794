// What the documentation of Redis says that it keeps, by invariant, where replicas are asked for by WAIT.

import type { Promises } from '../../contract/invariants.ts';

const REPLICATION = 'https://redis.io/docs/latest/operate/oss_and_stack/management/replication/';
const WAIT = 'https://redis.io/docs/latest/commands/wait/';
const PERSISTENCE = 'https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/';

const kept = (source: string) => ({ promised: true, source });
const notKept = (source: string) => ({ promised: false, source });

export const PROMISES: Promises = {
  I1: kept(`${WAIT}: it answers with the number of replicas that have taken the write in; the copies are in memory`),
  I2: notKept(`${REPLICATION}: WAIT does not make it strongly consistent; a failover may lose acknowledged writes`),
  I4: notKept(`${PERSISTENCE}: between two snapshots, what was written since the last one is lost with the process`),
  I5: kept(`${WAIT}: fewer replicas than asked for are answered as fewer, and the adapter acks none of these`),
  I6: kept(`${REPLICATION}: a replica is a copy of its primary, and takes writes from nobody else`),
  I8: kept('the adapter: the key of a row follows from its namespace and title'),
  I9: kept('the adapter: a list reads the keys themselves, by SCAN'),
  I10: notKept(`${REPLICATION}: as I2`),
  I11: notKept(`${REPLICATION}: as I2`),
  I12: notKept(`${REPLICATION}: replication is asynchronous, and each node answers reads from its own copy`),
};
