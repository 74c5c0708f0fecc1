import type { StatedFacts } from '../challenge/challenge-rules.ts';
import { type Standing, standingObstacle } from '../challenge/standing-obstacle.ts';
import type { ContractView } from '../contract/contract-view.ts';
import type { Policy } from '../policy/policy-schema.ts';
import type { User } from '../user/user.ts';
import { policyWith } from './policies.ts';
import { aBinding, aToken, aUser, aView } from './views.ts';

export const login: StatedFacts = { operation: 'login' };
export const transfer: StatedFacts = { operation: 'one_off_transfer' };

/** What `u1` asks for, in which contract and under which policy. */
interface Situation {
  readonly facts: StatedFacts;
  readonly user?: Partial<User>;
  readonly view?: Partial<ContractView>;
  readonly edit: (policy: Policy) => void;
  readonly now: number;
}

/** What stands in the way of `u1`, if anything does. */
export function obstacle({ facts, user, view, edit, now }: Situation): Standing | null {
  const one = aUser('u1', user);
  const whole = aView({ users: [one], ...view });
  return standingObstacle(whole, one, { facts, policy: policyWith(edit), now });
}

/** `u1` registered a token at this instant. */
export const bound = (startedAt: number) => ({
  tokens: [aToken('t1')],
  bindings: [aBinding('u1', 't1', { startedAt })],
});
