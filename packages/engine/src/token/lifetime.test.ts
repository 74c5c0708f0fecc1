import { describe, expect, it } from 'vitest';
import type { Authenticator, Policy } from '../policy/policy-schema.ts';
import { tokyo } from '../testing/instants.ts';
import { policyWith } from '../testing/policies.ts';
import { aHotpToken, aToken } from '../testing/views.ts';
import { authenticatorKindOf, authenticatorNamed, authenticatorOf } from './authenticator.ts';
import type { Token, TokenForm } from './token.ts';
import { isCutOver, isExpired, isUsable, lastDayOf } from './validity.ts';

/** The sample policy in which both kinds have this lifetime. */
function withLifetime(lifetime: Authenticator['lifetime']): Policy {
  return policyWith(({ authenticators }) => {
    for (const one of authenticators) one.lifetime = lifetime;
  });
}

const years = (count: number) =>
  withLifetime({ ends: 'years_after_issue', years: count, extendable_in_app: false });

describe('a lifetime in years, through its last day', () => {
  const rows: { issued: string; years: number; lastDay: string }[] = [
    { issued: '2015-06-15T12:00:00.000', years: 5, lastDay: '2020-06-15' },
    { issued: '2015-12-31T23:59:59.999', years: 1, lastDay: '2016-12-31' },
    { issued: '2016-02-29T09:00:00.000', years: 1, lastDay: '2017-02-28' },
    { issued: '2016-02-29T09:00:00.000', years: 4, lastDay: '2020-02-29' },
    { issued: '2016-02-29T09:00:00.000', years: 5, lastDay: '2021-02-28' },
    { issued: '2015-02-28T09:00:00.000', years: 1, lastDay: '2016-02-28' }, // no 29th in it
    { issued: '2015-01-01T00:00:00.000', years: 20, lastDay: '2035-01-01' },
  ];

  it.each(rows)('S3-01 ALL-02 row 34 · $years years from $issued: $lastDay', (row) => {
    const token = aToken('t1', { issuedAt: tokyo(row.issued) });
    const policy = years(row.years);
    const last = tokyo(`${row.lastDay}T23:59:59.999`);
    expect(lastDayOf(token, policy)).toBe(row.lastDay);
    expect([isExpired(token, last, policy), isUsable(token, last, policy)]).toEqual([false, true]);
    expect([isExpired(token, last + 1, policy), isUsable(token, last + 1, policy)]).toEqual([
      true,
      false,
    ]);
    // Not a day earlier either, whatever leap days lie between.
    expect(isExpired(token, last - 86_400_000, policy)).toBe(false);
  });

  const printed: {
    what: string;
    expiresOn: string | null;
    issued: string | null;
    last: string | null;
  }[] = [
    { what: 'the earlier one', expiresOn: '2017-03-31', issued: '2015-06-15', last: '2017-03-31' },
    { what: 'the earlier one', expiresOn: '2030-03-31', issued: '2015-06-15', last: '2020-06-15' },
    { what: 'never issued', expiresOn: '2017-03-31', issued: null, last: '2017-03-31' },
    { what: 'never issued, none printed', expiresOn: null, issued: null, last: null },
  ];
  it.each(printed)('S0-12 · printed $expiresOn, issued $issued, $what: $last', (row) => {
    const issuedAt = row.issued === null ? null : tokyo(row.issued);
    const token = aToken('t1', { expiresOn: row.expiresOn, issuedAt });
    expect(lastDayOf(token, years(5))).toBe(row.last);
    const afterwards = tokyo(`${row.last ?? '2099-12-31'}T23:59:59.999`) + 1;
    expect(isExpired(token, afterwards, years(5))).toBe(row.last !== null);
  });
});

