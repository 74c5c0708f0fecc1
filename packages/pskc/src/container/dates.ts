/*
 * RFC 6030 dates are xs:dateTime in UTC, with or without a zone. Vendors also write bare days. The
 * two stay apart in the result, because a day belongs to the institution's time zone and an
 * instant does not.
 */
import { TokenFileError } from '../token-file-error.ts';

const DATE = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}):(\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})?$/;

/**
 * Normalises a date of the file: `YYYY-MM-DDTHH:MM:SSZ` when it has a time (fractions dropped,
 * other zones converted), else `YYYY-MM-DD`.
 *
 * @param what names the element in the message.
 * @throws TokenFileError `bad_value`.
 */
export function parseDate(text: string, what: string): string {
  const written = text.trim();
  const match = DATE.exec(written);
  const [, year = '', month = '', day = '', hour, minute = '', second = '', zone = 'Z'] =
    match ?? [];
  const date = `${year}-${month}-${day}`;
  if (match === null || !isCalendarDay(date)) throw notDate(what);
  if (hour === undefined) return date;
  const atMs = Date.parse(`${date}T${hour}:${minute}:${second}${zone}`);
  if (Number.isNaN(atMs)) throw notDate(what);
  return new Date(atMs).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** The later of two starts: both the device and the key must have begun. */
export function laterOf(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Date.parse(a) >= Date.parse(b) ? a : b;
}

/** The earlier of two expiries: neither the device nor the key may be over. */
export function earlierOf(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Date.parse(a) <= Date.parse(b) ? a : b;
}

/** 30 February parses, as 2 March; a day is real when it survives the way back. */
function isCalendarDay(date: string): boolean {
  const atMs = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(atMs) && new Date(atMs).toISOString().startsWith(date);
}

function notDate(what: string): TokenFileError {
  return new TokenFileError(
    'bad_value',
    `${what} is not a date like 2030-03-31T00:00:00Z; ask the vendor for a correct file`,
  );
}
