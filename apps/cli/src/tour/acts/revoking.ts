import type { Revocation } from '@warifu/wire';
import type { Day, Person } from '../day.ts';
import { expectSame } from '../surprise.ts';

export interface Revoking {
  readonly acting: ReturnType<Day['staff']> | { readonly user_id: string };
  /** The acting user's proof, where the policy asks one. */
  readonly challengeId?: string;
  readonly reason?: 'lost' | 'stolen' | 'broken' | 'revoked';
}

/** Ends the binding of one person, and holds that it is his alone. */
export async function revoke(
  day: Day,
  person: Person,
  { acting, challengeId, reason = 'revoked' }: Revoking,
): Promise<Revocation> {
  const { body } = await day.channel.call('revoke', {
    body: {
      user_ids: [day.id(person)],
      reason,
      acting,
      ...(challengeId === undefined ? {} : { challenge_id: challengeId }),
    },
  });
  const ended = day.names(body.bindings.map((one) => one.user_id));
  expectSame('whose binding ended', ended, person);
  return body;
}
