import type { Issuance } from '../issuance/issuance.ts';
import type { CustomerRequest } from '../request/customer-request.ts';
import { tokyo } from './instants.ts';

/** An open issue of a phone app for `u1`, begun at noon on 2 February 2015 and good for a day. */
export function anIssuance(id: string, parts: Partial<Issuance> = {}): Issuance {
  return {
    id,
    contractId: 'c1',
    userId: 'u1',
    authenticator: 'app',
    serviceId: 'SERVICE',
    appUserId: 'USER',
    passwordMac: new Uint8Array(32),
    mailAddress: 'u1@example.com',
    state: 'open',
    failures: 0,
    tokenId: null,
    createdAt: tokyo('2015-02-02T12:00:00.000'),
    expiresAt: tokyo('2015-02-03T12:00:00.000'),
    version: 0,
    ...parts,
  };
}

/** A paper of `u1` that asks for an unlock and waits to be carried out. */
export function aRequest(id: string, parts: Partial<CustomerRequest> = {}): CustomerRequest {
  return {
    id,
    contractId: 'c1',
    userId: 'u1',
    kind: 'unlock',
    channel: 'paper',
    filedOn: '2015-02-02',
    documents: ['form'],
    state: 'filed',
    expectedFromOn: null,
    expectedToOn: null,
    receivedAt: tokyo('2015-02-02T12:00:00.000'),
    closedAt: null,
    version: 0,
    ...parts,
  };
}
