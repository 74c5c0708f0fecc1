import type { ContractView } from '../contract/contract-view.ts';
import { type EventOf, type EvolveContext, withToken, withUser } from '../contract/view-changes.ts';
import { clearFailures, countFailure } from '../lockout/guard.ts';
import type { Token } from '../token/token.ts';
import type { User } from '../user/user.ts';

/** An acceptance moves the token's mark and clears the counts; a refusal counts where the policy says. */
export function applyAttempt(
  view: ContractView,
  event: EventOf<'otp_accepted' | 'otp_spent' | 'otp_refused'>,
  context: EvolveContext,
): ContractView {
  if (event.type === 'otp_spent')
    return withToken(view, event.tokenId, (token) => ({
      ...token,
      lastAcceptedStep: Math.max(token.lastAcceptedStep, event.step),
    }));
  if (event.type === 'otp_accepted') {
    const marked = withToken(view, event.tokenId, (token) => ({
      ...token,
      lastAcceptedStep: Math.max(token.lastAcceptedStep, event.step),
      driftSteps: event.driftSteps,
      guard: clearFailures(token.guard, context.limits),
    }));
    return withUser(marked, event.userId, (user) => {
      const guard = clearFailures(user.guard, context.limits);
      return guard === user.guard ? user : { ...user, guard };
    });
  }
  const count = <T extends User | Token>(row: T): T => ({
    ...row,
    guard: countFailure(row.guard, { ...context, place: event.place }),
  });
  if (event.tokenId !== null) return withToken(view, event.tokenId, count);
  return withUser(view, event.userId, count);
}
