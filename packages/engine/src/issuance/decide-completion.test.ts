import { describe, expect, it, test } from 'vitest';
import type { ContractView } from '../contract/contract-view.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { anIssuance, emailCode, issuedAt, softPolicy } from '../testing/soft-policies.ts';
import {
  aBinding,
  aToken,
  aUser,
  aView,
  eventTypes,
  lockedGuard,
  outcome,
  viewAfter,
} from '../testing/views.ts';
import { otpStateOf } from '../user/otp-state.ts';
import { type CompleteIssue, decideCompletion } from './decide-completion.ts';
import { decideMailedCode } from './decide-mailed-code.ts';

const step = issuedAt / 60_000;
const right = { matches: [step], wellFormed: true };
const wrong = { matches: [], wellFormed: true };

function complete(
  view: ContractView,
  {
    policy = softPolicy(),
    now = issuedAt,
    ...parts
  }: Partial<CompleteIssue> & { readonly policy?: Policy; readonly now?: number } = {},
) {
  const command: CompleteIssue = {
    issuanceId: 'i1',
    bindingId: 'b1',
    code: right,
    second: undefined,
    factors: [],
    ...parts,
  };
  const context = { policy, now };
  const decision = decideCompletion(view, command, context);
  return { decision, after: viewAfter(view, decision, context) };
}

const issuedToken = aToken('t1', { form: 'phone_app', state: 'issued', deviceId: 'phone' });

function activated(parts: Partial<ContractView> = {}, user = {}): ContractView {
  const { tokens = [], bindings = [], users = [] } = parts;
  return aView({
    ...parts,
    users: [aUser('u1', user), ...users],
    tokens: [issuedToken, ...tokens],
    bindings,
    issuances: [anIssuance('i1', { state: 'activated', tokenId: 't1' })],
  });
}

describe('S2-02 D, E: the first code', () => {
  const two = softPolicy(({ enrolment }) => {
    enrolment.proof = ['otp', 'second_otp', 'pin'];
  });
  const pin = [{ kind: 'pin', checkedAt: issuedAt }];
  const next = { matches: [step + 1], wellFormed: true };
  const cases: [
    what: string,
    view: ContractView,
    parts: Parameters<typeof complete>[1],
    expected: string,
  ][] = [
    ['right', activated(), {}, 'ok'],
    ['wrong', activated(), { code: wrong }, 'code_wrong'],
    ['malformed', activated(), { code: { matches: [], wellFormed: false } }, 'code_malformed'],
    ['spent', activated(), { code: { matches: [-1], wellFormed: true } }, 'code_replayed'],
    ['unknown issue', activated(), { issuanceId: 'i9' }, 'issuance_not_open'],
    ['its time is over', activated(), { now: issuedAt + 600_000 }, 'issuance_not_open'],
    [
      'not activated',
      aView({ users: [aUser('u1')], issuances: [anIssuance('i1')] }),
      {},
      'issuance_not_activated',
    ],
    ['a locked user', activated({}, { guard: lockedGuard() }), {}, 'user_locked'],
    [
      'row 33 its token was revoked for everybody meanwhile',
      { ...activated(), tokens: [{ ...issuedToken, state: 'retired' }] },
      {},
      'token_not_in_service',
    ],
    ['revoked meanwhile', activated({}, { lastRevokedAt: issuedAt - 1 }), {}, 'cooldown_running'],
    [
      'another token came into service meanwhile',
      activated({ tokens: [aToken('t2')], bindings: [aBinding('u1', 't2')] }),
      {},
      'already_in_service',
    ],
    ['two codes are asked', activated(), { policy: two, factors: pin }, 'second_code_missing'],
    ['two codes and a factor', activated(), { policy: two, second: next }, 'factors_missing'],
    ['two codes that follow', activated(), { policy: two, second: next, factors: pin }, 'ok'],
    [
      'two codes that do not',
      activated(),
      { policy: two, second: right, factors: pin },
      'code_wrong',
    ],
  ];
  test.each(cases)('%s', (_, view, parts, expected) => {
    expect(outcome(complete(view, parts).decision)).toBe(expected);
  });

  it('binds, puts the token into service and completes the issue', () => {
    const { decision, after } = complete(activated());
    expect(eventTypes(decision)).toEqual([
      'otp_accepted',
      'token_put_in_service',
      'binding_started',
      'issuance_completed',
    ]);
    expect(after.tokens[0]).toMatchObject({ state: 'in_service', lastAcceptedStep: step });
    expect(after.issuances[0]?.state).toBe('completed');
  });

  it('is the user’s adoption where each adopts for himself', () => {
    const byUser = softPolicy(({ adoption }) => {
      adoption.unit = 'user';
    });
    expect(complete(activated(), { policy: byUser }).after.users[0]?.adoptedAt).toBe(issuedAt);
  });

  it('row 17 a wrong one counts like any other, and locks at the threshold', () => {
    const four = activated(
      {},
      { guard: { ...aUser('u1').guard, failures: 4, failuresSinceAcceptance: 4 } },
    );
    const { decision } = complete(four, { code: wrong });
    expect(eventTypes(decision)).toEqual(['otp_refused', 'user_locked']);
  });

  it('ALL-06 what gives way ends in the same step', () => {
    const expired = aToken('t2', { expiresOn: '2015-02-01' });
    const view = activated({ tokens: [expired], bindings: [aBinding('u1', 't2')] });
    expect(complete(view).decision.events).toContainEqual({
      type: 'binding_ended',
      bindingId: 'u1-t2',
      userId: 'u1',
      tokenId: 't2',
      reason: 'replaced',
      at: issuedAt,
    });
  });
});

