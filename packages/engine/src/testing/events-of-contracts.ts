import { type EventTable, now } from './event-table.ts';

/** One event of every type that is about the contract, its users, papers and money. */
export const eventsOfContracts = {
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
  // The refused attempt has locked the guard already; these two are for the record.
  user_locked: { event: { type: 'user_locked', userId: 'u1', cause: 'cap' }, touches: [] },
  user_unlocked: {
    event: { type: 'user_unlocked', userId: 'u2', by: 'customer' },
    touches: ['users 1'],
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
  contract_set_up: { event: { type: 'contract_set_up', at: now }, touches: ['contract'] },
  authenticator_chosen: {
    event: { type: 'authenticator_chosen', authenticator: 'card', at: now },
    touches: ['contract'],
  },
  emergency_stopped: {
    event: { type: 'emergency_stopped', userId: 'u1', at: now },
    touches: ['contract'],
  },
  emergency_stop_lifted: {
    event: { type: 'emergency_stop_lifted', at: now },
    touches: ['contract'],
  },
  same_day_recorded: {
    event: { type: 'same_day_recorded', fact: 'application', measures: [], at: now },
    touches: ['contract'],
  },
  user_opted_in: {
    event: { type: 'user_opted_in', userId: 'u1', optedIn: true },
    touches: ['users 0'],
  },
  user_adopted: { event: { type: 'user_adopted', userId: 'u1', at: now }, touches: ['users 0'] },
  user_opted_out: {
    event: { type: 'user_opted_out', userId: 'u1', at: now },
    touches: ['users 0'],
  },
  user_logged_in: {
    event: { type: 'user_logged_in', userId: 'u1', at: now },
    touches: ['users 0'],
  },
  user_otp_used: {
    event: { type: 'user_otp_used', userId: 'u1', at: now },
    touches: ['users 0'],
  },
  user_mail_address_changed: {
    event: { type: 'user_mail_address_changed', userId: 'u1', mailAddress: 'a@example.com' },
    touches: ['users 0'],
  },
  request_filed: {
    event: {
      type: 'request_filed',
      requestId: 'r2',
      kind: 'unlock',
      channel: 'paper',
      userId: 'u1',
      filedOn: '2015-02-02',
      documents: ['form'],
      expectedFromOn: '2015-02-03',
      expectedToOn: '2015-02-04',
      at: now,
    },
    touches: ['requests 1'],
  },
  request_closed: {
    event: { type: 'request_closed', requestId: 'r1', outcome: 'done', at: now },
    touches: ['requests 0'],
  },
} satisfies Partial<EventTable>;
