/** A 64-bit fingerprint as two 32-bit halves. */
export interface Fingerprint {
  readonly high: number;
  readonly low: number;
}

/**
 * Two rounds of MurmurHash3's mixing side by side, seeded. It finds rows and proves nothing: every
 * hit is confirmed against the row. The seed is drawn anew for each process where callers choose
 * the text, so that they cannot aim at collisions.
 */
export function fingerprint(text: string, seed: Fingerprint): Fingerprint {
  let high = seed.high | 0;
  let low = seed.low | 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 0xcc9e2d51);
    high = (high << 13) | (high >>> 19);
    low = Math.imul(low ^ unit, 0x1b873593);
    low = (low << 17) | (low >>> 15);
  }
  high = finish(high ^ text.length);
  low = finish(low ^ high);
  return { high, low };
}

function finish(value: number): number {
  let mixed = value ^ (value >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
