import { describe, expect, it } from 'vitest';
import {
  registeredStep as centre,
  registeredAt as now,
  register,
  withToken,
} from '../testing/registering.ts';
import { aBinding, aContract, aToken, eventTypes, lockedGuard, outcome } from '../testing/views.ts';
import type { Token } from '../token/token.ts';

const delivered = aToken('t1', { state: 'delivered' });

describe('S0-05 · the first registration', () => {
  it('puts the token into service, binds the user and spends the code', () => {
    const { decision, after } = register(withToken(delivered), delivered);
    expect(eventTypes(decision)).toEqual([
      'otp_accepted',
      'token_put_in_service',
      'binding_started',
    ]);
    expect(after.tokens[0]).toMatchObject({ state: 'in_service', lastAcceptedStep: centre });
    expect(after.users[0]?.firstEnrolledAt).toBe(now);
    expect(after.bindings).toEqual([{ ...aBinding('u1', 't1'), id: 'b1', startedAt: now }]);
  });

  it('S0-08 · a colleague registers the same token, with a code of his own', () => {
    const first = register(withToken(delivered), delivered).after;
    const [token] = first.tokens;
    const same = register(first, token, { userId: 'u2', bindingId: 'b2' });
    expect(outcome(same.decision)).toBe('code_replayed');
    const next = register(first, token, {
      userId: 'u2',
      bindingId: 'b2',
      matches: [centre + 1],
    });
    expect(eventTypes(next.decision)).toEqual(['otp_accepted', 'binding_started']);
    expect(next.after.bindings.map((one) => one.userId)).toEqual(['u1', 'u2']);
  });
});

describe('row 27 · refused alike outside, and counted on the user', () => {
  const rows: { what: string; token: Token | undefined; parts?: object; expected: string }[] = [
    { what: 'no such serial', token: undefined, expected: 'serial_unknown' },
    {
      what: 'a token of another contract',
      token: { ...delivered, contractId: 'c2' },
      expected: 'serial_unknown',
    },
    {
      what: 'a token in stock',
      token: { ...delivered, contractId: null, state: 'in_stock' },
      expected: 'serial_unknown',
    },
    {
      what: 'a token of another institution',
      token: { ...delivered, institutionId: 'other', contractId: 'c9' },
      expected: 'serial_unknown',
    },
    {
      what: 'a retired token',
      token: { ...delivered, state: 'retired' },
      expected: 'token_not_in_service',
    },
    {
      what: 'a token that starts tomorrow',
      token: { ...delivered, startsOn: '2015-01-21' },
      expected: 'token_not_started',
    },
    {
      what: 'an expired token',
      token: { ...delivered, expiresOn: '2015-01-19' },
      expected: 'token_expired',
    },
    {
      what: 'a locked token',
      token: { ...delivered, guard: lockedGuard() },
      expected: 'token_locked',
    },
    { what: 'a wrong code', token: delivered, parts: { matches: [] }, expected: 'code_wrong' },
    {
      what: 'a malformed code',
      token: delivered,
      parts: { matches: [], wellFormed: false },
      expected: 'code_malformed',
    },
    {
      what: 'a spent code',
      token: { ...delivered, lastAcceptedStep: centre },
      expected: 'code_replayed',
    },
  ];

  it.each(rows)('S0-05 S0-08 row 28 · $what: $expected', ({ token, parts, expected }) => {
    const view = withToken(token ?? delivered);
    const { decision, after } = register(view, token, parts);
    expect(outcome(decision)).toBe(expected);
    expect(after.users[0]?.guard.failures).toBe(1);
    expect(after.bindings).toEqual([]);
    expect(after.tokens).toEqual(view.tokens);
  });

  it('row 17 · a sweep of serials locks after five, and then a right one is refused', () => {
    let view = withToken(delivered);
    for (let serial = 0; serial < 5; serial++) view = register(view, undefined).after;
    const { decision, after } = register(view, delivered);
    expect(outcome(decision)).toBe('user_locked');
    expect(after.tokens[0]?.lastAcceptedStep).toBe(-1);
  });
});

describe('registering is open', () => {
  const rows: { what: string; token: Token; expected: string }[] = [
    { what: 'a delivered token', token: delivered, expected: 'ok' },
    // It is in his hand, so it has arrived, whatever the record says.
    {
      what: 'a token still in the post',
      token: aToken('t1', { state: 'shipped' }),
      expected: 'ok',
    },
    { what: 'a token in service', token: aToken('t1'), expected: 'ok' },
    { what: 'its last day', token: { ...delivered, expiresOn: '2015-01-20' }, expected: 'ok' },
    { what: 'its first day', token: { ...delivered, startsOn: '2015-01-20' }, expected: 'ok' },
  ];

  it.each(rows)('S0-05 ALL-02 · $what: $expected', ({ token, expected }) => {
    expect(outcome(register(withToken(token), token).decision)).toBe(expected);
  });

  it('S0-02 · before any application there is nothing to register', () => {
    const view = { ...withToken(delivered), contract: aContract({ adoptedAt: null }) };
    const { decision } = register(view, delivered);
    expect(decision).toEqual({ ok: false, reason: 'not_adopted', events: [] });
  });

  it('row 23 · an unknown or removed user touches no row', () => {
    const removed = withToken(delivered, { state: 'removed' });
    const none = { ok: false, reason: 'user_unknown', events: [] };
    expect(register(removed, delivered).decision).toEqual(none);
    expect(register(removed, delivered, { userId: 'u9' }).decision).toEqual(none);
  });
});
