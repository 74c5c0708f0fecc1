import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicaliseCode, equalCodes } from './code.ts';

/** Row 7: forty spellings of 012345. The first column is typed, the second is what it means. */
const spellings: [typed: string, code: string | undefined][] = [
  ['012345', '012345'],
  ['012 345', '012345'],
  ['012-345', '012345'],
  [' 012345 ', '012345'],
  ['0 1 2 3 4 5', '012345'],
  ['01-23-45', '012345'],
  ['012345\n', '012345'],
  ['\t012345', '012345'],
  ['012\u00a0345', '012345'],
  ['012\u3000345', '012345'],
  ['012\u2009345', '012345'],
  ['０１２３４５', '012345'],
  ['０１２　３４５', '012345'],
  ['０１２－３４５', '012345'],
  ['012‐345', '012345'],
  ['012‑345', '012345'],
  ['012–345', '012345'],
  ['012—345', '012345'],
  ['012−345', '012345'],
  ['012ー345', '012345'],
  ['012ｰ345', '012345'],
  ['-012345', '012345'],
  ['𝟎𝟏𝟐𝟑𝟒𝟓', '012345'],
  ['', undefined],
  ['12345', undefined],
  ['0012345', undefined],
  ['0123456', undefined],
  ['+012345', undefined],
  ['＋012345', undefined],
  ['0x12345', undefined],
  ['12345.', undefined],
  ['012345e0', undefined],
  ['٠١٢٣٤٥', undefined],
  ['۰۱۲۳۴۵', undefined],
  ['०१२३४५', undefined],
  ['012\u200b345', undefined],
  ['\ufeff012345', undefined],
  ['012\u00ad345', undefined],
  ['012345\u0000', undefined],
  ['O12345', undefined],
];

describe('canonicaliseCode', () => {
  it('row 7 · knows forty spellings', () => expect(spellings).toHaveLength(40));

  it.each(spellings)('ALL-05, row 7 · %j means %j', (typed, code) => {
    expect(canonicaliseCode(typed, 6)).toBe(code);
  });

  it('refuses a text too long to be typed, whatever it holds', () => {
    expect(canonicaliseCode(`${' '.repeat(59)}012345`, 6)).toBeUndefined();
  });

  it('row 7 · gives exactly N ASCII digits or nothing, and is done after one pass', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom(6, 8), (typed, digits) => {
        const code = canonicaliseCode(typed, digits);
        if (code === undefined) return;
        expect(code).toMatch(/^[0-9]+$/);
        expect(code).toHaveLength(digits);
        expect(canonicaliseCode(code, digits)).toBe(code);
      }),
    );
  });

  it('ALL-05 · undoes any grouping of full-width or plain digits', () => {
    const separator = fc.constantFrom('', ' ', '-', '　', '－', '–', '\u00a0');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(9), fc.boolean(), separator), { minLength: 8, maxLength: 8 }),
        (letters) => {
          const typed = letters.map(([digit, wide, gap]) => `${wide ? widen(digit) : digit}${gap}`);
          const code = letters.map(([digit]) => digit).join('');
          expect(canonicaliseCode(typed.join(''), 8)).toBe(code);
        },
      ),
    );
  });
});

describe('equalCodes', () => {
  it('agrees with ===', () => {
    const code = fc.stringMatching(/^[0-2]{0,3}$/);
    fc.assert(fc.property(code, code, (a, b) => equalCodes(a, b) === (a === b)));
  });
});

function widen(digit: number): string {
  return String.fromCodePoint(0xff10 + digit);
}
