import { isBusinessDay } from '../calendar/business-days.ts';
import { addDays } from '../calendar/dates.ts';
import type { Policy } from '../policy/policy-schema.ts';

/** How many years are searched: long enough for holidays and weekends to meet in every way. */
const searchedYears = 12;

const runs = new WeakMap<Policy['calendar'], Map<string, number>>();

/** The most days in a row on which the institution works not at all, from the year of its service on. */
export function longestClosedRun({ calendar, institution }: Policy): number {
  const known = runs.get(calendar) ?? new Map<string, number>();
  runs.set(calendar, known);
  const from = institution.service_from_on;
  const found = known.get(from) ?? searchedRun(calendar, from);
  known.set(from, found);
  return found;
}

function searchedRun(calendar: Policy['calendar'], from: string): number {
  let longest = 0;
  let run = 0;
  let on = `${from.slice(0, 4)}-01-01`;
  for (let day = 0; day < searchedYears * 366; day++) {
    run = isBusinessDay(on, calendar) ? 0 : run + 1;
    longest = Math.max(longest, run);
    on = addDays(on, 1);
  }
  return longest;
}
