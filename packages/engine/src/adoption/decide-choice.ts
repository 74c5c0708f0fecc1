import { type ContractView, findUser } from '../contract/contract-view.ts';
import { type Decision, decided, refused } from '../decision.ts';
import type { ActingParty } from '../user/acting-party.ts';

/** Whether a user wants OTP where a rule of the policy leaves it to him (`opted_in`). */
export interface ChooseOtp {
  readonly userId: string;
  readonly optedIn: boolean;
  /** Undefined when the institution acts on its own account. */
  readonly acting?: ActingParty | undefined;
}

/** A user chooses for himself; nobody else of the contract chooses for him. */
export function decideChoice(view: ContractView, command: ChooseOtp): Decision {
  const { userId, optedIn, acting } = command;
  const user = findUser(view, userId);
  if (!user) return refused('user_unknown');
  if (acting?.kind === 'user' && acting.userId !== userId) return refused('role_not_allowed');
  return user.optedIn === optedIn ? decided() : decided({ type: 'user_opted_in', userId, optedIn });
}
