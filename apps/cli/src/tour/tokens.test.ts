import { canonicaliseCode } from '@warifu/otp';
import { expect, test } from 'vitest';
import { inFullWidth } from './tokens.ts';

test('ALL-05 a code in full-width digits, as a Japanese keyboard types it', () => {
  expect(inFullWidth('123456')).toBe('１２３ ４５６');
  expect(canonicaliseCode(inFullWidth('012890'), 6)).toBe('012890');
});
