import { expect, it } from 'vitest';
import { RequestLimits } from './request-limits.ts';

const clock = { at: 1_000_000, now: () => clock.at };
const few = { source: 2, name: 2, institution: 5 };

it('lets so many requests a minute through from each source, and begins anew with the next minute', () => {
  const limits = new RequestLimits(clock, few);
  const from = (address: string) => limits.admitsSource(address, 'bank');
  expect([from('10.0.0.1'), from('10.0.0.1'), from('10.0.0.1')]).toEqual([true, true, false]);
  expect(from('10.0.0.2')).toBe(true);
  clock.at += 59_999;
  expect(from('10.0.0.1')).toBe(false);
  clock.at += 1;
  expect(from('10.0.0.1')).toBe(true);
});

it('counts an institution over all sources', () => {
  const limits = new RequestLimits(clock, few);
  const admitted = Array.from({ length: 6 }, (_, index) =>
    limits.admitsSource(`10.0.1.${index}`, 'bank'),
  );
  expect(admitted).toEqual([true, true, true, true, true, false]);
});

it.each([
  ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9', 'one source'],
  ['2001:db8:1:2::1', '2001:db8:1:3::1', 'two sources'],
  ['::1', '::2', 'one source'],
  ['::ffff:10.0.0.1', '::ffff:10.0.0.2', 'two sources'],
])('%s and %s are %s', (first, second, expected) => {
  const limits = new RequestLimits(clock, { ...few, source: 1 });
  expect(limits.admitsSource(first, 'bank')).toBe(true);
  const second64 = limits.admitsSource(second, 'bank');
  expect(second64 ? 'two sources' : 'one source').toBe(expected);
});

it('remembers a bounded number of names, and a clock that is put back locks nobody out', () => {
  const limits = new RequestLimits(clock, few);
  for (let index = 0; index < 20_001; index++) limits.admitsName(`name ${index}`);
  expect([limits.admitsName('name 20000'), limits.admitsName('name 20000')]).toEqual([true, false]);
  // The first one was forgotten for the last.
  expect([limits.admitsName('name 0'), limits.admitsName('name 0')]).toEqual([true, true]);
  clock.at -= 86_400_000;
  expect(limits.admitsName('name 20000')).toBe(true);
});
