import { endOfDay, startOfDay } from '../calendar/dates.ts';
import { cooldownEndsAt } from '../challenge/standing-obstacle.ts';
import type { ContractView } from '../contract/contract-view.ts';
import { graceOf } from '../enrolment/grace.ts';
import { lockAt } from '../lockout/guard.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { lastDayOf } from '../token/validity.ts';

export const boundaryCauses = [
  'grace_ends',
  'lock_ends',
  'cooldown_ends',
  'token_expires',
  'policy_date',
] as const;
export type BoundaryCause = (typeof boundaryCauses)[number];

/** An instant at which an answer of the engine may change though nobody does anything. */
export interface Boundary {
  readonly at: number;
  readonly cause: BoundaryCause;
}

/** The boundaries of a contract after an instant, in order, under one policy. */
export function boundariesAfter(view: ContractView, now: number, policy: Policy): Boundary[] {
  return allBoundaries(view, now, policy)
    .filter((one) => one.at > now)
    .toSorted((a, b) => a.at - b.at);
}

function allBoundaries(view: ContractView, now: number, policy: Policy): Boundary[] {
  const { time_zone: timeZone } = policy.institution;
  const graceEndsAt = graceOf(view.contract, policy, now).endsAt;
  return [
    ...boundary(graceEndsAt === null ? null : graceEndsAt + 1, 'grace_ends'),
    ...[...view.users, ...view.tokens].flatMap(({ guard }) =>
      boundary(lockAt(guard, now)?.liftsAt ?? null, 'lock_ends'),
    ),
    ...view.users.flatMap((user) => [
      ...boundary(cooldownEndsAt(user, policy, 'login'), 'cooldown_ends'),
      ...boundary(cooldownEndsAt(user, policy, 'registration'), 'cooldown_ends'),
    ]),
    ...view.tokens.flatMap((token) => {
      const on = token.state === 'retired' ? null : lastDayOf(token, policy);
      return boundary(on === null ? null : endOfDay(on, timeZone) + 1, 'token_expires');
    }),
    ...policyDates(policy).flatMap((at) => boundary(at, 'policy_date')),
  ];
}

function boundary(at: number | null, cause: BoundaryCause): Boundary[] {
  return at === null ? [] : [{ at, cause }];
}

/** The instants that a document itself names and decisions look at. */
export function policyDates({ adoption, institution }: Policy): number[] {
  const dates = [...adoption.obligation.map((one) => one.from_on), adoption.migration?.cut_over_on];
  return dates.flatMap((on) => (on === undefined ? [] : [startOfDay(on, institution.time_zone)]));
}
