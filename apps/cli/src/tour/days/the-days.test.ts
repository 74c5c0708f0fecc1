import { demoInstitutionIds } from '@warifu/institutions';
import { describe, expect, test } from 'vitest';
import { theDays } from './the-days.ts';

/** How many requirements each notice has, `S0-01` to `S0-16` and so on; all of them can be shown. */
const notices = [
  ['nanahoshi', 'S0', 16],
  ['kinpo', 'S1', 11],
  ['kenyo', 'S2', 8],
  ['hokushin', 'S3', 13],
  ['komatsubara', 'S4', 8],
] as const;

const stepsOf = (id: keyof typeof theDays) => theDays[id].chapters.flatMap(({ steps }) => steps);

test('every demo institution has its day', () => {
  expect(Object.keys(theDays)).toEqual([...demoInstitutionIds]);
});

describe('a day shows every requirement of its notice, and none of another', () => {
  test.each(notices)('%s: %s, %i in all', (id, notice, count) => {
    const shown = new Set(stepsOf(id).flatMap(({ ids }) => ids));
    const own = Array.from(
      { length: count },
      (_, index) => `${notice}-${String(index + 1).padStart(2, '0')}`,
    );
    expect(own.filter((one) => !shown.has(one))).toEqual([]);
    const known = new Set(own);
    const foreign = [...shown].filter((one) => !/^(ALL-0[1-7]|row \d+)$/.test(one));
    expect(foreign.filter((one) => !known.has(one))).toEqual([]);
  });
});

describe('a day ends with its record', () => {
  test.each(demoInstitutionIds)('%s', (id) => {
    const last = theDays[id].chapters.at(-1);
    expect(last?.title).toBe('The record of the day');
    expect(last?.steps.at(-1)?.does).toMatch(/audit verify/);
  });
});

test('each step says in one line what is done', () => {
  for (const id of demoInstitutionIds)
    for (const { ids, does } of stepsOf(id)) {
      expect(ids.length, does).toBeGreaterThan(0);
      expect(does.length, does).toBeLessThanOrEqual(100);
      expect(does).toMatch(/^[a-z0-9(][^\n]*[^.]$/);
    }
});
