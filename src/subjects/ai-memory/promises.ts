// What the program's authors say that it keeps, by invariant, and what each node keeps for itself. Their design
// record ADR-0001 ("quorum replication", status: proposed) speaks for every version; whether lagging peers are
// brought up to date depends on the build.

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
    I9: said('its schema: lists read the table of the rows, and triggers keep the text index with it'),
    // later versions send updates and deletes to their peers, and say nothing of which of two wins or of deletes missed
    ...(catches_up ? {} : { I10: createdOnly('an update'), I11: createdOnly('a delete') }),
    I12: {
      promised: false,
      source: `${RECORD}: reads are local and eventually consistent; who must read what was written asks the node that took it`,
    },
  };
}

/** Of builds before 0.6.1, the release that brought catch-up as well. */
const createdOnly = (what: string) => ({
  promised: false,
  source: `only new memories are pushed to peers, never ${what}; its pull request 319 adds that in 0.6.1`,
});

/**
 * What recall changes on the node that was asked, and on no other. It promotes as well, which changes tier and
 * update time after five recalls of one row and priority after ten; no row is recalled so often here, so these
 * fields are compared.
 */
export const NODE_LOCAL: Record<string, string> = {
  access_count: 'its README: priority and promotion go by how often a node recalled a memory',
  last_accessed_at: 'its README: recall touches what it finds, on the node that was asked',
  expires_at: 'its README: a recall extends the life of a short memory by an hour, of a mid one by a day',
};
