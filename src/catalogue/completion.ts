// When a campaign was completed, if its word for it can be believed. A time decides which release is the newest, so
// one that cannot be (a day that is not in the calendar, no zone, long before or after now) decides nothing: it is
// shown as it was recorded, with what is wrong with it. Read by this file alone and never by the machine's own zone,
// so that every machine builds the same bytes.

import { visible } from '../contract/visible-text.ts';

/** A clock may be ahead, and a build may be in a zone that is behind. */
const FUTURE_HOURS_MAX = 24;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** No campaign of this protocol is older. */
const EARLIEST_MS = Date.UTC(2000, 0, 1);
const RECORDED_CHARS_MAX = 40;

const ISO_8601 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?(?:Z|([+-])(\d\d)(?::?(\d\d))?)$/i;
const WITHOUT_ZONE = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?)?$/i;

export interface Completion {
  /** Milliseconds since 1970; null where the record cannot be believed, or there is none. */
  completed: number | null;
  /** Why not; null for a time that can be, and for none at all. */
  doubt: string | null;
}

/** @param now when the site is built, in milliseconds since 1970 */
export function completionOf(recorded: string | null, now: number): Completion {
  if (recorded === null) return { completed: null, doubt: null };
  const completed = timeOf(recorded);
  if (typeof completed === 'string') return { completed: null, doubt: completed };
  if (completed < EARLIEST_MS) return { completed: null, doubt: 'before the year 2000' };
  if (completed > now + FUTURE_HOURS_MAX * HOUR_MS) return { completed: null, doubt: 'in the future' };
  return { completed, doubt: null };
}

/** `2026-04-20 13:30:34 UTC`; as recorded where it cannot be believed. */
export function completionInWords({
  completed_at,
  completed,
}: {
  completed_at: string | null;
  completed: number | null;
}): string | null {
  if (completed !== null) return `${new Date(completed).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  return completed_at === null ? null : visible(completed_at.slice(0, RECORDED_CHARS_MAX));
}

/** `2026-04-20`, in UTC; null for a time that cannot be believed. */
export const dayOf = ({ completed }: Pick<Completion, 'completed'>): string | null =>
  completed === null ? null : new Date(completed).toISOString().slice(0, 10);

/** The same for a row of a list, where every minute stands in UTC; a time in doubt says why. */
export function completionInRow(head: { completed_at: string | null } & Completion): string {
  const words = completionInWords(head) ?? 'not recorded';
  return head.doubt === null ? words.replace(/:\d\d UTC$/, '') : `${words}, ${head.doubt}`;
}

/** Milliseconds since 1970, or what is wrong. */
function timeOf(recorded: string): number | string {
  const found = ISO_8601.exec(recorded);
  if (!found) return WITHOUT_ZONE.test(recorded) ? 'no zone recorded' : 'no time in ISO 8601';
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const [zoneHour, zoneMinute] = [Number(found[8] ?? 0), Number(found[9] ?? 0)];
  const date = new Date(Date.UTC(year, month - 1, day));
  const isInCalendar = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  const isOnClock = hour < 24 && minute < 60 && second < 60 && zoneHour < 24 && zoneMinute < 60;
  if (!isInCalendar || !isOnClock) return 'no such time';
  const behind = (found[7] === '-' ? -1 : 1) * (zoneHour * HOUR_MS + zoneMinute * MINUTE_MS);
  return date.getTime() + hour * HOUR_MS + minute * MINUTE_MS + second * 1000 - behind;
}
