// What the program's authors say that it keeps, by invariant. Their design record ADR-0001 ("quorum replication",
// status: proposed) speaks for every version; whether lagging peers are brought up to date depends on the build.

import type { Promises } from '../../contract/invariants.ts';

const RECORD = 'its design record ADR-0001';

export function promisesOf(catches_up: boolean): Promises {
  const said = (source: string) => ({ promised: true, source });
  return {
    I1: said(`${RECORD}: ok only after the local commit and W−1 acks of peers within the deadline`),
    I2: catches_up
      ? said('serve --catchup-interval-secs: a node fetches from its peers what it missed')
      : {
          promised: false,
          source: `serve has no catch-up and a push is sent once, although ${RECORD} says that lagging peers are marked and reconciled`,
        },
    I3: said(`${RECORD}: a missed quorum is answered 503, and the local row is kept`),
    I4: said(`${RECORD}: after SIGKILL, reconciliation on restart must converge; a local commit is in SQLite's log`),
    I5: said(`${RECORD}: where fewer than W nodes are in reach, writes stop`),
    I7: said('serve --quorum-timeout-ms: the deadline within which acks are waited for'),
    I8: said('its schema: a unique index on title and namespace'),
  };
}