describe('codes by mail', () => {
  const policy = softPolicy(({ authenticators }) => {
    authenticators.splice(0, authenticators.length, structuredClone(emailCode));
  });
  const mailedAt = (sentAt: number, parts = {}) =>
    aToken('t1', {
      form: 'email',
      kind: 'hotp',
      stepSeconds: null,
      deviceId: 'box u1@mail.example',
      mailedCode: { counter: 3, sentAt, ofTheDay: 1 },
      lastAcceptedStep: 3,
      ...parts,
    });
  const holds = (token = mailedAt(issuedAt - 60_000), user = {}) =>
    aView({
      users: [aUser('u1', { mailAddress: 'u1@mail.example', ...user })],
      tokens: [token],
      bindings: [aBinding('u1', 't1')],
    });
  const mail = (view: ContractView) => {
    const command = { userId: 'u1', mailboxOf: (address: string) => `box ${address}` };
    return decideMailedCode(view, command, { policy, now: issuedAt });
  };
  test.each([
    ['a minute after the last', holds(), 'ok'],
    ['too soon', holds(mailedAt(issuedAt - 59_999)), 'mail_code_too_soon'],
    ['a user without one', aView({ users: [aUser('u1')] }), 'not_in_service'],
    ['nobody', aView(), 'user_unknown'],
    ['a locked user', holds(undefined, { guard: lockedGuard() }), 'actor_locked'],
    ['no address any more', holds(undefined, { mailAddress: null }), 'mail_address_missing'],
    [
      'an address that nobody has proved',
      holds(undefined, { mailAddress: 'x@mail.example' }),
      'mail_address_not_registered',
    ],
  ])('%s', (_, view, expected) => {
    const decision = mail(view);
    expect(decision.ok ? 'ok' : decision.reason).toBe(expected);
  });
  it('each is the next of its token, and the only one that is accepted from then on', () => {
    const view = holds();
    const decision = mail(view);
    expect(decision).toMatchObject({ ok: true, mailedCode: { counter: 4, ofTheDay: 2 } });
    const after = viewAfter(view, { ok: true, events: decision.events }, { policy, now: issuedAt });
    expect(after.tokens[0]?.mailedCode).toEqual({ counter: 4, sentAt: issuedAt, ofTheDay: 2 });
  });
  it('a proved mailbox is the user’s', () => {
    const token = mailedAt(issuedAt, {
      state: 'issued',
      lastAcceptedStep: -1,
      mailedCode: { counter: 0, sentAt: issuedAt, ofTheDay: 1 },
    });
    const view = aView({
      users: [aUser('u1')],
      tokens: [token],
      issuances: [
        anIssuance('i1', { state: 'activated', tokenId: 't1', authenticator: 'email_code' }),
      ],
    });
    const code = { matches: [0], wellFormed: true };
    const { after } = complete(view, { policy, code });
    expect(after.users[0]?.mailAddress).toBe('u1@mail.example');
    expect(outcome(complete(view, { policy, code, now: issuedAt + 299_999 }).decision)).toBe('ok');
    expect(outcome(complete(view, { policy, code, now: issuedAt + 300_000 }).decision)).toBe(
      'code_expired',
    );
  });
});

test('S2-06 S2-07 非登録, サービス利用中, and 失効中 for exactly the minutes of the pause', () => {
  const state = (view: ContractView, now: number) => {
    const [user] = view.users;
    return user && otpStateOf(view, user, { policy: softPolicy(), now });
  };
  const bound = aView({
    users: [aUser('u1')],
    tokens: [aToken('t1')],
    bindings: [aBinding('u1', 't1')],
  });
  const revoked = aView({ users: [aUser('u1', { lastRevokedAt: issuedAt })] });
  expect(state(aView({ users: [aUser('u1')] }), issuedAt)).toBe('unregistered');
  expect(state(bound, issuedAt)).toBe('in_service');
  expect(state(revoked, issuedAt)).toBe('revoking');
  expect(state(revoked, issuedAt + 1_799_999)).toBe('revoking');
  expect(state(revoked, issuedAt + 1_800_000)).toBe('unregistered');
});