describe('a lifetime of 100 displays', () => {
  const policy = withLifetime({ ends: 'after_displays', displays: 100 });
  const rows: { what: string; token: Token; expired: boolean }[] = [
    { what: 'never used', token: aHotpToken('t1'), expired: false },
    { what: '99 shown', token: aHotpToken('t1', { lastAcceptedStep: 98 }), expired: false },
    { what: '100 shown', token: aHotpToken('t1', { lastAcceptedStep: 99 }), expired: true },
    { what: '101 shown', token: aHotpToken('t1', { lastAcceptedStep: 100 }), expired: true },
    // A time step does not tell how often somebody looked.
    { what: 'a clock', token: aToken('t1', { lastAcceptedStep: 23_000_000 }), expired: false },
    {
      what: 'its printed day',
      token: aHotpToken('t1', { expiresOn: '2015-01-31' }),
      expired: true,
    },
  ];

  it.each(rows)('S0-12 · $what: $expired', ({ token, expired }) => {
    expect(isExpired(token, tokyo('2015-02-01'), policy)).toBe(expired);
    expect(lastDayOf(token, policy)).toBe(token.expiresOn);
  });
});

describe('lifetimes that nothing but a printed day ends', () => {
  it.each([{ ends: 'never' as const }, { ends: 'printed_date' as const }])(
    'S0-12 · $ends',
    (lifetime) => {
      const policy = withLifetime(lifetime);
      const old = { issuedAt: 0, lastAcceptedStep: 9_000_000 };
      expect(isExpired(aHotpToken('t1', old), tokyo('2099-12-31'), policy)).toBe(false);
      const token = aToken('t1', { ...old, expiresOn: '2015-12-31' });
      expect(isExpired(token, tokyo('2015-12-31T23:59:59.999'), policy)).toBe(false);
      expect(isExpired(token, tokyo('2016-01-01'), policy)).toBe(true);
    },
  );
});

describe('the cut-over of a migration', () => {
  const policy = policyWith(({ adoption }) => {
    adoption.migration = { from: 'fob', to: 'card', cut_over_on: '2016-04-01' };
  });
  const rows: { token: Token; now: string; cut: boolean }[] = [
    { token: aToken('t1'), now: '2016-03-31T23:59:59.999', cut: false },
    { token: aToken('t1'), now: '2016-04-01T00:00:00.000', cut: true },
    { token: aHotpToken('t1'), now: '2016-04-01T00:00:00.000', cut: false },
    // A kind that the policy does not know is not cut over.
    { token: aToken('t1', { digits: 8 }), now: '2016-04-01T00:00:00.000', cut: false },
  ];

  it.each(rows)('ALL-02 · $token.kind at $now: $cut', ({ token, now, cut }) => {
    expect(isCutOver(token, tokyo(now), policy)).toBe(cut);
    expect(isUsable(token, tokyo(now), policy)).toBe(!cut);
    expect(isCutOver(token, tokyo(now), policyWith())).toBe(false);
  });
});

describe('which authenticator of the policy a token is', () => {
  const rows: { form: TokenForm; kind: 'totp' | 'hotp'; is: string }[] = [
    { form: 'hardware', kind: 'totp', is: 'hardware_totp' },
    { form: 'hardware', kind: 'hotp', is: 'hardware_hotp' },
    { form: 'phone_app', kind: 'totp', is: 'phone_app' },
    { form: 'pc_app', kind: 'totp', is: 'pc_app' },
    { form: 'email', kind: 'hotp', is: 'email_code' },
  ];

  it.each(rows)('S0-01 S1-01 S4-01 · $form $kind: $is', ({ form, kind, is }) => {
    expect(authenticatorKindOf({ form, kind })).toBe(is);
  });

  it('S1-01 · two kinds of the same making are told apart by step, digits and algorithm', () => {
    const policy = policyWith((draft) => {
      const [fob] = draft.authenticators;
      if (fob) draft.authenticators.push({ ...fob, id: 'fob30', step_seconds: 30 });
    });
    expect(authenticatorOf(aToken('t1', { stepSeconds: 30 }), policy)?.id).toBe('fob30');
    expect(authenticatorOf(aToken('t1'), policy)?.id).toBe('fob');
    expect(authenticatorOf(aToken('t1', { form: 'phone_app' }), policy)).toBeUndefined();
    expect(authenticatorNamed(policy, 'fob30')?.step_seconds).toBe(30);
    expect(authenticatorNamed(policy, 'nothing')).toBeUndefined();
  });
});
