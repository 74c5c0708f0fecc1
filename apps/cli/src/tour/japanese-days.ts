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

/** Stretches of the year, as MM-DD, in which Japan has no public holiday. */
const quietStretches = [
  ['01-16', '02-10'],
  ['02-25', '03-18'],
  ['03-23', '04-28'],
  ['05-08', '07-14'],
  ['07-22', '08-10'],
  ['08-13', '09-14'],
  ['09-25', '10-07'],
  ['10-16', '11-02'],
  ['11-06', '11-20'],
  ['11-26', '12-28'],
] as const;

const tuesday = 2;
const thursday = 4;
const saturday = 6;

/**
 * The first Tuesday, Wednesday or Thursday after a date that is sure to be a business day, and so is
 * the next day, and the Monday that follows.
 */
export function quietWeekday(after: string): string {
  return firstAfter(after, (date) => {
    const weekday = weekdayOf(date);
    return weekday >= tuesday && weekday <= thursday && isQuietUntil(date, 6);
  });
}

/** The first Saturday after a date that begins a weekend, and a Monday, without anything special. */
export function quietSaturday(after: string): string {
  return firstAfter(after, (date) => weekdayOf(date) === saturday && isQuietUntil(date, 2));
}

function isQuietUntil(date: string, days: number): boolean {
  return Array.from({ length: days + 1 }, (_, later) => daysAfter(date, later)).every(isQuiet);
}

function firstAfter(date: string, isWanted: (date: string) => boolean): string {
  let day = daysAfter(date, 1);
  while (!isWanted(day)) day = daysAfter(day, 1);
  return day;
}

function isQuiet(date: string): boolean {
  const day = date.slice(5);
  return quietStretches.some(([first, last]) => day >= first && day <= last);
}

/** 0 is Sunday. */
function weekdayOf(date: string): number {
  return new Date(date).getUTCDay();
}
