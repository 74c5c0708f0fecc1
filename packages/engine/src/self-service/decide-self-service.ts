import { hasFactors, type StatedFactor } from '../challenge/decide-proof.ts';
import { type ContractView, findUser, tokensOf } from '../contract/contract-view.ts';
import { type Decision, decided, refused } from '../decision.ts';
import { type RegisterToken, registration } from '../enrolment/decide-registration.ts';
import type { TypedCode } from '../enrolment/possession.ts';
import {
  adoptionObstacle,
  cooldownObstacle,
  proofObstacle,
} from '../enrolment/registration-obstacles.ts';
import type { Policy } from '../policy/policy-schema.ts';
import type { ActRefusal, RefusalReason } from '../refusal.ts';
import { isCutOver, isExpired } from '../token/validity.ts';
import type { User } from '../user/user.ts';
import {
  count,
  decideVerification,
  type VerificationContext,
} from '../verification/decide-verification.ts';

/**
 * 利用登録/交換: what a user does from the login page, before he has signed in (S4-02). He proves himself
 * by fixed factors that the institution's system has checked, and the new token by its ID and a code.
 * An exchange asks a code of the old token as well, so that a stolen password moves nobody's OTP to
 * another phone; without it the branch does it. Whatever stands in the way before the codes are looked
 * at counts like a wrong code, because outside all of it looks like one (S4-05, row 26).
 */
export interface SelfServiceRegistration extends RegisterToken {
  readonly action: 'register' | 'exchange';
  /** A code of the old token; undefined when none was given. */
  readonly old?: OldCode | undefined;
}

export interface OldCode extends TypedCode {
  /** Whose code it is; undefined when the user has no token. */
  readonly tokenId: string | undefined;
}

export interface SelfServiceAsked {
  readonly action: Policy['self_service']['actions'][number];
  readonly factors: readonly StatedFactor[];
  readonly second?: TypedCode | undefined;
  readonly hasOldCode: boolean;
}

/** What the request itself lacks, whoever it is about; it does not tell whether there is such a user. */
export function selfServiceObstacle(
  { action, factors, second, hasOldCode }: SelfServiceAsked,
  context: VerificationContext,
): ActRefusal | null {
  const { self_service: offered } = context.policy;
  if (!offered.actions.includes(action)) return 'self_service_not_offered';
  if (action !== 'stop') {
    const lacking = proofObstacle({ second, factors }, context);
    if (lacking) return lacking;
  }
  if (factors.some((one) => !context.policy.fixed_factors.includes(one.kind)))
    return 'factor_unknown';
  if (!hasFactors(offered.factors, factors, context)) return 'factors_missing';
  return action === 'exchange' && offered.exchange_asks_old_code && !hasOldCode
    ? 'old_code_missing'
    : null;
}

/** Registers a first token, or exchanges the old one for another. */
export function decideSelfService(
  view: ContractView,
  command: SelfServiceRegistration,
  context: VerificationContext,
): Decision {
  const { action, old, second, factors = [] } = command;
  const lacking = selfServiceObstacle(
    { action, factors, second, hasOldCode: old !== undefined },
    context,
  );
  if (lacking) return refused(lacking);
  const user = findUser(view, command.userId);
  if (!user) return refused('user_unknown');
  const hidden = adoptionObstacle(view, context.policy) ?? cooldownObstacle([user], context);
  if (hidden) return countedAs(hidden, user, context);
  return action === 'register'
    ? firstRegistration(view, command, { user, context })
    : exchange(view, command, { user, context });
}

function countedAs(reason: RefusalReason, user: User, context: VerificationContext): Decision {
  const counted = count(user, undefined, { reason: 'not_enrolled', context });
  return refused(reason, ...counted.events);
}

interface Doing {
  readonly user: User;
  readonly context: VerificationContext;
}

/** Who has a token that works exchanges it: a registration alone would go round the old code. */
function firstRegistration(
  view: ContractView,
  command: SelfServiceRegistration,
  { user, context }: Doing,
): Decision {
  const { policy, now } = context;
  const works = tokensOf(view, user.id).some(
    (one) => !isExpired(one, now, policy) && !isCutOver(one, now, policy),
  );
  return selfRegistration(view, command, {
    user,
    context,
    openObstacle: works ? 'already_in_service' : null,
  });
}

function exchange(
  view: ContractView,
  command: SelfServiceRegistration,
  { user, context }: Doing,
): Decision {
  const { old } = command;
  if (!context.policy.self_service.exchange_asks_old_code)
    return tokensOf(view, user.id).length === 0
      ? countedAs('not_enrolled', user, context)
      : selfRegistration(view, command, { user, context });
  const { tokenId, matches = [], wellFormed = false } = old ?? {};
  const code = { userId: user.id, tokenId, matches, wellFormed };
  const proof = decideVerification(view, code, context);
  if (!proof.ok) return proof;
  const done = selfRegistration(view, { ...command, replacesTokenId: tokenId }, { user, context });
  return done.ok ? decided(...proof.events, ...done.events) : done;
}

function selfRegistration(
  view: ContractView,
  command: SelfServiceRegistration,
  { user, context, openObstacle }: Doing & { readonly openObstacle?: ActRefusal | null },
): Decision {
  const { bindingId } = command;
  return registration(
    view,
    {
      ...command,
      typing: user,
      place: 'prompt',
      targets: [{ userId: user.id, bindingId }],
      endReason: command.action === 'exchange' ? 'exchanged' : undefined,
      openObstacle,
    },
    context,
  );
}
