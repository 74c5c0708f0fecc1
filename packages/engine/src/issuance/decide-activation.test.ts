import { describe, expect, it, test } from 'vitest';
import type { ContractView } from '../contract/contract-view.ts';
import { anIssuance, issuedAt, softPolicy } from '../testing/soft-policies.ts';
import {
  aBinding,
  aToken,
  aUser,
  aView,
  eventTypes,
  lockedGuard,
  outcome,
} from '../testing/views.ts';
import { type ActivateApp, decideActivation } from './decide-activation.ts';
import { decideCancellation } from './decide-cancellation.ts';
import { decideCredential } from './decide-credential.ts';
import { shownState } from './issuance-standing.ts';

const policy = softPolicy();

function activate(view: ContractView, parts: Partial<ActivateApp> = {}, now = issuedAt) {
  const command: ActivateApp = {
    serviceId: 'K7QD2M9X4TRB',
    appUserId: '3V8NHJ5C0WZE',
    passwordRight: true,
    tokenId: 't1',
    deviceId: 'phone',
    deviceTokens: 0,
    ...parts,
  };
  return decideActivation(view, command, { policy, now });
}

const withIssue = (parts = {}, user = {}): ContractView =>
  aView({ users: [aUser('u1', user)], issuances: [anIssuance('i1', parts)] });
const activated = aView({
  users: [aUser('u1')],
  tokens: [aToken('t1', { form: 'phone_app', state: 'issued', deviceId: 'phone' })],
  issuances: [anIssuance('i1', { state: 'activated', tokenId: 't1' })],
});

describe('S2-02 S1-03 row 29 an activation', () => {
  test.each([
    ['everything right', withIssue(), {}, 0, 'ok', 'software_token_activated'],
    ['another service ID', withIssue(), { serviceId: 'X' }, 0, 'issuance_not_open', ''],
    ['another user ID', withIssue(), { appUserId: 'X' }, 0, 'issuance_not_open', ''],
    [
      'a wrong password',
      withIssue(),
      { passwordRight: false },
      0,
      'activation_password_wrong',
      'activation_refused',
    ],
    [
      'the third wrong password',
      withIssue({ failures: 2 }),
      { passwordRight: false },
      0,
      'activation_password_wrong',
      'activation_refused issuance_cancelled',
    ],
    ['the last millisecond', withIssue(), {}, 599_999, 'ok', 'software_token_activated'],
    ['its time is over', withIssue(), {}, 600_000, 'issuance_not_open', ''],
    [
      'a phone with room for one more',
      withIssue(),
      { deviceTokens: 1 },
      0,
      'ok',
      'software_token_activated',
    ],
    ['a full phone', withIssue(), { deviceTokens: 2 }, 0, 'device_full', ''],
    [
      'a full phone and a wrong password',
      withIssue(),
      { deviceTokens: 2, passwordRight: false },
      0,
      'activation_password_wrong',
      'activation_refused',
    ],
    ['a user who was removed', withIssue({}, { state: 'removed' }), {}, 0, 'user_unknown', ''],
    ['a user who was stopped', withIssue({}, { guard: lockedGuard() }), {}, 0, 'actor_locked', ''],
    [
      'a kind that the policy has no more',
      withIssue({ authenticator: 'gone' }),
      {},
      0,
      'authenticator_unknown',
      '',
    ],
    ['cancelled', withIssue({ state: 'cancelled' }), {}, 0, 'issuance_not_open', ''],
    ['completed', withIssue({ state: 'completed' }), {}, 0, 'issuance_not_open', ''],
  ])('%s', (_, view, parts, after, expected, events) => {
    const decision = activate(view, parts, issuedAt + after);
    expect(outcome(decision)).toBe(expected);
    expect(eventTypes(decision).join(' ')).toBe(events);
  });
});

describe('an answer that was lost', () => {
  const used = {
    ...activated,
    tokens: [aToken('t1', { form: 'phone_app', deviceId: 'phone' })],
    bindings: [aBinding('u1', 't1')],
  };
  test.each([
    ['the same app comes again', activated, {}, 'ok'],
    ['on a phone that is full by now', activated, { deviceTokens: 2 }, 'ok'],
    ['another app', activated, { deviceId: 'other' }, 'issuance_not_open'],
    [
      'the same app with a wrong password',
      activated,
      { passwordRight: false },
      'activation_password_wrong',
    ],
    ['after the first code', used, {}, 'issuance_not_open'],
  ])('%s', (_, view, parts, expected) => {
    expect(outcome(activate(view, { tokenId: 't2', ...parts }))).toBe(expected);
  });
  it('keeps its token', () => {
    expect(activate(activated, { tokenId: 't2' }).events).toEqual([
      { type: 'software_token_activated', issuanceId: 'i1', tokenId: 't1', at: issuedAt },
    ]);
  });
});

test('a cancelled issue takes its token along, which nobody is bound to', () => {
  const cancel = (view: ContractView, now = issuedAt) =>
    decideCancellation(view, { issuanceId: 'i1', acting: undefined }, { policy, now });
  expect(eventTypes(cancel(withIssue()))).toEqual(['issuance_cancelled']);
  expect(eventTypes(cancel(activated))).toEqual(['issuance_cancelled', 'token_retired']);
  expect(outcome(cancel(withIssue(), issuedAt + 600_000))).toBe('issuance_not_open');
  expect(outcome(cancel(aView({ users: [aUser('u1')] })))).toBe('issuance_not_open');
});

test('an issue whose time is over is shown as expired, whether or not somebody has said so', () => {
  const shown = (parts: object, after: number) =>
    shownState(anIssuance('i1', parts), issuedAt + after);
  expect(shown({}, 599_999)).toBe('open');
  expect(shown({}, 600_000)).toBe('expired');
  expect(shown({ state: 'activated' }, 600_000)).toBe('expired');
  expect(shown({ state: 'completed' }, 600_000)).toBe('completed');
  expect(shown({ state: 'cancelled' }, 600_000)).toBe('cancelled');
});

describe('S4-01 a token that an app makes for itself', () => {
  const credentials = softPolicy(({ authenticators }) => {
    const [app] = authenticators.filter((one) => one.kind === 'phone_app');
    if (!app) throw new Error('the policy has an app');
    const { activation: _, ...byId } = app;
    authenticators.push(
      { ...byId, id: 'by_id', registration: 'serial', digits: 8 },
      {
        ...byId,
        id: 'pc',
        kind: 'pc_app',
        registration: 'serial',
        registrations_per_device: 'any',
      },
    );
  });
  test.each([
    ['none is named of two', null, 0, credentials, 'authenticator_not_chosen'],
    ['the phone’s', 'by_id', 0, credentials, 'by_id'],
    ['the PC’s, on a PC with many', 'pc', 99, credentials, 'pc'],
    ['a full phone', 'by_id', 2, credentials, 'device_full'],
    ['one that is activated', 'phone_app', 0, credentials, 'authenticator_unknown'],
    ['hardware', 'fob', 0, credentials, 'authenticator_unknown'],
    ['where there is none', null, 0, policy, 'authenticator_unknown'],
  ])('%s', (_, authenticator, deviceTokens, rules, expected) => {
    const made = decideCredential(rules, { authenticator, deviceTokens });
    expect(typeof made === 'string' ? made : made.id).toBe(expected);
  });
});
