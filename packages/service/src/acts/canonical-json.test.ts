import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.ts';

describe('canonicalJson', () => {
  // Expected texts by `jq -cS .`, which sorts by code points.
  it.each([
    [{}, '{}'],
    [{ b: 1, a: undefined, c: null }, '{"b":1,"c":null}'],
    [{ 9: 'x', 10: 'y', a: 'z', '': 'w' }, '{"":"w","10":"y","9":"x","a":"z"}'],
    [
      { 振込先: '甲野', A: [{ d: true, 0: 'q"\\' }] },
      '{"A":[{"0":"q\\"\\\\","d":true}],"振込先":"甲野"}',
    ],
  ])('S0-06 · %j', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });
});
