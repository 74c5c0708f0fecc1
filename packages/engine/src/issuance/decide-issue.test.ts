import { describe, expect, it, test } from 'vitest';
import type { ContractView } from '../contract/contract-view.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { tokyo } from '../testing/instants.ts';
import { anIssuance, emailCode, issuedAt, softPolicy } from '../testing/soft-policies.ts';
import { aBinding, aContract, aToken, aUser, aView, lockedGuard } from '../testing/views.ts';
import type { ActingParty } from '../user/acting-party.ts';
import { decideIssue, type IssueSoftwareToken } from './decide-issue.ts';

const staff = (desk: string): ActingParty => ({ kind: 'staff', staffId: 's', desk, evidence: 'e' });
const user = (userId: string): ActingParty => ({ kind: 'user', userId });

function issue(
  view: ContractView,
  {
    policy = softPolicy(),
    now = issuedAt,
    ...parts
  }: Partial<IssueSoftwareToken> & { readonly policy?: Policy; readonly now?: number } = {},
) {
  const command: IssueSoftwareToken = {
    issuanceId: 'i1',
    userId: 'u1',
    authenticator: null,
    activationPassword: '2718',
    mailAddress: 'u1@mail.example',
    mailboxOf: (address) => `box ${address}`,
    mailTokenId: 'tm',
    acting: undefined,
    ...parts,
  };
  return decideIssue(view, command, { policy, now });
}

const outcome = (decision: ReturnType<typeof issue>) => (decision.ok ? 'ok' : decision.reason);
const one = (parts = {}) => aView({ users: [aUser('u1', parts)] });
const bound = (token = aToken('t1')) =>
  aView({ users: [aUser('u1')], tokens: [token], bindings: [aBinding('u1', token.id)] });

const softToken = aToken('t1', { form: 'phone_app' });

describe('S1-01 S1-06 S2-02 S2-07 who gets a software token, and when', () => {
  const cases: [
    what: string,
    view: ContractView,
    parts: Parameters<typeof issue>[1],
    expected: string,
  ][] = [
    ['a user without a token', one(), {}, 'ok'],
    ['nobody', one(), { userId: 'u9' }, 'user_unknown'],
    ['a removed user', one({ state: 'removed' }), {}, 'user_unknown'],
    [
      'before the application',
      aView({ contract: aContract({ adoptedAt: null }), users: [aUser('u1')] }),
      {},
      'not_adopted',
    ],
    [
      'where nobody applies',
      aView({ contract: aContract({ adoptedAt: null }), users: [aUser('u1')] }),
      {
        policy: softPolicy(({ adoption }) => {
          adoption.application = [];
        }),
      },
      'ok',
    ],
    ['a user whom OTP does not concern', one({ permissions: [] }), {}, 'enrolment_not_concerned'],
    ['a user who is stopped', one({ guard: lockedGuard() }), {}, 'actor_locked'],
    [
      'a contract that is stopped',
      aView({ contract: aContract({ stoppedAt: 1 }), users: [aUser('u1')] }),
      {
        policy: softPolicy((policy) => {
          policy.emergency_stop = {
            roles: ['master'],
            scheduled_transfers: 'stop',
            lifted_by_desk: 'desk',
          };
        }),
      },
      'already_stopped',
    ],
    [
      '29:59 after a revocation',
      one({ lastRevokedAt: issuedAt - 1_799_000 }),
      {},
      'cooldown_running',
    ],
    ['30:00 after a revocation', one({ lastRevokedAt: issuedAt - 1_800_000 }), {}, 'ok'],
    ['a user with a fob in service', bound(), {}, 'already_in_service'],
    ['a user with an app in service', bound(softToken), {}, 'already_in_service'],
    ['a user whose fob has expired', bound(aToken('t1', { expiresOn: '2015-02-01' })), {}, 'ok'],
    [
      'the last day of his fob',
      bound(aToken('t1', { expiresOn: '2015-02-02' })),
      {},
      'already_in_service',
    ],
    [
      'two tokens where two may be',
      bound(softToken),
      {
        policy: softPolicy(({ relations }) => {
          relations.tokens_per_user = 2;
        }),
      },
      'ok',
    ],
    [
      'a second one of another kind where kinds are one per user',
      bound(),
      {
        policy: softPolicy(({ relations, adoption }) => {
          relations.tokens_per_user = 2;
          adoption.kinds = 'one_per_user';
        }),
      },
      'authenticator_not_for_contract',
    ],
    [
      'from fob to app during a migration',
      bound(),
      {
        policy: softPolicy(({ adoption }) => {
          adoption.migration = { from: 'fob', to: 'phone_app', cut_over_on: '2015-03-01' };
        }),
      },
      'ok',
    ],
    [
      'from app to what gives way to it',
      bound(softToken),
      {
        policy: softPolicy(({ adoption }) => {
          adoption.migration = { from: 'fob', to: 'phone_app', cut_over_on: '2015-03-01' };
        }),
      },
      'already_in_service',
    ],
  ];
  test.each(cases)('%s', (_, view, parts, expected) => {
    expect(outcome(issue(view, parts))).toBe(expected);
  });
});

