import { bindingsOf, type ContractView, findToken } from '../contract/contract-view.ts';
import { type Decision, decided, refused } from '../decision.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { authenticatorOf } from './authenticator.ts';
import { isExpired } from './validity.ts';

/** A user extends the lifetime of his app token from now on, while it still lives and where the policy lets him. */
export function decideExtension(
  view: ContractView,
  { userId, tokenId }: { readonly userId: string; readonly tokenId: string },
  { policy, now }: { readonly policy: Policy; readonly now: number },
): Decision {
  const token = findToken(view, tokenId);
  const holds = bindingsOf(view, userId).some((one) => one.tokenId === tokenId);
  if (!token || !holds) return refused('token_unknown');
  const lifetime = authenticatorOf(token, policy)?.lifetime;
  if (lifetime?.ends !== 'years_after_issue' || !lifetime.extendable_in_app)
    return refused('not_extendable');
  if (isExpired(token, now, policy)) return refused('not_extendable');
  return decided({ type: 'token_extended', tokenId, at: now });
}
