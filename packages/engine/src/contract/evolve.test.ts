import { describe, expect, it } from 'vitest';
import type { DomainEvent, DomainEventType } from '../audit/events.ts';
import { cleanGuard } from '../lockout/guard.ts';
import { tokyo } from '../testing/instants.ts';
import { policyWith } from '../testing/policies.ts';
import {
  aBinding,
  aChallenge,
  aContract,
  anApplication,
  aShipment,
  aToken,
  aUser,
  aView,
  lockedGuard,
} from '../testing/views.ts';
import type { ContractView } from './contract-view.ts';
import { evolve } from './evolve.ts';

const now = tokyo('2015-02-02T12:00:00.000');
const { lockout } = policyWith();
const context = { now, limits: lockout };
const wrong = { ...cleanGuard, failures: 2, failuresSinceAcceptance: 7 };

const view = aView({
  contract: aContract({ adoptedAt: null, firstDeliveredAt: null }),
  users: [aUser('u1', { guard: wrong }), aUser('u2', { guard: lockedGuard() })],
  tokens: [
    aToken('t1', { lastAcceptedStep: 50 }),
    aToken('t2', { guard: lockedGuard(), state: 'shipped', shipmentId: 's1' }),
  ],
  bindings: [aBinding('u1', 't1'), aBinding('u2', 't1')],
  applications: [anApplication('a1')],
  shipments: [aShipment('s1')],
  challenges: [aChallenge('x')],
});

type Of<T extends DomainEventType> = Extract<DomainEvent, { type: T }>;
type Rows = keyof Omit<ContractView, 'contract'>;

/** One event of every type, and the rows that it touches; the type makes the table complete. */
const events: { [T in DomainEventType]: { event: Of<T>; touches: string[] } } = {
  contract_opened: {
    event: {
      type: 'contract_opened',
      contractId: 'c1',
      number: '0001',
      kind: 'corporate',
      openedOn: '2014-04-01',
    },
    touches: [],
  },
  user_added: {
    event: {
      type: 'user_added',
      userId: 'u3',
      loginId: 'u3',
      name: 'u3',
      role: 'member',
      permissions: [],
    },
    touches: ['users 2'],
  },
  user_changed: {
    event: { type: 'user_changed', userId: 'u2', name: 'n', role: 'admin', permissions: [] },
    touches: ['users 1'],
  },
  user_removed: { event: { type: 'user_removed', userId: 'u2', at: now }, touches: ['users 1'] },
  application_recorded: {
    event: {
      type: 'application_recorded',
      applicationId: 'a2',
      kind: 'addition',
      tokenCount: 1,
      filedOn: '2015-02-01',
      authenticator: null,
      at: now,
    },
    touches: ['contract', 'applications 1'],
  },
  token_shipped: {
    event: { type: 'token_shipped', shipmentId: 's1', tokenId: 't1', serial: 'St1', counted: true },
    touches: ['contract', 'tokens 0'],
  },
  shipment_posted: {
    event: {
      type: 'shipment_posted',
      shipmentId: 's2',
      reason: 'replacement',
      applicationId: null,
      replacesTokenId: 't1',
      at: now,
    },
    touches: ['contract', 'shipments 1'],
  },
  shipment_delivered: {
    event: { type: 'shipment_delivered', shipmentId: 's1', at: now },
    touches: ['contract', 'tokens 1', 'shipments 0'],
  },
  enrolment_skipped: {
    event: { type: 'enrolment_skipped', userId: 'u1', untilAt: null },
    touches: [],
  },
  token_put_in_service: {
    event: { type: 'token_put_in_service', tokenId: 't2' },
    touches: ['tokens 1'],
  },
  binding_started: {
    event: { type: 'binding_started', bindingId: 'b9', userId: 'u2', tokenId: 't2', at: now },
    touches: ['users 1', 'bindings 2'],
  },
  binding_ended: {
    event: {
      type: 'binding_ended',
      bindingId: 'u2-t1',
      userId: 'u2',
      tokenId: 't1',
      reason: 'lost',
      at: now,
    },
    touches: ['bindings 1'],
  },
  token_loss_reported: {
    event: { type: 'token_loss_reported', tokenId: 't1', at: now },
    touches: ['tokens 0'],
  },
  token_retired: {
    event: { type: 'token_retired', tokenId: 't1', reason: 'lost' },
    // Its shipment never arrived, so it counts no longer against the free number (S0-11).
    touches: ['contract', 'tokens 0'],
  },
  otp_accepted: {
    event: { type: 'otp_accepted', userId: 'u1', tokenId: 't1', step: 51, driftSteps: 1 },
    touches: ['users 0', 'tokens 0'],
  },
  otp_spent: {
    event: { type: 'otp_spent', userId: 'u1', tokenId: 't1', step: 51 },
    touches: ['tokens 0'],
  },
  otp_refused: {
    event: { type: 'otp_refused', userId: 'u1', tokenId: null, place: 'prompt' },
    touches: ['users 0'],
  },
  // The refused attempt has locked the guard already; these two are for the record.
  user_locked: { event: { type: 'user_locked', userId: 'u1', cause: 'cap' }, touches: [] },
  token_locked: { event: { type: 'token_locked', tokenId: 't1', cause: 'cap' }, touches: [] },
  user_unlocked: {
    event: { type: 'user_unlocked', userId: 'u2', by: 'customer' },
    touches: ['users 1'],
  },
  token_unlocked: {
    event: { type: 'token_unlocked', tokenId: 't2', by: 'customer' },
    touches: ['tokens 1'],
  },
  challenge_created: {
    event: {
      type: 'challenge_created',
      challengeId: 'y',
      userId: 'u1',
      operation: 'login',
      required: 'none',
      rule: null,
    },
    touches: [],
  },
  challenge_satisfied: {
    event: { type: 'challenge_satisfied', challengeId: 'x', at: now },
    touches: ['challenges 0'],
  },
  challenge_consumed: {
    event: { type: 'challenge_consumed', challengeId: 'x', at: now },
    touches: ['challenges 0'],
  },
  fee_assessed: {
    event: {
      type: 'fee_assessed',
      feeId: 'f1',
      kind: 'additional',
      amountYen: 1_080,
      taxYen: 0,
      dueOn: '2015-02-02',
      tokenId: 't1',
      shipmentId: 's1',
      at: now,
    },
    touches: ['fees 0'],
  },
  fee_reversed: {
    event: {
      type: 'fee_reversed',
      feeId: 'f2',
      reversesFeeId: 'f1',
      amountYen: -1_080,
      taxYen: 0,
      dueOn: '2015-02-02',
      note: 'n',
      at: now,
    },
    touches: ['fees 0'],
  },
};

