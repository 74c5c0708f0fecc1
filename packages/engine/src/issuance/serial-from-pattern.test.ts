import { expect, it } from 'vitest';
import { serialFromPattern } from './serial-from-pattern.ts';

/** Takes the first of everything, or the last. */
const first = () => 0;
const last = (count: number) => count - 1;

it.each([
  ['WF[0-9]{10}', 'WF0000000000', 'WF9999999999'],
  ['[0-9]{8,12}', '000000000000', '999999999999'],
  ['[A-F0-9]{4}', 'AAAA', '9999'],
  ['(AB|CD)-\\d{3}', 'AB-000', 'CD-999'],
  ['(?:X[0-9]){3}', 'X0X0X0', 'X9X9X9'],
  ['^A?B$', 'AB', 'AB'],
  ['T\\.[a-c]+', 'T.aaaaaaaaaaaa', 'T.cccccccccccc'],
  ['[\\d-]{2}', '00', '--'],
  ['A{0}B', 'B', 'B'],
])('%s: from %s to %s', (pattern, lowest, highest) => {
  expect(serialFromPattern(pattern, first)).toBe(lowest);
  expect(serialFromPattern(pattern, last)).toBe(highest);
});

it('chooses anew at every place', () => {
  let turn = 0;
  const next = (count: number) => turn++ % count;
  expect(serialFromPattern('WF[0-9]{10}', next)).toBe('WF0123456789');
});

it.each([
  '.',
  '[^0-9]{4}',
  '\\w{4}',
  '(?=A)A',
  '(A',
  'A)',
  '[0-9',
  '*',
  '[b-a]',
  '(((a{99}){99}){99})',
])('gives none of %s, which it does not understand', (pattern) => {
  expect(serialFromPattern(pattern, first)).toBeUndefined();
});
