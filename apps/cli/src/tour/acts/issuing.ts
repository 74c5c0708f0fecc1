import { randomBytes, randomInt } from 'node:crypto';
import { decodeBase32 } from '@warifu/otp';
import type { AppToken, Issuance } from '@warifu/wire';
import type { Day, Person } from '../day.ts';
import { expectSame, expectThat } from '../surprise.ts';
import { loginIdOf } from './company.ts';

/**
 * The issue of a software token: the user chooses a password, the screen shows two IDs, a mail tells
 * the way, the app takes all three and shows codes, and the first code goes into the waiting screen.
 */
export async function beginIssue(day: Day, person: Person): Promise<Issuance> {
  const password = String(randomInt(10_000_000, 100_000_000));
  const { body } = await day.channel.call('issue_software_token', {
    body: {
      user_id: day.id(person),
      activation_password: password,
      mail_address: mailAddressOf(day, person),
    },
  });
  day.secrets.addPassword(password);
  for (const id of [body.service_id, body.app_user_id]) day.secrets.addIssueId(id ?? '');
  day.notes.set(`issue of ${person}`, body.id);
  day.notes.set(`service ID of ${person}`, body.service_id ?? '');
  day.notes.set(`app user ID of ${person}`, body.app_user_id ?? '');
  day.notes.set(`activation password of ${person}`, password);
  return body;
}

export function mailAddressOf(day: Day, person: Person): string {
  return `${loginIdOf(day, person)}@phone.example`;
}

/** How far the issue is, as the waiting screen learns it. */
export async function screenOf(day: Day, person: Person): Promise<Issuance['state']> {
  const params = { issuance_id: day.note(`issue of ${person}`) };
  return (await day.channel.call('get_issuance', { params })).body.state;
}

export interface Activation {
  /** The phone or PC, by a name that the day gives it. */
  readonly phone: string;
  /** The token that it has from now on. */
  readonly token: string;
  /** The user's own when it is not given. */
  readonly password?: string;
}

/** Types the two IDs of a person's screen and the password into an app. */
export async function activate(
  day: Day,
  person: Person,
  { phone, token, password }: Activation,
): Promise<AppToken> {
  const { body } = await day.phone.call('activate_app', {
    params: { institution_id: day.institutionId },
    body: {
      service_id: day.note(`service ID of ${person}`),
      app_user_id: day.note(`app user ID of ${person}`),
      activation_password: password ?? day.note(`activation password of ${person}`),
      device_id: deviceOf(day, phone),
    },
  });
  holdApp(day, token, body);
  return body;
}

/** The app shows the codes of a token from now on. */
export function holdApp(day: Day, name: string, { serial, secret, period_seconds }: AppToken) {
  day.tokens.hold(name, {
    serial,
    seed: decodeBase32(secret),
    stepSeconds: period_seconds === 30 ? 30 : 60,
    expiresOn: null,
  });
}

/** What an app on a device calls itself. */
export function deviceOf(day: Day, phone: string): string {
  const note = `device ${phone}`;
  const known = day.notes.get(note) ?? randomBytes(16).toString('base64url');
  day.notes.set(note, known);
  return known;
}

/** Types a code into the waiting screen. */
export async function complete(day: Day, person: Person, otp: string) {
  const params = { issuance_id: day.note(`issue of ${person}`) };
  return (await day.channel.call('complete_issuance', { params, body: { otp } })).body;
}

/** The whole issue, until the token is in service. */
export async function issueToPhone(day: Day, person: Person, activation: Activation) {
  await beginIssue(day, person);
  await activate(day, person, activation);
  const body = await complete(day, person, await day.tokens.read(activation.token));
  expectSame(`the ${person}’s first code`, body.result, 'accepted');
  return body;
}

/** The mail of a person's issue, which tells the way and none of what only he may know. */
export async function issueMail(day: Day, person: Person) {
  const mail = await day.mails.latestTo(mailAddressOf(day, person));
  const told = `${mail.subject}\n${mail.text}\n${mail.html}`;
  const secrets = [
    day.note(`service ID of ${person}`),
    day.note(`app user ID of ${person}`),
    day.note(`activation password of ${person}`),
  ];
  const found = secrets.filter((secret) => told.includes(secret));
  expectThat('the mail holds no secret', found.length === 0, found.length);
  return { mail, link: /https?:\/\/\S+/.exec(mail.text)?.[0] };
}
