import { describe, expect, it } from 'vitest';
import { integerOfBytes, parseInteger } from './integers.ts';

describe('parseInteger', () => {
  it.each([
    ['0', 0],
    [' 42\n', 42],
    ['-7', -7],
    ['+7', 7],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
  ])('%j is %i', (text, value) => expect(parseInteger(text, 'it')).toBe(value));

  it.each(['', '-', '1.5', '0x10', '１', '1e3', '1 2'])('refuses %j', (text) => {
    expect(() => parseInteger(text, 'it')).toThrow('it is not a whole number');
  });

  it('refuses what a number cannot hold', () => {
    expect(() => parseInteger('9007199254740992', 'it')).toThrow('it is above');
  });
});

describe('integerOfBytes', () => {
  // Both spellings of 831791 and 30 occur in vendors' files.
  it.each([
    ['383331373931', 831791],
    ['0cb12f', 831791],
    ['3330', 30],
    ['1e', 30],
    ['00', 0],
    ['000000000000001e', 30],
    ['2d32', -2],
    ['001fffffffffffff', Number.MAX_SAFE_INTEGER],
  ])('%s is %i', (hex, value) => {
    expect(integerOfBytes(Buffer.from(hex, 'hex'), 'it')).toBe(value);
  });

  it.each(['', '000000000000000001'])('refuses the bytes %j', (hex) => {
    expect(() => integerOfBytes(Buffer.from(hex, 'hex'), 'it')).toThrow('not a whole number');
  });

  it('refuses what a number cannot hold', () => {
    expect(() => integerOfBytes(Buffer.from('3bfeb148808dd6', 'hex'), 'it')).toThrow('it is above');
  });
});
