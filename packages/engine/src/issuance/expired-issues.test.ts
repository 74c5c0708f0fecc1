import { describe, expect, it } from 'vitest';
import type { ContractView } from '../contract/contract-view.ts';
import { anIssuance, issuedAt, softPolicy } from '../testing/soft-policies.ts';
import { aBinding, aToken, aUser, aView, viewAfter } from '../testing/views.ts';
import type { Token } from '../token/token.ts';
import { expiredIssues } from './expired-issues.ts';
import { retiredUnclaimed } from './unclaimed-token.ts';

const expiresAt = issuedAt + 3_600_000;
const app = (parts: Partial<Token> = {}) =>
  aToken('t1', { form: 'phone_app', state: 'issued', deviceId: 'phone', ...parts });

function ended(view: ContractView, now: number): string {
  const events = expiredIssues(view, now);
  const after = viewAfter(view, { ok: true, events }, { policy: softPolicy(), now });
  const states = [...after.issuances, ...after.tokens].map(({ id, state }) => `${id} ${state}`);
  return `${events.length} events: ${states.join(', ')}`;
}

describe('S1-03: an issue whose time is over ends, and its token leaves the phone', () => {
  const open = anIssuance('i1', { expiresAt });
  const activated = anIssuance('i1', { state: 'activated', tokenId: 't1', expiresAt });
  const view = (parts: Partial<ContractView>) => aView({ users: [aUser('u1')], ...parts });
  const rows: { what: string; view: ContractView; now?: number; expected: string }[] = [
    {
      what: 'open, its last millisecond',
      view: view({ issuances: [open] }),
      now: expiresAt - 1,
      expected: '0 events: i1 open',
    },
    { what: 'open', view: view({ issuances: [open] }), expected: '1 events: i1 cancelled' },
    {
      what: 'activated',
      view: view({ issuances: [activated], tokens: [app()] }),
      expected: '2 events: i1 cancelled, t1 retired',
    },
    {
      what: 'activated, and its token bound',
      view: view({
        issuances: [activated],
        tokens: [app({ state: 'in_service' })],
        bindings: [aBinding('u1', 't1')],
      }),
      expected: '1 events: i1 cancelled, t1 in_service',
    },
    {
      what: 'cancelled before',
      view: view({ issuances: [anIssuance('i1', { state: 'cancelled', expiresAt })] }),
      expected: '0 events: i1 cancelled',
    },
    {
      what: 'completed',
      view: view({ issuances: [anIssuance('i1', { state: 'completed', expiresAt })] }),
      expected: '0 events: i1 completed',
    },
    {
      what: 'of two the one that is over',
      view: view({ issuances: [open, anIssuance('i2', { expiresAt: expiresAt + 1 })] }),
      expected: '1 events: i1 cancelled, i2 open',
    },
  ];

  it.each(rows)('$what: $expected', ({ view: before, now = expiresAt, expected }) => {
    expect(ended(before, now)).toBe(expected);
  });
});

describe('S4-01: a token that an app has made and nobody registers leaves the phone after seven days', () => {
  const week = 7 * 86_400_000;
  const made = { issuedAt, contractId: null };
  const rows: { what: string; token: Token; age: number; retired: boolean }[] = [
    { what: 'within the week', token: app(made), age: week - 1, retired: false },
    { what: 'after it', token: app(made), age: week, retired: true },
    { what: 'registered', token: app({ ...made, contractId: 'c1' }), age: week, retired: false },
    { what: 'in service', token: app({ ...made, state: 'in_service' }), age: week, retired: false },
    {
      what: 'retired before',
      token: app({ ...made, state: 'retired' }),
      age: week,
      retired: false,
    },
    {
      what: 'a fob in stock',
      token: aToken('t1', { state: 'in_stock', contractId: null }),
      age: week,
      retired: false,
    },
  ];

  it.each(rows)('$what: $retired', ({ token, age, retired }) => {
    const after = retiredUnclaimed(token, issuedAt + age);
    const expected = {
      ...token,
      state: 'retired',
      retireReason: 'cancelled',
      version: token.version + 1,
    };
    expect(after).toEqual(retired ? expected : undefined);
  });
});
