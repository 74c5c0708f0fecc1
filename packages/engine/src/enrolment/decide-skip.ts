import { type ContractView, findUser } from '../contract/contract-view.ts';
import { type Decision, decided, refused } from '../decision.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { enrolmentStatus } from './enrolment-status.ts';

/** 登録の省略: the user goes on without registering while grace lasts (S0-03). It changes no state. */
export function decideSkip(
  view: ContractView,
  userId: string,
  context: { readonly policy: Policy; readonly now: number },
): Decision {
  const user = findUser(view, userId);
  if (!user) return refused('user_unknown');
  const status = enrolmentStatus(view, user, context.policy, context.now);
  if (status.skipAllowed)
    return decided({ type: 'enrolment_skipped', userId, untilAt: status.grace.endsAt });
  switch (status.state) {
    case 'application_due':
    case 'required':
      return refused('grace_over');
    case 'not_concerned':
      return refused('enrolment_not_concerned');
    case 'not_adopted':
    case 'enrolled':
      return refused('enrolment_not_offered');
    case 'offered':
      return refused('skip_not_allowed');
  }
}
