import {
  type Challenge,
  type ContractView,
  noSameDayFacts,
  parsePolicy,
  type Token,
  type User,
} from '@warifu/engine';
import { demoPolicy } from '@warifu/institutions';
import { routes } from '@warifu/wire';
import { describe, expect, it } from 'vitest';
import { compileCheck } from '../validation.ts';
import { eventBody } from './audit-handlers.ts';
import { challengeBody, serviceDetails } from './challenge-bodies.ts';
import { contractBody, feeBody, shipmentBody } from './contract-bodies.ts';
import { bindingBody, tokenBody, userBody } from './user-bodies.ts';
import { instantOf, instantText, pageBody, pageRequest } from './wire-values.ts';

const at = Date.UTC(2026, 10, 22, 0, 0, 0, 5);
const guard = {
  failures: 0,
  failuresSinceAcceptance: 0,
  attemptsWhileLocked: 0,
  temporaryLocks: 0,
  lock: null,
};
const id = (prefix: string) => `${prefix}_01k4y8m2v5t7q9r3w6x0z1b2c3`;

const user: User = {
  id: id('usr'),
  contractId: id('con'),
  loginId: 'hanako',
  name: '山田 花子',
  role: 'member',
  permissions: ['one_off_transfer'],
  state: 'active',
  mailAddress: null,
  optedIn: false,
  adoptedAt: null,
  lastLoginAt: null,
  optedOutAt: null,
  lastRevokedAt: null,
  firstEnrolledAt: null,
  otpUsedAt: null,
  guard,
  version: 1,
};

const token: Token = {
  id: id('tok'),
  institutionId: 'nanahoshi',
  contractId: id('con'),
  serial: 'NH00000017',
  form: 'hardware',
  kind: 'totp',
  algorithm: 'SHA1',
  digits: 6,
  stepSeconds: 60,
  state: 'in_service',
  retireReason: null,
  startsOn: null,
  expiresOn: '2026-11-22',
  issuedAt: null,
  deviceId: null,
  shipmentId: id('shp'),
  lostReportedAt: null,
  suspendedAt: null,
  returnedAt: null,
  mailedCode: null,
  lastAcceptedStep: 7,
  driftSteps: 0,
  outOfStep: false,
  guard,
  version: 3,
};

const binding = {
  id: id('bnd'),
  contractId: id('con'),
  userId: user.id,
  tokenId: token.id,
  startedAt: at,
  endedAt: null,
  endReason: null,
};

const contract = {
  id: id('con'),
  institutionId: 'nanahoshi',
  number: '1234567',
  kind: 'corporate',
  openedOn: '2026-11-01',
  adoptedAt: at,
  setUpAt: null,
  firstDeliveredAt: null,
  firstEnrolledAt: null,
  authenticator: null,
  stoppedAt: null,
  sameDay: noSameDayFacts,
  countedTokens: 1,
  version: 2,
} as const;

const view: ContractView = {
  contract,
  users: [user],
  tokens: [token],
  bindings: [binding],
  applications: [],
  shipments: [],
  fees: [],
  issuances: [],
  requests: [],
  challenges: [],
};

function samplePolicy() {
  const parsed = parsePolicy(demoPolicy('nanahoshi'));
  if (!parsed.ok) throw new Error('the demo policy is not valid');
  return parsed.policy;
}

const errors = (schema: object, value: unknown) => compileCheck(schema)(value) ?? [];

