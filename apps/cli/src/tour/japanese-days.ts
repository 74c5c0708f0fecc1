/**
 * The tour's own calendar: the notices count in Japanese days, and Japan has had one offset and no
 * summer time since 1951. It shares nothing with the calendar of the server that it checks.
 */
const offsetMs = 9 * 3_600_000;
const dayMs = 86_400_000;

/** The Japanese date (YYYY-MM-DD) of an instant. */
export function japaneseDate(at: number): string {
  return new Date(at + offsetMs).toISOString().slice(0, 10);
}

/** The date a number of days later. */
export function daysAfter(date: string, days: number): string {
  return new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10);
}

/** The instant of a time of day, `HH:MM:SS` with or without milliseconds, on a Japanese date. */
export function instantOf(date: string, time: string): number {
  return Date.parse(`${date}T${time}+09:00`);
}
