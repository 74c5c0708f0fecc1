import { describe, expect, it } from 'vitest';
import { SeededRandom } from './random.ts';

describe('the dice of a run', () => {
  it('are xoshiro128**: the published numbers of the state 1, 2, 3, 4', () => {
    const random = SeededRandom.ofState(1, 2, 3, 4);
    const drawn = Array.from({ length: 10 }, () => random.bits());
    expect(drawn).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597,
      4258142804,
    ]);
  });

  it('are the same for the same seed, and others for another one', () => {
    const of = (...seeds: number[]) => [...new SeededRandom(...seeds).bytes(16)];
    expect(of(7, 3)).toEqual(of(7, 3));
    const some = [of(7, 3), of(7, 4), of(8, 3), of(3, 7), of(7)];
    expect(new Set(some.map(String)).size).toBe(some.length);
  });

  it('stay within what is asked', () => {
    const random = new SeededRandom(1);
    const drawn = Array.from({ length: 2_000 }, () => random.between(-1, 2));
    expect(new Set(drawn)).toEqual(new Set([-1, 0, 1, 2]));
    expect(random.pick([])).toBeUndefined();
    const heads = Array.from({ length: 10_000 }, () => random.chance(0.3)).filter(Boolean).length;
    // Six standard deviations of 10,000 throws.
    expect(Math.abs(heads - 3_000)).toBeLessThan(275);
  });
});
