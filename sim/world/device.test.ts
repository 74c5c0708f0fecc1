import { expect, it, test } from 'vitest';
import { codeAt, type Device, shown } from './device.ts';

const device = (parts: Partial<Device> = {}): Device => ({
  serial: '1',
  seed: new TextEncoder().encode('12345678901234567890'),
  stepSeconds: null,
  digits: 6,
  driftMs: 0,
  counter: 0,
  ...parts,
});

test('RFC 4226 appendix D: the ten codes of the example', () => {
  const codes = Array.from({ length: 10 }, (_, count) => codeAt(device(), count));
  expect(codes.join(' ')).toBe(
    '755224 287082 359152 969429 338314 254676 287922 162583 399871 520489',
  );
});

test('RFC 6238 appendix B: eight digits at 59 s, 1111111109 s and 20000000000 s', () => {
  const fob = device({ stepSeconds: 30, digits: 8 });
  const codes = [59, 1_111_111_109, 20_000_000_000].map((at) => shown(fob, at * 1_000).code);
  expect(codes).toEqual(['94287082', '07081804', '65353130']);
});

it('shows the next code with every press, and a wrong clock shows another time', () => {
  const card = device();
  expect([shown(card, 0).code, shown(card, 0).code]).toEqual(['755224', '287082']);
  const late = device({ stepSeconds: 60, driftMs: -60_000 });
  expect(shown(late, 120_000).step).toBe(1);
});
