import type { Day, Person } from '../day.ts';
import { expectSame } from '../surprise.ts';
import { neutralRefusal, typeCode } from './proving.ts';

/** Wrong codes in a row that lock, in the demo: the notices keep the number secret. */
export const threshold = 5;

/** A person with the token in his hand. */
export interface Holder {
  readonly person: Person;
  readonly token: string;
}

/** That many wrong codes at the prompt, each with the neutral answer (ALL-07). */
export async function typeWrong(
  day: Day,
  { person, token }: Holder,
  times = threshold,
): Promise<void> {
  for (let attempt = 0; attempt < times; attempt++) {
    await typeCode(day, person, await day.tokens.wrong(token));
    expectSame('what the channel sees', day.lastAnswer().text, neutralRefusal);
  }
}

/** The state of a user's OTP, as lists of users show it. */
export async function otpStateOf(day: Day, person: Person): Promise<string> {
  const params = { user_id: day.id(person) };
  return (await day.channel.call('get_user', { params })).body.otp.state;
}

/** The locks of the contract, each with whom it stops and who lifts it. */
export async function locksNow(day: Day) {
  const query = { contract_id: day.contract };
  const { body } = await day.channel.call('list_locks', { query });
  return body.data.map(({ affected_user_ids: users, cause, lifted_by: by }) => ({
    user: day.names(users),
    cause,
    lifted_by: by.user_ids.length > 0 ? day.names(by.user_ids) : by.desk,
  }));
}

export interface Lifting {
  /** A user of the contract, or the bank's staff. */
  readonly by: Person | ReturnType<Day['staff']>;
  readonly challengeId?: string;
}

/** Lifts the locks of users, all of them or none. */
export function unlock(day: Day, persons: readonly Person[], { by, challengeId }: Lifting) {
  return day.channel.call('unlock', {
    body: {
      user_ids: persons.map((person) => day.id(person)),
      acting: typeof by === 'string' ? { user_id: day.id(by) } : by,
      ...(challengeId === undefined ? {} : { challenge_id: challengeId }),
    },
  });
}

/** The tokens of the contract that are locked for all who share them. */
export async function lockedTokenIds(day: Day): Promise<string[]> {
  const query = { contract_id: day.contract };
  const { body } = await day.channel.call('list_locks', { query });
  return body.data.flatMap(({ token_id: id }) => (id === null ? [] : [id]));
}
