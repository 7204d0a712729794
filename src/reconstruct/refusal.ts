// What the service answered, as a failure with the next step for the person.

import { messageOf } from '../contract/message.ts';
import { UnexpectedAnswer } from './answers.ts';
import { type FailureKind, ReconstructFailure } from './failure.ts';

export function refusal(what: string, error: unknown, hasToken: boolean): ReconstructFailure {
  if (error instanceof ReconstructFailure) return error;
  if (error instanceof UnexpectedAnswer) {
    const next = 'A proxy may have answered in its place, or GITHUB_API_URL is not the address of the API.';
    return new ReconstructFailure('server error', `${what}: expected JSON of the run, ${error.message}. ${next}`);
  }
  const status = numberOf(error, 'status');
  const headers = headersOf(error);
  const [kind, next] = reading(status, headers, messageOf(error), hasToken, error);
  const seen = status ? `the service answered ${status}` : 'the service did not answer';
  return new ReconstructFailure(kind, `${what}: ${seen}. ${next}`, { cause: error });
}

/** Seconds that a plain 429 asks to wait; null for anything else. */
export function retryAfter(error: unknown): number | null {
  const seconds = Number(headersOf(error)['retry-after']);
  const plain = numberOf(error, 'status') === 429 && !/\bsecondary rate\b/i.test(messageOf(error));
  return plain && headersOf(error)['x-ratelimit-remaining'] !== '0' && seconds > 0 ? seconds : null;
}

const TOKEN = 'Set GITHUB_TOKEN to a token';

function reading(
  status: number | null,
  headers: Record<string, unknown>,
  message: string,
  hasToken: boolean,
  error: unknown,
): [FailureKind, string] {
  const limited = headers['x-ratelimit-remaining'] === '0' || /rate limit/i.test(message);
  if (status === 429 || (status === 403 && limited))
    return ['rate limited', `Its limit of requests is reached. ${again(headers, hasToken)}`];
  if (status === 401) return ['unauthorized', `The token is not valid or has expired. ${TOKEN} that can read Actions.`];
  if (status === 403 && headers['x-github-sso'] !== undefined)
    return ['forbidden', singleSignOn(headers['x-github-sso'])];
  if (status === 403) {
    const how = hasToken
      ? 'Give the token read access to Actions of this repository'
      : `${TOKEN} with read access to Actions`;
    return [
      'forbidden',
      `Logs need a token even on public repositories. ${how}, or download the log by hand and give it with --log.`,
    ];
  }
  if (status === 404) {
    const private_ = hasToken ? 'the token may not see the repository' : `a private repository needs one: ${TOKEN}`;
    return [
      'not found',
      `Check --repo, --run and --attempt (the log of a run that has been deleted is gone); ${private_}.`,
    ];
  }
  if (status === 410)
    return [
      'expired',
      'The log has expired: the service keeps logs for 90 days at most. Only a log saved elsewhere helps: give it with --log.',
    ];
  if (status !== null && status >= 500 && !unanswered(error))
    return ['server error', 'It failed after several tries. Try again later; see https://www.githubstatus.com/.'];
  if (status !== null && status < 500)
    return ['server error', `This was not expected: ${message.slice(0, 200)}. Check --repo, --run and --workflow.`];
  return ['unreachable', 'Check the network and GITHUB_API_URL, and try again.'];
}

/** The header is foreign text: an address counts only if it leads to the service itself. */
function singleSignOn(header: unknown): string {
  const rule =
    'The organization of this repository asks for single sign-on (SSO), and the token is not authorized for it.';
  const address = /\burl=(https:\/\/github\.com\/[\w%&+./?=-]{1,500})/.exec(String(header))?.[1];
  return address
    ? `${rule} Open ${address} and authorize the token, then run the command again.`
    : `${rule} Authorize it in the settings of your tokens, then run the command again.`;
}

function again(headers: Record<string, unknown>, hasToken: boolean): string {
  const token = hasToken ? '' : ` ${TOKEN}: it raises the limit from 60 to 5,000 requests an hour.`;
  if (headers['retry-after']) return `Try again in ${Number(headers['retry-after'])} seconds.${token}`;
  const reset = Number(headers['x-ratelimit-reset']);
  return reset > 0
    ? `Try again after ${new Date(reset * 1000).toISOString()}.${token}`
    : `Try again in a minute.${token}`;
}

/** The client reports a connection that failed as a status 500 with the cause attached. */
const unanswered = (error: unknown): boolean => error instanceof Error && error.cause !== undefined;

function numberOf(error: unknown, key: string): number | null {
  const value = (error as Record<string, unknown> | null)?.[key];
  return typeof value === 'number' ? value : null;
}

function headersOf(error: unknown): Record<string, unknown> {
  return (error as { response?: { headers?: Record<string, unknown> } } | null)?.response?.headers ?? {};
}
