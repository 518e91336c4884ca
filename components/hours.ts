/** Opening hours, as `Mo-Fr 09:00-17:30; Sa 10:00-14:00` says them (the common part of schema.org and OpenStreetMap). */

/** From when to when somebody is there, in minutes since Monday 0:00; `to` may be beyond the end of the week. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** How things stand at a moment. */
export interface Opening {
  readonly open: boolean;
  /** When that changes, in milliseconds since the epoch; null where it never does. */
  readonly until: number | null;
}

const DAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'];
const DAY = 24 * 60;
const WEEK = 7 * DAY;
const MINUTE = 60_000;

/**
 * Reads opening hours: rules by semicolon, each of days (`Mo`, `Mo-Fr`, `Mo,We-Fr`) and times (`09:00-17:30`,
 * `09:00-12:00,13:00-17:00`). A time that ends before it begins goes on over midnight.
 *
 * @throws {RangeError} names the part that cannot be read
 */
export function parseHours(text: string): Span[] {
  const rules = text.split(';').map((rule) => rule.trim());
  return rules.filter(Boolean).flatMap((rule) => {
    const [, days = '', times = ''] = /^(\S+)\s+(\S.*)$/.exec(rule) ?? [];
    if (!times) throw new RangeError(`"${rule}" is no days and times as Mo-Fr 09:00-17:30`);
    const spans = times.split(',').map(parseTimes);
    return days
      .split(',')
      .flatMap(parseDays)
      .flatMap((day) => spans.map(({ from, to }) => ({ from: day * DAY + from, to: day * DAY + to })));
  });
}

/** `Mo` or `Mo-Fr`, as days since Monday; `Sa-Mo` goes over the end of the week. */
function parseDays(text: string): number[] {
  const [first = -1, last = first, ...more] = text.split('-').map((day) => DAYS.indexOf(day));
  if (first < 0 || last < 0 || more.length > 0)
    throw new RangeError(`"${text}" is no day of ${DAYS.join(' ')}`);
  const length = ((last - first + 7) % 7) + 1;
  return Array.from({ length }, (_, at) => (first + at) % 7);
}

/** `09:00-17:30`, in minutes since midnight. */
function parseTimes(text: string): Span {
  const times = /^([01]?\d|2[0-3]):([0-5]\d)-([01]?\d|2[0-3]|24):([0-5]\d)$/.exec(text.trim());
  const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = (times ?? []).slice(1).map(Number);
  const [from, to] = [fromHour * 60 + fromMinute, toHour * 60 + toMinute];
  if (!times || from === to || to > DAY) throw new RangeError(`"${text}" is no time as 09:00-17:30`);
  return { from, to: to > from ? to : to + DAY };
}

/**
 * Whether it is open, and until when that stays so.
 *
 * @param zone IANA name of the time zone of the hours; undefined: the visitor's own
 * @param at milliseconds since the epoch
 * @throws {RangeError} there is no such zone
 */
export function openingAt(spans: readonly Span[], zone: string | undefined, at: number): Opening {
  const clock = new Intl.DateTimeFormat('en-US', {
    ...{ weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    ...(zone && { timeZone: zone }),
  });
  const now = minuteOfWeek(clock, at);
  const open = isOpen(spans, now);
  const changes = spans
    .flatMap(({ from, to }) => [from, to % WEEK])
    .filter((one) => isOpen(spans, one) !== open);
  if (changes.length === 0) return { open, until: null };
  const wait = Math.min(...changes.map((change) => (change - now + WEEK) % WEEK));
  const guess = at - (at % MINUTE) + wait * MINUTE;
  // Between now and then the clocks may go forward or back.
  const early = ((now + wait - minuteOfWeek(clock, guess) + 1.5 * WEEK) % WEEK) - WEEK / 2;
  return { open, until: Math.max(guess + early * MINUTE, at + 1) };
}

function isOpen(spans: readonly Span[], minute: number): boolean {
  return spans.some(({ from, to }) => [minute, minute + WEEK].some((one) => one >= from && one < to));
}

function minuteOfWeek(clock: Intl.DateTimeFormat, at: number): number {
  const parts = clock.formatToParts(at);
  const value = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  const day = DAYS.indexOf(value('weekday').slice(0, 2));
  return day * DAY + Number(value('hour')) * 60 + Number(value('minute'));
}
