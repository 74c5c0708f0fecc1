import {
  authenticatorOf,
  type ContractView,
  type Decision,
  decideApplication,
  decideDelivery,
  decideRegistration,
  decideRevocation,
  decideShipment,
  decideSkip,
  decideUnlock,
  decideVerification,
  enrolmentStatus,
  replacementHorizon,
  type ShipmentReason,
} from '@warifu/engine';
import { describe, expect, it } from 'vitest';
import { afterUnder, company, fob, outcome, policyOf, tokyo } from './testing/company.ts';

const policy = policyOf('nanahoshi');
const at = (wallClock: string) => ({ policy, now: tokyo(wallClock) });
const after = (view: ContractView, decision: Decision, now: number) =>
  afterUnder(view, decision, { policy, now });

/** Records an application for tokens and posts them; they arrive when the test says so. */
function order(
  view: ContractView,
  reason: Exclude<ShipmentReason, 'replacement' | 'unasked'>,
  { count, on }: { readonly count: number; readonly on: string },
): ContractView {
  const { now } = at(on);
  const applicationId = `a-${reason}-${on}`;
  const shipmentId = `s-${reason}-${on}`;
  const command = { applicationId, kind: reason, tokenCount: count, filedOn: on };
  const application = { ...command, authenticator: 'key_fob' };
  const applied = after(view, decideApplication(view, application, at(on)), now);
  const picks = Array.from({ length: count }, (_, index) => ({
    token: fob(`t-${reason}-${on}-${index}`),
    feeId: `f-${reason}-${on}-${index}`,
  }));
  const stocked = { ...applied, tokens: [...applied.tokens, ...picks.map((pick) => pick.token)] };
  const post = { shipmentId, applicationId, reason, replacesTokenId: null, picks };
  return after(stocked, decideShipment(applied, post, at(on)), now);
}

/** An adopted company with one token that arrived on 5 January 2015. */
function supplied(): ContractView {
  const ordered = order(company(), 'adoption', { count: 1, on: '2014-12-22' });
  const { now } = at('2015-01-05T11:00:00.000');
  return after(ordered, decideDelivery(ordered, 's-adoption-2014-12-22', now), now);
}

function register(view: ContractView, userId: string, on: string): ContractView {
  const context = at(on);
  const [token] = view.tokens;
  const matches = [Math.floor(context.now / 60_000)];
  const command = { userId, bindingId: `b-${userId}`, token, matches, wellFormed: true };
  const decision = decideRegistration(view, { ...command, revokedTokenIds: [] }, context);
  expect(outcome(decision)).toBe('ok');
  return after(view, decision, context.now);
}

describe('the token', () => {
  it('S0-01 · is a key fob of 60 s and 6 digits', () => {
    expect(authenticatorOf(fob('t1'), policy)).toMatchObject({
      id: 'key_fob',
      step_seconds: 60,
      digits: 6,
      window_steps: 1,
    });
  });

  it('S0-16 · notices from the first day of service tell of the changed terms', () => {
    expect(policy.institution.service_from_on).toBe('2014-12-01');
    const terms = policy.notices.find((notice) => notice.id === 'terms_of_use_otp');
    expect(terms?.from_on).toBe('2014-12-01');
    expect(terms?.until_on).toBeUndefined();
  });
});

describe('grace of 30 days from the recorded delivery', () => {
  const rows = [
    { view: company(), now: '2014-12-21', user: 'member', expected: 'not_adopted' },
    { view: supplied(), now: '2015-01-05T11:00:00.000', user: 'member', expected: 'offered' },
    { view: supplied(), now: '2015-02-03T23:59:59.999', user: 'member', expected: 'offered' },
    { view: supplied(), now: '2015-02-04T23:59:59.999', user: 'member', expected: 'offered' },
    { view: supplied(), now: '2015-02-05T00:00:00.000', user: 'member', expected: 'required' },
    { view: supplied(), now: '2015-02-05T00:00:00.000', user: 'clerk', expected: 'not_concerned' },
    { view: supplied(), now: '2015-02-05T00:00:00.000', user: 'admin', expected: 'required' },
    {
      view: order(company(), 'adoption', { count: 1, on: '2014-12-22' }),
      now: '2016-12-22',
      user: 'member',
      expected: 'offered',
    },
  ];

  it.each(rows)('S0-03 S0-04 S0-05 row 32 · $user at $now: $expected', (row) => {
    const { view, now, user: id, expected } = row;
    const user = view.users.find((one) => one.id === id);
    if (!user) throw new Error('the company has that user');
    expect(enrolmentStatus(view, user, policy, tokyo(now)).state).toBe(expected);
    const skipped = decideSkip(view, id, at(now));
    expect(skipped.ok).toBe(expected === 'offered');
  });

  it('ALL-02 · a reissue begins no new grace', () => {
    const reissued = order(supplied(), 'reissue', { count: 1, on: '2015-02-10' });
    const { now } = at('2015-02-17');
    const delivered = after(reissued, decideDelivery(reissued, 's-reissue-2015-02-10', now), now);
    expect(outcome(decideSkip(delivered, 'member', at('2015-02-18')))).toBe('grace_over');
  });
});

