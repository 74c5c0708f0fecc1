import type { Day, Person } from '../day.ts';
import { expectSame } from '../surprise.ts';

/** Types a serial and a code into the registration screen. */
export async function tryRegistering(
  day: Day,
  person: Person,
  { serial, otp }: { readonly serial: string; readonly otp: string },
) {
  const { body } = await day.channel.call('register_token', {
    params: { user_id: day.id(person) },
    body: { serial, otp },
  });
  return body;
}

/** Registers a fob with its serial and its next code, and holds that it is accepted. */
export async function register(day: Day, person: Person, fob: string) {
  const otp = await day.tokens.read(fob);
  const body = await tryRegistering(day, person, { serial: day.tokens.named(fob).serial, otp });
  expectSame(`the ${person} registers the fob "${fob}"`, body.result, 'accepted');
  return body;
}

/** Who shares a fob now. */
export async function sharersOf(day: Day, fob: string): Promise<string> {
  const params = { token_id: day.note(`token ${fob}`) };
  const { body } = await day.channel.call('get_token', { params });
  return day.names(body.user_ids);
}

/** What the registration screen would say to a person now. */
export async function standing(day: Day, person: Person) {
  const params = { user_id: day.id(person) };
  return (await day.channel.call('get_enrolment', { params })).body;
}
