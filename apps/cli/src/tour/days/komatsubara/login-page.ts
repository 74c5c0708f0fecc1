import type { SelfServiceUser } from '@warifu/wire';
import { loginIdOf } from '../../acts/company.ts';
import { deviceOf, holdApp } from '../../acts/issuing.ts';
import type { Day, Person } from '../../day.ts';
import { expectSame } from '../../surprise.ts';

/**
 * What a user does at the login page before he has signed in: 利用登録, 交換 and 利用停止. The bank checks
 * the login password; the app is his own.
 */
export async function makeApp(
  day: Day,
  { device, token, kind }: { device: string; token: string; kind: 'phone_app' | 'pc_app' },
) {
  const { body } = await day.phone.call('make_credential', {
    params: { institution_id: day.institutionId },
    body: { authenticator: kind, device_id: deviceOf(day, device) },
  });
  holdApp(day, token, body);
  return body;
}

/** What is typed at the login page: the contract's number and the login ID. */
export function typedBy(day: Day, person: Person): SelfServiceUser {
  return {
    contract_number: day.note('contract number'),
    login_id: loginIdOf(day, person),
  };
}

export async function password(day: Day) {
  const checkedAt = new Date(await day.clock.now()).toISOString();
  return [{ kind: 'login_password', checked_at: checkedAt }];
}

export interface Typed {
  readonly token: string;
  /** The app's next code when it is not given. */
  readonly otp?: string;
  /** A code of the token that is given up. */
  readonly oldOtp?: string;
}

/** 利用登録. */
export async function selfRegister(day: Day, person: Person, { token, otp }: Typed) {
  const { body } = await day.channel.call('self_register', {
    body: {
      who: typedBy(day, person),
      serial: day.tokens.named(token).serial,
      otp: otp ?? (await day.tokens.read(token)),
      factors: await password(day),
    },
  });
  return body;
}

/** The same, and holds that it is accepted. */
export async function registerApp(day: Day, person: Person, token: string) {
  const body = await selfRegister(day, person, { token });
  expectSame(`the ${person} registers "${token}"`, body.result, 'accepted');
  return body;
}

/** 交換. */
export async function selfExchange(day: Day, person: Person, { token, otp, oldOtp }: Typed) {
  const { body } = await day.channel.call('self_exchange', {
    body: {
      who: typedBy(day, person),
      serial: day.tokens.named(token).serial,
      otp: otp ?? (await day.tokens.read(token)),
      factors: await password(day),
      ...(oldOtp === undefined ? {} : { old_otp: oldOtp }),
    },
  });
  return body;
}

/** 利用停止. */
export async function selfStop(day: Day, person: Person, { token, otp }: Typed) {
  const { body } = await day.channel.call('self_stop', {
    body: {
      who: typedBy(day, person),
      otp: otp ?? (await day.tokens.read(token)),
      factors: await password(day),
    },
  });
  return body;
}
