import { expect, it } from 'vitest';
import { canonicaliseReadableId, inGroups, readableId } from './readable-id.ts';

it('row 29: eight random bytes give twelve characters of five bits, lowest bits first', () => {
  // 0x01 in the last byte is the lowest bit: the second character of the alphabet comes first.
  expect(readableId(Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 1]))).toBe('100000000000');
  expect(readableId(new Uint8Array(8).fill(0xff))).toBe('ZZZZZZZZZZZZ');
  expect(() => readableId(new Uint8Array(7))).toThrow(RangeError);
});

it('is shown in groups of four', () => {
  expect(inGroups('K7QD2M9X4TRB')).toBe('K7QD-2M9X-4TRB');
});

it.each([
  ['as shown', 'K7QD-2M9X-4TRB'],
  ['small letters', 'k7qd2m9x4trb'],
  ['spaces', ' K7QD 2M9X 4TRB '],
  ['full width', 'Ｋ７ＱＤ－２Ｍ９Ｘ－４ＴＲＢ'],
  ['the long-vowel mark for a hyphen', 'K7QDー2M9Xー4TRB'],
])('understands it typed with %s', (_, typed) => {
  expect(canonicaliseReadableId(typed)).toBe('K7QD2M9X4TRB');
});

it('takes the letters that are not in it for the digits that they look like', () => {
  expect(canonicaliseReadableId('oiL0-1111-0000')).toBe('011011110000');
});
