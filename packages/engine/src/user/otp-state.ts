import { cooldownEndsAt } from '../challenge/standing-obstacle.ts';
import { bindingOf, type ContractView } from '../contract/contract-view.ts';
import type { Policy } from '../policy/policy-schema.ts';
import type { User } from './user.ts';

/** ワンタイムパスワード状態: 非登録, サービス利用中, 失効中 (S2-06). */
export type OtpState = 'unregistered' | 'in_service' | 'revoking';

/**
 * Where a user stands with his token. `revoking` means exactly the pause after a revocation in which
 * the policy refuses something (S2-07): with the pause over he has no token, and that is all.
 */
export function otpStateOf(
  view: ContractView,
  user: User,
  { policy, now }: { readonly policy: Policy; readonly now: number },
): OtpState {
  if (bindingOf(view, user.id)) return 'in_service';
  const ends = (['login', 'registration'] as const).map((what) =>
    cooldownEndsAt(user, policy, what),
  );
  return ends.some((endsAt) => endsAt !== null && now < endsAt) ? 'revoking' : 'unregistered';
}
