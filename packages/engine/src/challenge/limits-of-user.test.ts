import { describe, expect, it } from 'vitest';
import type { Policy } from '../policy/policy-schema.ts';
import { tokyo } from '../testing/instants.ts';
import { policyWith } from '../testing/policies.ts';
import { aBinding, aToken, aUser, aView } from '../testing/views.ts';
import { limitsOfUser } from './limits-of-user.ts';

const started = tokyo('2015-02-10T12:00:00.000');

const limited = (rise: Policy['limits']['rise']) =>
  policyWith(({ limits }) => {
    limits.per_operation = [
      { operations: ['one_off_transfer', 'bulk_transfer'], with_otp_yen: 50, without_otp_yen: 3 },
    ];
    limits.rise = rise;
  });

function limits(policy: Policy, at: string, bound = true): string {
  const user = aUser('u1');
  const view = aView({
    users: [user],
    tokens: [aToken('t1', { expiresOn: '2015-02-20' })],
    bindings: bound ? [aBinding('u1', 't1', { startedAt: started })] : [],
  });
  const rows = limitsOfUser(view, user, { policy, now: tokyo(at) });
  return rows
    .map(({ operation, limitYen, next }) => {
      const then = next ? ` then ${next.limitYen} at ${new Date(next.from).toISOString()}` : '';
      return `${operation} ${limitYen}${then}`;
    })
    .join(', ');
}

describe('the most that a user may send', () => {
  const both = (text: string) => `one_off_transfer ${text}, bulk_transfer ${text}`;
  const rows = [
    { rise: 'next_day', bound: false, at: '2015-02-10T12:00:00.000', expected: both('3') },
    {
      rise: 'next_day',
      bound: true,
      at: '2015-02-10T12:00:00.000',
      expected: both('3 then 50 at 2015-02-10T15:00:00.000Z'),
    },
    {
      rise: 'next_day',
      bound: true,
      at: '2015-02-10T23:59:59.999',
      expected: both('3 then 50 at 2015-02-10T15:00:00.000Z'),
    },
    { rise: 'next_day', bound: true, at: '2015-02-11T00:00:00.000', expected: both('50') },
    { rise: 'at_once', bound: true, at: '2015-02-10T12:00:00.000', expected: both('50') },
    {
      rise: 'at_once',
      bound: true,
      at: '2015-02-20T00:00:00.000',
      expected: both('50 then 3 at 2015-02-20T15:00:00.000Z'),
    },
    { rise: 'at_once', bound: true, at: '2015-02-21T00:00:00.000', expected: both('3') },
  ] as const;
  it.each(rows)(
    'ALL-02 · $rise, bound $bound, at $at: $expected',
    ({ rise, bound, at, expected }) => {
      expect(limits(limited(rise), at, bound)).toBe(expected);
    },
  );

  it('none where the policy has none', () => {
    expect(limits(policyWith(), '2015-02-10')).toBe('');
  });
});
