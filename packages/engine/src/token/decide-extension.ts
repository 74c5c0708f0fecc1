import { bindingsOf, type ContractView, findToken, findUser } from '../contract/contract-view.ts';
import { type Decision, decided, refused } from '../decision.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { actorStopped } from '../user/actor-stopped.ts';
import { authenticatorOf } from './authenticator.ts';
import { isExpired } from './validity.ts';

/** A user extends the lifetime of his app token from now on, while it still lives and where the policy lets him. */
export function decideExtension(
  view: ContractView,
  { userId, tokenId }: { readonly userId: string; readonly tokenId: string },
  { policy, now }: { readonly policy: Policy; readonly now: number },
): Decision {
  const token = findToken(view, tokenId);
  const user = findUser(view, userId);
  const holds = bindingsOf(view, userId).some((one) => one.tokenId === tokenId);
  if (!user || !token || !holds) return refused('token_unknown');
  const stopped = actorStopped(view, user, { policy, now });
  if (stopped) return refused(stopped);
  const lifetime = authenticatorOf(token, policy)?.lifetime;
  if (lifetime?.ends !== 'years_after_issue' || !lifetime.extendable_in_app)
    return refused('not_extendable');
  if (isExpired(token, now, policy) || token.suspendedAt !== null) return refused('not_extendable');
  return decided({ type: 'token_extended', tokenId, at: now });
}
