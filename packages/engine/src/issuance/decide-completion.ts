import type { DomainEvent } from '../audit/events.ts';
import type { StatedFactor } from '../challenge/decide-proof.ts';
import { type ContractView, findToken, findUser, tokensOf } from '../contract/contract-view.ts';
import { type Decision, decided, refused } from '../decision.ts';
import { assignmentObstacle } from '../enrolment/assignment.ts';
import type { TypedCode } from '../enrolment/possession.ts';
import { proofObstacle } from '../enrolment/registration-obstacles.ts';
import { bindingEvents } from '../enrolment/start-bindings.ts';
import { lockAt } from '../lockout/guard.ts';
import type { Authenticator } from '../policy/policy-schema.ts';
import type { OtpRefusal } from '../refusal.ts';
import { authenticatorNamed } from '../token/authenticator.ts';
import type { Token } from '../token/token.ts';
import type { User } from '../user/user.ts';
import { acceptance, count, tokenObstacle } from '../verification/decide-verification.ts';
import { unspentStep } from '../verification/matching-steps.ts';
import type { Issuance } from './issuance.ts';
import { isGoingOn } from './issuance-standing.ts';
import {
  besideObstacle,
  type IssueContext,
  newTokenObstacle,
  tokensInTheWay,
} from './issue-obstacle.ts';

/** The first code of the new token goes into the waiting screen, and the user is bound (S2-02 D, E). */
export interface CompleteIssue {
  readonly issuanceId: string;
  readonly bindingId: string;
  /** What was typed, compared with the codes of the token's registration window before. */
  readonly code: TypedCode;
  /** The code after it, where the policy asks two; undefined when it was not given. */
  readonly second: TypedCode | undefined;
  /** Fixed factors that the institution's system has checked; the policy may ask some. */
  readonly factors: readonly StatedFactor[];
}

/** Completes an issue. Wrong codes count as at every other prompt (row 17). */
export function decideCompletion(
  view: ContractView,
  command: CompleteIssue,
  context: IssueContext,
): Decision {
  const issuance = view.issuances.find((one) => one.id === command.issuanceId);
  if (!issuance || !isGoingOn(issuance, context.now)) return refused('issuance_not_open');
  const user = findUser(view, issuance.userId);
  if (!user) return refused('user_unknown');
  const token = issuance.tokenId === null ? undefined : findToken(view, issuance.tokenId);
  if (issuance.state !== 'activated' || !token) return refused('issuance_not_activated');
  const wanted = authenticatorNamed(context.policy, issuance.authenticator);
  if (!wanted) return refused('authenticator_unknown');
  return proved(view, command, { issuance, user, token, wanted, context });
}

interface Completing {
  readonly issuance: Issuance;
  readonly user: User;
  readonly token: Token;
  readonly wanted: Authenticator;
  readonly context: IssueContext;
}

function proved(view: ContractView, command: CompleteIssue, completing: Completing): Decision {
  const { user, token, wanted, context } = completing;
  const { policy } = context;
  const hidden = hiddenObstacle(user, token, context);
  if (hidden) return count(user, token, { reason: hidden, context });
  // What has come between is told before the code is looked at, so that none is spent in vain.
  const held = tokensInTheWay(view, user, { wanted, ...context });
  const obstacle =
    newTokenObstacle(view, user, context) ??
    besideObstacle(held, wanted, policy) ??
    proofObstacle(command, context);
  if (obstacle) return refused(obstacle);
  const step = provenStep(token, command, policy.enrolment.proof.includes('second_otp'));
  if (typeof step !== 'number') return count(user, token, { reason: step, context });
  return bound(view, command, { ...completing, held, step });
}

/** The token may have been revoked as a whole since the app took its seed: then it is none (row 33). */
function hiddenObstacle(user: User, token: Token, context: IssueContext): OtpRefusal | null {
  if (lockAt(user.guard, context.now)) return 'user_locked';
  return token.state === 'retired' ? 'token_not_in_service' : tokenObstacle(token, context);
}

/** The step that the code proves, or that of the code after it where two are asked. */
function provenStep(
  token: Token,
  { code, second }: CompleteIssue,
  two: boolean,
): number | OtpRefusal {
  if (!code.wellFormed || (two && !second?.wellFormed)) return 'code_malformed';
  const first = unspentStep(token, code.matches);
  if (first === undefined) return code.matches.length > 0 ? 'code_replayed' : 'code_wrong';
  if (!two) return first;
  return second?.matches.includes(first + 1) ? first + 1 : 'code_wrong';
}

/** The binding; what gives way to the new token ends in the same step (ALL-06). */
function bound(
  view: ContractView,
  { bindingId, issuanceId }: CompleteIssue,
  {
    held,
    step,
    ...completing
  }: Completing & { readonly held: readonly Token[]; readonly step: number },
): Decision {
  const { user, token, context } = completing;
  const gone = tokensOf(view, user.id).find((one) => !held.includes(one));
  const assigning = {
    token,
    targets: [{ userId: user.id, bindingId }],
    revokedTokenIds: [],
    replacesTokenId: gone?.id,
  };
  const open = assignmentObstacle(view, assigning, context);
  if (open) return refused(open, { type: 'otp_spent', userId: user.id, tokenId: token.id, step });
  return decided(
    acceptance(user.id, token, { step, context }),
    ...bindingEvents(view, assigning, context),
    ...provedMailbox(completing),
    { type: 'issuance_completed', issuanceId },
  );
}

/** Whoever typed the code that went to a mailbox reads what is mailed there: it is his. */
function provedMailbox({ issuance, user, token }: Completing): DomainEvent[] {
  const { mailAddress } = issuance;
  if (token.form !== 'email' || user.mailAddress === mailAddress) return [];
  return [{ type: 'user_mail_address_changed', userId: user.id, mailAddress }];
}
