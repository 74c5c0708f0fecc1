import type { RegistrationForUsers } from '@warifu/wire';
import { authorise } from '../../acts/proving.ts';
import type { Day, Person } from '../../day.ts';
import { expectSame } from '../../surprise.ts';
import { asks } from './the-notice.ts';

export interface Registering {
  readonly by: Person;
  readonly fob: string;
  readonly users: readonly Person[];
  /** The fob's own next code when it is not given. */
  readonly otp?: string;
}

/** ハードトークン利用登録: an administrator's PIN, then a serial and a code, for the users whom he ticks. */
export async function tryRegisteringFor(
  day: Day,
  { by, fob, users, otp }: Registering,
): Promise<RegistrationForUsers> {
  const userIds = users.map((person) => day.id(person));
  const challengeId = await authorise(
    day,
    { person: by, asks: asks.pin },
    { operation: 'register_for_users', details: { target_user_ids: userIds } },
  );
  const { body } = await day.channel.call('register_for_users', {
    body: {
      serial: day.tokens.named(fob).serial,
      otp: otp ?? (await day.tokens.read(fob)),
      user_ids: userIds,
      acting: { user_id: day.id(by) },
      challenge_id: challengeId,
    },
  });
  return body;
}

/** The same, and holds that it is accepted. */
export async function registerFor(
  day: Day,
  registering: Registering,
): Promise<RegistrationForUsers> {
  const body = await tryRegisteringFor(day, registering);
  expectSame(`the ${registering.by} registers "${registering.fob}"`, body.result, 'accepted');
  return body;
}
