import type { ContractView } from '../contract/contract-view.ts';
import type { Policy } from '../policy/policy-schema.ts';
import type { ActingParty } from '../user/acting-party.ts';
import type { UserRole } from '../user/user.ts';
import { policyWith } from './policies.ts';
import { aBinding, aToken, aUser, aView, lockedGuard } from './views.ts';

export type Unlocking = Policy['lockout']['unlock'];

export const staff = (desk = 'desk'): ActingParty => staffOn('e', desk);

/** Staff at a desk, with what they act on. */
export function staffOn(evidence: string, desk = 'desk'): ActingParty {
  return { kind: 'staff', staffId: 's', desk, evidence };
}
export const user = (userId: string): ActingParty => ({ kind: 'user', userId });

export function unlockPolicy(unlock: Partial<Unlocking> = {}): Policy {
  return policyWith(({ lockout }) => {
    Object.assign(lockout.unlock, unlock);
  });
}

/** Who is locked is written behind his name: `!` by the threshold, `!!` by the cap. */
export type Cast = Partial<Record<'master' | 'admin' | 'member' | 'mate', '' | '!' | '!!'>>;

export function cast(
  people: Cast,
  tokens: readonly [tokenId: string, ...users: string[]][],
): ContractView {
  const users = Object.entries(people).map(([id, mark]) =>
    aUser(id, {
      role: (id === 'mate' ? 'member' : id) as UserRole,
      ...(mark === '' ? {} : { guard: lockedGuard(mark === '!!' ? 'cap' : 'threshold') }),
    }),
  );
  return aView({
    users,
    tokens: tokens.map(([id]) => aToken(id)),
    bindings: tokens.flatMap(([id, ...ids]) => ids.map((userId) => aBinding(userId, id))),
  });
}

/** A contract in which the member is locked. */
export const all: Cast = { master: '', admin: '', member: '!', mate: '' };
