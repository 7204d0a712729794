// What an adapter outside this repository is given, so that it imports nothing from here.

import { untilReady } from '../machine/readiness.ts';
import { RUN_VARIABLE } from '../machine/run-record.ts';
import { httpRequest } from './by-hand.ts';
import { endWith } from './ending.ts';
import { openClient } from './http-client.ts';
import { runToEnd } from './one-shot.ts';
import { type Subject, type SubjectSettings, UnusableProgram } from './subject.ts';

export const KIT = {
  /** The variable by which processes of a run are known: `{ [RUN_VARIABLE]: run.id }`. */
  RUN_VARIABLE,
  /** To throw where the program given is not what it should be. */
  UnusableProgram,
  /** Ends a node by a signal, and by force where it takes longer. */
  endWith,
  /** A client for stores that speak the protocol's HTTP API. */
  openClient,
  /** For `byHand`: the request that a call of such a client comes to. */
  httpRequest,
  /** One command to its end. */
  runToEnd,
  /** Resolves once the started process owns its port and answers. */
  untilReady,
} as const;

/** The default export of an adapter. */
export type OpenSubject = (settings: SubjectSettings, kit: typeof KIT) => Subject | Promise<Subject>;