describe('S1-01 S4-01 which kind', () => {
  const perContract = (chosen: string | null, view = one()): ContractView => ({
    ...view,
    contract: aContract({ authenticator: chosen }),
  });
  const onePerContract = softPolicy(({ adoption }) => {
    adoption.kinds = 'one_per_contract';
  });
  const colleague = aView({
    users: [aUser('u1'), aUser('u2')],
    tokens: [aToken('t1')],
    bindings: [aBinding('u2', 't1')],
  });
  const cases: [
    what: string,
    view: ContractView,
    parts: Parameters<typeof issue>[1],
    expected: string,
  ][] = [
    ['named', one(), { authenticator: 'phone_app' }, 'ok'],
    ['unknown', one(), { authenticator: 'nothing' }, 'authenticator_unknown'],
    ['hardware is not issued', one(), { authenticator: 'fob' }, 'authenticator_not_for_contract'],
    ['the contract’s choice', perContract('phone_app'), { policy: onePerContract }, 'ok'],
    [
      'not the contract’s choice',
      perContract('fob'),
      { policy: onePerContract },
      'authenticator_not_for_contract',
    ],
    [
      'no choice, and colleagues have fobs',
      perContract(null, colleague),
      { policy: onePerContract },
      'authenticator_not_for_contract',
    ],
    ['no choice, and nobody has any', perContract(null), { policy: onePerContract }, 'ok'],
    [
      'not for this kind of contract',
      one(),
      {
        policy: softPolicy(({ authenticators }) => {
          authenticators.forEach((it) => {
            it.contract_kinds = ['retail'];
          });
        }),
      },
      'authenticator_not_for_contract',
    ],
    [
      'two could be meant',
      one(),
      {
        policy: softPolicy(({ authenticators }) => {
          authenticators.push(emailCode);
        }),
      },
      'authenticator_not_chosen',
    ],
    [
      'what was cut over is issued no more',
      one(),
      {
        policy: softPolicy(({ adoption }) => {
          adoption.migration = { from: 'phone_app', to: 'fob', cut_over_on: '2015-02-02' };
        }),
      },
      'authenticator_not_for_contract',
    ],
  ];
  test.each(cases)('%s', (_, view, parts, expected) => {
    expect(outcome(issue(view, parts))).toBe(expected);
  });
});

describe('row 30 on whose account', () => {
  const people = aView({
    users: [aUser('u1'), aUser('m', { role: 'master' }), aUser('a', { role: 'admin' })],
  });
  const byAdministrator = softPolicy(({ enrolment }) => {
    enrolment.who_registers = ['administrator'];
    enrolment.registrar_roles = ['master'];
  });
  test.each([
    ['each user', undefined, softPolicy(), 'ok'],
    ['each user', user('u1'), softPolicy(), 'ok'],
    ['each user', user('m'), softPolicy(), 'role_not_allowed'],
    ['each user', staff('desk'), softPolicy(), 'ok'],
    ['each user', staff('other'), softPolicy(), 'desk_not_allowed'],
    ['each user', user('u9'), softPolicy(), 'user_unknown'],
    ['an administrator', undefined, byAdministrator, 'registration_by_administrator'],
    ['an administrator', user('u1'), byAdministrator, 'registration_by_administrator'],
    ['an administrator', user('m'), byAdministrator, 'ok'],
    ['an administrator', user('a'), byAdministrator, 'role_not_allowed'],
    ['an administrator', staff('desk'), byAdministrator, 'ok'],
  ])('%s registers: %o', (_, acting, policy, expected) => {
    expect(outcome(issue(people, { acting, policy }))).toBe(expected);
  });
});

