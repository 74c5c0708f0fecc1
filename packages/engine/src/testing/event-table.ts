import type { DomainEvent, DomainEventType } from '../audit/events.ts';
import { cleanGuard } from '../lockout/guard.ts';
import { tokyo } from './instants.ts';
import { anIssuance, aRequest } from './papers.ts';
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
} from './views.ts';

/** The instant of the events in the tables. */
export const now = tokyo('2015-02-02T12:00:00.000');

/** An event of one type, and the rows of `viewBefore` that it touches. */
interface EventRow<T extends DomainEventType> {
  readonly event: Extract<DomainEvent, { type: T }>;
  readonly touches: string[];
}

/** A row for every type of event: the type makes a table complete. */
export type EventTable = { readonly [T in DomainEventType]: EventRow<T> };

const wrong = { ...cleanGuard, failures: 2, failuresSinceAcceptance: 7 };

export const viewBefore = aView({
  contract: aContract({ adoptedAt: null, firstDeliveredAt: null }),
  users: [aUser('u1', { guard: wrong }), aUser('u2', { guard: lockedGuard() })],
  tokens: [
    aToken('t1', { lastAcceptedStep: 50 }),
    aToken('t2', { guard: lockedGuard(), state: 'shipped', shipmentId: 's1' }),
  ],
  bindings: [aBinding('u1', 't1'), aBinding('u2', 't1')],
  applications: [anApplication('a1')],
  shipments: [aShipment('s1')],
  issuances: [anIssuance('i1')],
  requests: [aRequest('r1')],
  challenges: [aChallenge('x')],
});
