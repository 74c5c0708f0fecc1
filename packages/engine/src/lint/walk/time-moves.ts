import { type BoundaryCause, boundariesAfter } from '../../simulate/boundaries.ts';
import type { Place, Told } from './moving.ts';
import { type Move, settled } from './walk-state.ts';

const tellings: Readonly<Record<BoundaryCause | 'hold_ends', Told>> = {
  grace_ends: ['猶予期間が終わる', 'grace ends'],
  lock_ends: ['一時停止が終わる', 'a temporary lock ends'],
  cooldown_ends: ['失効後の待機が終わる', 'the pause after the revocation ends'],
  token_expires: ['トークンの有効期限が過ぎる', 'a token expires'],
  policy_date: ['ポリシーに定めた日が来る', 'a date of the policy comes'],
  hold_ends: ['登録後の留保が終わる', 'the hold after the registration ends'],
};

/** Time passes until the next instant at which the policy itself changes an answer. */
export function timeMoves({ world, state, situation }: Place): Move[] {
  const { policy } = world;
  const ahead = boundariesAfter(state.view, state.now, policy);
  // Only the engine knows for how long money is held.
  const held = policy.enrolment.hold_hours > 0 ? situation.ends() : [];
  const holds = held.map((at) => ({ at, cause: 'hold_ends' as const }));
  const first = [...ahead, ...holds]
    .filter((one) => one.at > state.now)
    .toSorted((a, b) => a.at - b.at)[0];
  if (!first) return [];
  const [ja, en] = tellings[first.cause];
  return [
    { kind: 'time', told: () => ({ ja, en }), next: settled({ ...state, now: first.at }, policy) },
  ];
}