describe('bodies are what the wire says', () => {
  it('user: in service, and locked by himself or by the token that he shares', () => {
    const lock = { lockedAt: at, cause: 'threshold', liftsAt: null } as const;
    const today = { now: at, policy: samplePolicy() };
    const body = userBody(user, view, today);
    expect(errors(routes.get_user.answers[200], body)).toEqual([]);
    const nothing = { locked: null, cooldown_ends_at: null, help: null };
    expect(body.otp).toEqual({ state: 'in_service', token_id: token.id, ...nothing });
    const locked = { since: '2026-11-22T00:00:00.005Z', cause: 'threshold', lifts_at: null };
    const own = userBody({ ...user, guard: { ...guard, lock } }, view, today);
    expect(errors(routes.get_user.answers[200], own)).toEqual([]);
    expect(own.otp).toMatchObject({ state: 'locked', token_id: token.id, locked });
    // Nobody of the company could lift it, so the help desk is named, with its hours.
    expect(own.otp.help).toMatchObject({ user_ids: [], desk: { id: 'corporate_help_desk' } });
    const shared = { ...view, tokens: [{ ...token, guard: { ...guard, lock } }] };
    expect(userBody(user, shared, today).otp.state).toBe('locked');
    const over = { ...lock, cause: 'temporary', liftsAt: at } as const;
    const ended = userBody({ ...user, guard: { ...guard, lock: over } }, view, today);
    expect(ended.otp).toMatchObject({ state: 'in_service', locked: null });
    expect(userBody(user, { ...view, bindings: [] }, today).otp.state).toBe('unregistered');
  });

  it('token: nothing that could be a secret, and expired only after its day', () => {
    const policy = samplePolicy();
    const lastMoment = Date.parse('2026-11-22T23:59:59.999+09:00');
    const body = tokenBody(token, { now: lastMoment, policy });
    const shared = { ...body, user_ids: [user.id] };
    expect(errors(routes.get_token.answers[200], shared)).toEqual([]);
    expect(body.expired).toBe(false);
    expect(tokenBody(token, { now: lastMoment + 1, policy }).expired).toBe(true);
    expect(JSON.stringify(body)).not.toMatch(/seed|secret|step":7|drift/);
  });

  it('contract, shipment, fee and binding', () => {
    const body = contractBody(contract, { state: 'not_begun', endsAt: null });
    expect(errors(routes.get_contract.answers[200], body)).toEqual([]);
    expect(contractBody(contract, { state: 'not_adopted', endsAt: null }).grace.state).toBe('none');
    const shipment = {
      id: id('shp'),
      contractId: contract.id,
      applicationId: null,
      reason: 'replacement',
      replacesTokenId: token.id,
      postedAt: at,
      deliveredAt: null,
    } as const;
    const posted = shipmentBody(shipment, [token]);
    expect(errors(routes.get_shipment.answers[200], posted)).toEqual([]);
    const fee = feeBody({
      id: id('fee'),
      contractId: contract.id,
      kind: 'reversal',
      amountYen: -1_080,
      taxYen: 0,
      dueOn: '2026-12-31',
      tokenId: null,
      shipmentId: null,
      month: null,
      reversesFeeId: id('fee'),
      note: 'returned',
      assessedAt: at,
    });
    expect(errors(routes.reverse_fee.answers[201], fee)).toEqual([]);
    const page = pageBody([bindingBody(binding)], null);
    expect(errors(routes.list_bindings.answers[200], page)).toEqual([]);
  });

  it('challenge: details come back as they were sent', () => {
    const details = routes.create_challenge.example.body.details;
    const kept = serviceDetails({
      ...details,
      approval: 'none',
      stage: 'commit',
      payee_class: 'new',
    });
    expect(kept).toMatchObject({ amountYen: 250_000, payeeClass: 'new' });
    const challenge: Challenge = {
      id: id('chl'),
      contractId: contract.id,
      userId: user.id,
      operation: 'one_off_transfer',
      // As the service keeps them: in the names of the API.
      details: JSON.stringify(details),
      targetUserIds: [],
      required: 'otp',
      reason: 'rule',
      rule: 'transfer',
      factors: ['pin', 'otp'],
      state: 'open',
      createdAt: at,
      expiresAt: at + 300_000,
      satisfiedAt: null,
    };
    const extras = {
      blockedUntil: null,
      detailsDigest: 'a'.repeat(64),
      grace: null,
      enrolment: null,
      notices: [],
    };
    const body = challengeBody(challenge, extras);
    expect(errors(routes.get_challenge.answers[200], body)).toEqual([]);
    expect(body.details).toEqual(details);
  });

  it('audit event: members and instants in the wire’s way', () => {
    const event = { type: 'token_loss_reported', tokenId: token.id, at } as const;
    expect(eventBody(event)).toEqual({
      type: 'token_loss_reported',
      token_id: token.id,
      at: '2026-11-22T00:00:00.005Z',
    });
    const skipped = { type: 'enrolment_skipped', userId: user.id, untilAt: null } as const;
    expect(eventBody(skipped)).toEqual({
      type: 'enrolment_skipped',
      user_id: user.id,
      until_at: null,
    });
  });
});

describe('wire values', () => {
  it.each([
    ['2026-11-22T09:00:00+09:00', '2026-11-22T00:00:00.000Z'],
    ['2026-11-22T00:00:00.0059Z', '2026-11-22T00:00:00.005Z'],
    ['1969-12-31T23:59:59-00:30', '1970-01-01T00:29:59.000Z'],
  ])('%s is %s', (given, text) => {
    expect(instantText(instantOf(given))).toBe(text);
  });

  it('a cursor is opaque and comes back as the key that it was', () => {
    const { next_cursor: cursor } = pageBody([], 'con_1/あ');
    expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(pageRequest({ limit: 3, ...(cursor ? { cursor } : {}) })).toEqual({
      limit: 3,
      after: 'con_1/あ',
    });
    expect(pageRequest({})).toEqual({ limit: 50, after: null });
  });
});