/** Which rows are new or differ in identity, as the service finds what to save. */
function touched(before: ContractView, after: ContractView): string[] {
  const names = Object.keys(before).filter((name): name is Rows => name !== 'contract');
  const contract = before.contract === after.contract ? [] : ['contract'];
  const rows = names.flatMap((name) =>
    after[name].flatMap((row, index) => (before[name][index] === row ? [] : [`${name} ${index}`])),
  );
  return [...contract, ...rows];
}

describe('every event touches its rows and no others', () => {
  it.each(Object.values(events))('row 83 · $event.type: $touches', ({ event, touches }) => {
    const copy = JSON.stringify(view);
    const after = evolve(view, [event], context);
    expect(touched(view, after).toSorted()).toEqual(touches.toSorted());
    expect(JSON.stringify(view)).toBe(copy);
  });
});

describe('what the events mean', () => {
  it('ALL-01 row 4 · a slow writer does not lower the mark', () => {
    for (const [step, mark] of [
      [49, 50],
      [50, 50],
      [51, 51],
    ] as const) {
      const accepted = { ...events.otp_accepted.event, step };
      expect(evolve(view, [accepted], context).tokens[0]?.lastAcceptedStep).toBe(mark);
      const spent = { ...events.otp_spent.event, step };
      expect(evolve(view, [spent], context).tokens[0]?.lastAcceptedStep).toBe(mark);
    }
  });

  it('ALL-06 row 21 · an acceptance clears the user’s count, a spent code does not', () => {
    expect(evolve(view, [events.otp_accepted.event], context).users[0]?.guard).toEqual(cleanGuard);
    expect(evolve(view, [events.otp_spent.event], context).users[0]).toBe(view.users[0]);
  });

  it('S0-03 · unasked tokens adopt the contract as an application does, and only the first time', () => {
    const first = evolve(view, [events.shipment_posted.event], context);
    expect(first.contract.adoptedAt).toBe(now);
    const later = { ...events.application_recorded.event, at: now + 1 };
    expect(evolve(first, [later], context).contract.adoptedAt).toBe(now);
  });

  it.each([
    { event: events.user_unlocked.event, row: 'users' as const, since: 5 },
    {
      event: { ...events.user_unlocked.event, by: 'institution' as const },
      row: 'users' as const,
      since: 0,
    },
    { event: events.token_unlocked.event, row: 'tokens' as const, since: 5 },
    {
      event: { ...events.token_unlocked.event, by: 'institution' as const },
      row: 'tokens' as const,
      since: 0,
    },
  ])('ALL-06 · $event.type by $event.by leaves $since counted', ({ event, row, since }) => {
    const guard = evolve(view, [event], context)[row][1]?.guard;
    expect(guard).toMatchObject({ failures: 0, failuresSinceAcceptance: since, lock: null });
  });
});
