// What the documentation of etcd says that it keeps, by invariant.

import type { Promises } from '../../contract/invariants.ts';

const GUARANTEES = 'https://etcd.io/docs/v3.4/learning/api_guarantees/';
const FAILURES = 'https://etcd.io/docs/v3.4/op-guide/failures/';

const kept = (source: string) => ({ promised: true, source });

export const PROMISES: Promises = {
  I1: kept(`${GUARANTEES}: a completed operation is durable, and complete means committed by consensus`),
  I2: kept(`${FAILURES}: a member that was away catches up with the leader`),
  I3: kept(`${GUARANTEES}: an operation happens completely or not at all`),
  I4: kept(`${GUARANTEES}: durability, once an operation has completed`),
  I5: kept(`${FAILURES}: a minority takes no writes`),
  I6: kept(`${GUARANTEES}: a read returns no data that was not written`),
  I8: kept('the adapter: the key of a row follows from its namespace and title'),
  I9: kept('the adapter: a list is a range over the keys themselves'),
  I10: kept(`${GUARANTEES}: one order of all changes, by revision`),
  I11: kept(`${GUARANTEES}: as I10`),
  I12: kept(`${GUARANTEES}: reads are linearizable unless a client asks for a serializable one`),
};
