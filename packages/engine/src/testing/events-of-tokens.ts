import { type EventTable, now } from './event-table.ts';

/** One event of every type that is about tokens, bindings and codes, and the rows that it touches. */
export const eventsOfTokens = {
  token_shipped: {
    event: { type: 'token_shipped', shipmentId: 's1', tokenId: 't1', serial: 'St1', counted: true },
    touches: ['contract', 'tokens 0'],
  },
  token_put_in_service: {
    event: { type: 'token_put_in_service', tokenId: 't2' },
    touches: ['tokens 1'],
  },
  binding_started: {
    event: { type: 'binding_started', bindingId: 'b9', userId: 'u2', tokenId: 't2', at: now },
    touches: ['contract', 'users 1', 'bindings 2'],
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
    // A cooldown counts from the loss of his (S2-07).
    touches: ['users 1', 'bindings 1'],
  },
  token_loss_reported: {
    event: { type: 'token_loss_reported', tokenId: 't1', at: now },
    touches: ['tokens 0'],
  },
  token_retired: {
    event: { type: 'token_retired', tokenId: 't1', reason: 'lost' },
    // It was in somebody's hands, so it goes on counting against the free number (S0-11).
    touches: ['tokens 0'],
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
  token_locked: { event: { type: 'token_locked', tokenId: 't1', cause: 'cap' }, touches: [] },
  token_unlocked: {
    event: { type: 'token_unlocked', tokenId: 't2', by: 'customer' },
    touches: ['tokens 1'],
  },
  token_suspended: {
    event: { type: 'token_suspended', tokenId: 't1', at: now },
    touches: ['tokens 0'],
  },
  token_resumed: { event: { type: 'token_resumed', tokenId: 't1' }, touches: ['tokens 0'] },
  token_resynchronised: {
    event: { type: 'token_resynchronised', tokenId: 't1', step: 51, driftSteps: 2 },
    touches: ['tokens 0'],
  },
  token_returned: {
    event: { type: 'token_returned', tokenId: 't1', at: now },
    touches: ['tokens 0'],
  },
  token_extended: {
    event: { type: 'token_extended', tokenId: 't1', at: now },
    touches: ['tokens 0'],
  },
  token_claimed: { event: { type: 'token_claimed', tokenId: 't1' }, touches: ['tokens 0'] },
  code_mailed: {
    event: { type: 'code_mailed', tokenId: 't1', counter: 7, ofTheDay: 2, at: now },
    touches: ['tokens 0'],
  },
  software_token_issued: {
    event: {
      type: 'software_token_issued',
      issuanceId: 'i2',
      userId: 'u1',
      authenticator: 'app',
      expiresAt: now + 1,
      at: now,
    },
    touches: [],
  },
  activation_refused: {
    event: { type: 'activation_refused', issuanceId: 'i1' },
    touches: ['issuances 0'],
  },
  software_token_activated: {
    event: { type: 'software_token_activated', issuanceId: 'i1', tokenId: 't1', at: now },
    touches: ['issuances 0'],
  },
  issuance_completed: {
    event: { type: 'issuance_completed', issuanceId: 'i1' },
    touches: ['issuances 0'],
  },
  issuance_cancelled: {
    event: { type: 'issuance_cancelled', issuanceId: 'i1', reason: 'superseded' },
    touches: ['issuances 0'],
  },
} satisfies Partial<EventTable>;
