import { endOfDay } from '../../calendar/dates.ts';
import { cooldownEndsAt } from '../../challenge/standing-obstacle.ts';
import { graceOf } from '../../enrolment/grace.ts';
import { lockAt } from '../../lockout/guard.ts';
import { lastDayOf } from '../../token/validity.ts';
import type { Place, Told } from './moving.ts';
import { policyDates } from './state-key.ts';
import { type Move, settled } from './walk-state.ts';

interface Boundary {
  readonly at: number;
  readonly told: Told;
}

/** Time passes until the next instant at which the policy itself changes an answer. */
export function timeMoves(place: Place): Move[] {
  const { world, state } = place;
  const ahead = boundaries(place).filter((one) => one.at > state.now);
  const first = ahead.toSorted((a, b) => a.at - b.at)[0];
  if (!first) return [];
  const [ja, en] = first.told;
  return [
    {
      kind: 'time',
      told: () => ({ ja, en }),
      next: settled({ ...state, now: first.at }, world.policy),
    },
  ];
}

function boundaries(place: Place): Boundary[] {
  const { world, state, situation } = place;
  const { policy } = world;
  const { view, now } = state;
  const graceEndsAt = graceOf(view.contract, policy, now).endsAt;
  return [
    ...(graceEndsAt === null
      ? []
      : [{ at: graceEndsAt + 1, told: ['猶予期間が終わる', 'grace ends'] as const }]),
    ...[...view.users, ...view.tokens].flatMap(({ guard }) =>
      at(lockAt(guard, now)?.liftsAt, ['一時停止が終わる', 'a temporary lock ends']),
    ),
    ...view.users.flatMap((user) => [
      ...at(cooldownEndsAt(user, policy, 'login'), ['失効後の待機が終わる', 'the pause ends']),
      ...at(cooldownEndsAt(user, policy, 'registration'), [
        '失効後の待機が終わる',
        'the pause after the revocation ends',
      ]),
    ]),
    ...view.tokens.flatMap((token) => {
      const on = lastDayOf(token, policy);
      if (on === null) return [];
      return at(endOfDay(on, policy.institution.time_zone) + 1, [
        'トークンの有効期限が過ぎる',
        'a token expires',
      ]);
    }),
    ...policyDates(policy).flatMap((date) =>
      at(date, ['ポリシーに定めた日が来る', 'a date of the policy comes']),
    ),
    // Only the engine knows for how long money is held.
    ...(policy.enrolment.hold_hours > 0 ? situation.ends() : []).flatMap((end) =>
      at(end, ['登録後の留保が終わる', 'the hold after the registration ends']),
    ),
  ];
}

function at(instant: number | null | undefined, told: Told): Boundary[] {
  return instant === null || instant === undefined ? [] : [{ at: instant, told }];
}
