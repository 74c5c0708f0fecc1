import { describe, expect, it } from 'vitest';
import { tokyo } from '../testing/instants.ts';
import { policyWith } from '../testing/policies.ts';
import { aBinding, aToken } from '../testing/views.ts';
import { isInForce } from './binding.ts';
import { canonicaliseSerial, type TokenState } from './token.ts';
import { hasStarted, isExpired, isUsable } from './validity.ts';

const zone = 'Asia/Tokyo';
const policy = policyWith();

describe('a token is valid through its printed days', () => {
  const rows: { now: string; started: boolean; expired: boolean }[] = [
    { now: '2015-01-31T23:59:59.999', started: false, expired: false },
    { now: '2015-02-01T00:00:00.000', started: true, expired: false },
    { now: '2015-12-31T23:59:59.999', started: true, expired: false },
    { now: '2016-01-01T00:00:00.000', started: true, expired: true },
  ];

  it.each(rows)(
    'S0-12 ALL-02 row 34 · at $now started $started, expired $expired',
    ({ now, started, expired }) => {
      const token = aToken('t1', { startsOn: '2015-02-01', expiresOn: '2015-12-31' });
      expect(hasStarted(token, tokyo(now), zone)).toBe(started);
      expect(isExpired(token, tokyo(now), policy)).toBe(expired);
      expect(isUsable(token, tokyo(now), policy)).toBe(started && !expired);
    },
  );

  it('S0-12 · without printed days it neither starts nor expires', () => {
    const token = aToken('t1');
    expect(hasStarted(token, 0, zone)).toBe(true);
    expect(isExpired(token, tokyo('2099-12-31'), policy)).toBe(false);
  });
});

describe('only a token in service verifies', () => {
  const rows: { state: TokenState; usable: boolean }[] = [
    { state: 'in_stock', usable: false },
    { state: 'shipped', usable: false },
    { state: 'delivered', usable: false },
    { state: 'in_service', usable: true },
    { state: 'retired', usable: false },
  ];

  it.each(rows)('S0-02 row 28 · $state is usable: $usable', ({ state, usable }) => {
    expect(isUsable(aToken('t1', { state }), tokyo('2015-02-01'), policy)).toBe(usable);
  });
});

describe('a binding is in force from its start until just before its end', () => {
  const rows: { at: string; endedAt: string | null; inForce: boolean }[] = [
    { at: '2015-01-05T23:59:59.999', endedAt: null, inForce: false },
    { at: '2015-01-06T00:00:00.000', endedAt: null, inForce: true },
    { at: '2015-02-01T11:59:59.999', endedAt: '2015-02-01T12:00:00.000', inForce: true },
    { at: '2015-02-01T12:00:00.000', endedAt: '2015-02-01T12:00:00.000', inForce: false },
  ];

  it.each(rows)('S0-13 · at $at, ended $endedAt: $inForce', ({ at, endedAt, inForce }) => {
    const binding = aBinding('u1', 't1', {
      startedAt: tokyo('2015-01-06'),
      endedAt: endedAt === null ? null : tokyo(endedAt),
    });
    expect(isInForce(binding, tokyo(at))).toBe(inForce);
  });
});

describe('canonicaliseSerial', () => {
  it.each([
    { text: '12345678', serial: '12345678' },
    { text: '１２３４５６７８', serial: '12345678' },
    { text: ' 1234 5678 ', serial: '12345678' },
    { text: '1234-5678', serial: '12345678' },
    { text: '1234‐5678', serial: '12345678' },
    { text: '1234－5678', serial: '12345678' },
    { text: 'ab12', serial: 'AB12' },
    { text: 'ａｂ１２', serial: 'AB12' },
    { text: '\u30001234\u3000', serial: '1234' },
    { text: '1234\u20125678', serial: '12345678' },
    { text: '1234\u22125678', serial: '12345678' },
    { text: '1234ー5678', serial: '12345678' },
  ])('ALL-05 row 16 · "$text" is $serial', ({ text, serial }) => {
    expect(canonicaliseSerial(text)).toBe(serial);
  });
});