describe('row 29 what is typed', () => {
  const registered = softPolicy(({ authenticators }) => {
    for (const { activation } of authenticators)
      if (activation) activation.mail_address = 'registered';
  });
  test.each([
    ['2718', '2718'],
    [' 2718-2818 ', '27182818'],
    ['２７１８', '2718'],
    ['271', 'activation_password_unfit'],
    ['271828182', 'activation_password_unfit'],
    ['27a8', 'activation_password_unfit'],
    [null, 'activation_password_unfit'],
  ])('the password %o', (activationPassword, expected) => {
    const decision = issue(one(), { activationPassword });
    expect(decision.ok ? decision.activationPassword : decision.reason).toBe(expected);
  });
  test.each([
    ['entered', ' U1@Mail.Example', null, 'U1@mail.example'],
    ['entered', null, 'file@mail.example', 'mail_address_missing'],
    ['entered', 'x@mail.example', 'file@mail.example', 'x@mail.example'],
    ['registered', null, 'file@mail.example', 'file@mail.example'],
    ['registered', 'file@MAIL.example', 'file@mail.example', 'file@mail.example'],
    ['registered', 'x@mail.example', 'file@mail.example', 'mail_address_not_registered'],
    ['registered', 'x@mail.example', null, 'mail_address_missing'],
  ])('the address, %s: %o with %o on file', (rule, mailAddress, onFile, expected) => {
    const policy = rule === 'registered' ? registered : softPolicy();
    const decision = issue(one({ mailAddress: onFile }), { mailAddress, policy });
    expect(decision.ok ? decision.mailAddress : decision.reason).toBe(expected);
  });
});

it('ends what was under way for the same user, and only that', () => {
  const view = aView({
    users: [aUser('u1'), aUser('u2')],
    tokens: [aToken('t5', { form: 'phone_app', state: 'issued' })],
    issuances: [
      anIssuance('i5', { state: 'activated', tokenId: 't5' }),
      anIssuance('i6', { expiresAt: issuedAt }),
      anIssuance('i7', { userId: 'u2' }),
    ],
  });
  expect(issue(view).events).toEqual([
    { type: 'issuance_cancelled', issuanceId: 'i5', reason: 'superseded' },
    { type: 'token_retired', tokenId: 't5', reason: 'cancelled' },
    { type: 'issuance_cancelled', issuanceId: 'i6', reason: 'expired' },
    {
      type: 'software_token_issued',
      issuanceId: 'i1',
      userId: 'u1',
      authenticator: 'phone_app',
      expiresAt: issuedAt + 600_000,
      at: issuedAt,
    },
  ]);
});

describe('codes by mail', () => {
  const policy = softPolicy(({ authenticators }) => {
    authenticators.splice(0, authenticators.length, emailCode);
  });
  const mailed = (at: number, ofTheDay: number) =>
    aView({
      users: [aUser('u1')],
      tokens: [
        aToken('t9', {
          form: 'email',
          state: 'retired',
          deviceId: 'box u1@mail.example',
          mailedCode: { counter: 0, sentAt: at, ofTheDay },
        }),
      ],
    });
  it('send the first one at once, and wait for it for its lifetime', () => {
    const decision = issue(one(), { policy, activationPassword: null });
    expect(decision).toMatchObject({
      ok: true,
      mailedCode: { counter: 0, sentAt: issuedAt, ofTheDay: 1 },
      expiresAt: issuedAt + 300_000,
      activationPassword: null,
    });
    expect(decision.events.map(({ type }) => type)).toEqual([
      'software_token_issued',
      'software_token_activated',
      'code_mailed',
    ]);
  });
  test.each([
    ['59 s after the last', mailed(issuedAt - 59_999, 1), 'mail_code_too_soon'],
    ['a minute after the last', mailed(issuedAt - 60_000, 1), 'ok'],
    ['the third of the day', mailed(issuedAt - 60_000, 2), 'mail_code_limit'],
    ['the first of the next day', mailed(tokyo('2015-02-01T23:59:59.999'), 2), 'ok'],
  ])('a mailbox has its limits, whichever token: %s', (_, view, expected) => {
    expect(outcome(issue(view, { policy, activationPassword: null }))).toBe(expected);
  });
});
