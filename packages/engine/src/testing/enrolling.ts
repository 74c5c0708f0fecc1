import { expect, it } from 'vitest';
import type { Contract } from '../contract/contract.ts';
import type { ContractView } from '../contract/contract-view.ts';
import {
  type EnrolmentReason,
  enrolmentReasons,
  enrolmentStatus,
} from '../enrolment/enrolment-status.ts';
import type { Policy } from '../policy/policy-schema.ts';
import type { User } from '../user/user.ts';
import { tokyo } from './instants.ts';
import { policyWith } from './policies.ts';
import { aContract, aUser, aView } from './views.ts';

/** Delivered on 5 January 2015, so grace of 30 days runs through 4 February. */
export const inGrace = '2015-01-20T12:00:00.000';
export const afterwards = '2015-02-05T00:00:00.000';

/** A user in a contract under a policy, and where he stands. */
export interface Row {
  readonly what: string;
  readonly contract?: Partial<Contract>;
  readonly user?: Partial<User>;
  readonly view?: Partial<ContractView>;
  readonly edit?: (policy: Policy) => void;
  readonly now: string;
  readonly expected: readonly [state: string, reason: EnrolmentReason, skip: boolean];
}

function statusOf({ contract, user, view, edit, now }: Omit<Row, 'what' | 'expected'>) {
  const one = aUser('u1', user);
  const whole = aView({ contract: aContract(contract), users: [one], ...view });
  return enrolmentStatus(whole, one, policyWith(edit), tokyo(now));
}

/** One test for each row, with the ids of the lines that they prove. */
export function check(rows: readonly Row[], ids: string): void {
  it.each(rows)(`${ids} · $what at $now: $expected`, (row) => {
    const { state, reason, skipAllowed } = statusOf(row);
    expect([state, reason, skipAllowed]).toEqual(row.expected);
    expect(enrolmentReasons).toContain(reason);
  });
}

export const unadopted = { adoptedAt: null, firstDeliveredAt: null };
export const mandatory = ({ adoption }: Policy) => {
  adoption.obligation = [{ effect: 'mandatory' }];
};
export const byUser = ({ adoption }: Policy) => {
  adoption.unit = 'user';
};
export const noGrace = ({ enrolment }: Policy) => {
  enrolment.grace = null;
};
/** Several changes of the sample policy in one. */
export const both =
  (...edits: ((policy: Policy) => void)[]) =>
  (policy: Policy) => {
    for (const edit of edits) edit(policy);
  };