describe('fees', () => {
  const rows: {
    orders: [Exclude<ShipmentReason, 'replacement' | 'unasked'>, number][];
    yen: number[];
  }[] = [
    { orders: [['adoption', 3]], yen: [] },
    { orders: [['adoption', 4]], yen: [1_080] },
    {
      orders: [
        ['adoption', 1],
        ['addition', 2],
      ],
      yen: [],
    },
    {
      orders: [
        ['adoption', 2],
        ['addition', 3],
      ],
      yen: [1_080, 1_080],
    },
    {
      orders: [
        ['adoption', 1],
        ['reissue', 1],
        ['addition', 2],
      ],
      yen: [1_080],
    },
    {
      orders: [
        ['adoption', 3],
        ['exchange', 1],
        ['addition', 1],
      ],
      yen: [1_080],
    },
  ];

  it.each(rows)('S0-11 S0-14 · $orders cost $yen', ({ orders, yen }) => {
    const view = orders.reduce(
      (before, [reason, count], index) =>
        order(before, reason, { count, on: `2015-0${index + 1}-01` }),
      company(),
    );
    expect(view.fees.map((fee) => fee.amountYen)).toEqual(yen);
  });

  it('S0-12 · the replacement of an expiring token is due 60 days before, free and once', () => {
    const view = register(supplied(), 'member', '2015-01-06');
    const [old] = view.tokens.filter((token) => token.state === 'in_service');
    expect(old?.expiresOn).toBe('2019-12-31');
    expect(replacementHorizon(policy, tokyo('2019-11-01'))).toBe('2019-12-31');
    expect(replacementHorizon(policy, tokyo('2019-10-31T23:59:59.999'))).toBe('2019-12-30');
    const fresh = fob('t-new', { expiresOn: '2024-12-31' });
    const context = at('2019-11-01T12:00:00.000');
    const post = {
      shipmentId: 's-new',
      applicationId: null,
      reason: 'replacement' as const,
      replacesTokenId: old?.id ?? '',
      picks: [{ token: fresh, feeId: 'f-new' }],
    };
    const decision = decideShipment(view, post, context);
    const posted = after({ ...view, tokens: [...view.tokens, fresh] }, decision, context.now);
    expect(posted.fees).toEqual([]);
    const again = {
      ...post,
      shipmentId: 's-again',
      picks: [{ token: fob('t-2', { expiresOn: '2024-12-31' }), feeId: 'f' }],
    };
    expect(outcome(decideShipment(posted, again, context))).toBe('already_replaced');
  });
});

const wrong = (view: ContractView, userId: string, times: number): ContractView =>
  Array.from({ length: times }).reduce<ContractView>((before) => {
    const context = at('2015-01-10');
    const code = { userId, matches: [], wellFormed: true };
    return after(before, decideVerification(before, code, context), context.now);
  }, view);
const shared = () =>
  register(
    register(supplied(), 'master', '2015-01-06T09:00:00.000'),
    'member',
    '2015-01-06T09:05:00.000',
  );
const right = { matches: [tokyo('2015-01-10') / 60_000], wellFormed: true };
const unlock = (view: ContractView, who: string) =>
  decideUnlock(
    view,
    {
      userIds: ['member'],
      tokenIds: [],
      acting:
        who === 'desk'
          ? { kind: 'staff', staffId: 's', desk: 'corporate_help_desk', evidence: 'call 5' }
          : { kind: 'user', userId: who },
    },
    at('2015-01-10'),
  );

describe('locks', () => {
  it.each([
    { times: 4, expected: 'ok' },
    { times: 5, expected: 'user_locked' },
  ])('S0-09 row 24 · after $times wrong codes a right one: $expected', ({ times, expected }) => {
    const view = wrong(shared(), 'member', times);
    const code = { userId: 'member', ...right };
    expect(outcome(decideVerification(view, code, at('2015-01-10')))).toBe(expected);
    // The other who shares the token goes on.
    const other = decideVerification(view, { userId: 'master', ...right }, at('2015-01-10'));
    expect(outcome(other)).toBe('ok');
  });

  it.each([
    { who: 'master', expected: 'ok' },
    { who: 'admin', expected: 'ok' },
    { who: 'member', expected: 'role_not_allowed' },
    { who: 'desk', expected: 'administrator_can' },
  ])('S0-09 row 22 · lifted by $who: $expected', ({ who, expected }) => {
    expect(outcome(unlock(wrong(shared(), 'member', 5), who))).toBe(expected);
  });

  it('ALL-06 row 21 · after the fourth lock only the bank lifts it', () => {
    let view = shared();
    for (let round = 0; round < 3; round++) {
      const locked = wrong(view, 'member', 5);
      view = after(locked, unlock(locked, 'admin'), 0);
    }
    const capped = wrong(view, 'member', 5);
    expect(outcome(unlock(capped, 'admin'))).toBe('institution_only');
    expect(outcome(unlock(capped, 'desk'))).toBe('ok');
  });

  it('S0-10 · a colleague’s revocation leaves the sharer his token', () => {
    const context = at('2015-01-10');
    const view = shared();
    const decision = decideRevocation(
      view,
      {
        target: { userIds: ['member'] },
        reason: 'lost',
        acting: { kind: 'user', userId: 'master' },
      },
      context,
    );
    const revoked = after(view, decision, context.now);
    const verify = (userId: string) =>
      outcome(decideVerification(revoked, { userId, ...right }, context));
    expect([verify('member'), verify('master')]).toEqual(['not_enrolled', 'ok']);
  });
});
