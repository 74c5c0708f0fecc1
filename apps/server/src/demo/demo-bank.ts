import { randomBytes } from 'node:crypto';
import { decodeBase32 } from '@warifu/otp';
import { type Client, createClient, type SelfServiceUser } from '@warifu/wire';
import type { DemoClock } from './demo-clock.ts';
import { codeOf, wrongCode } from './demo-codes.ts';
import type { DemoFob, DemoToken } from './demo-token-file.ts';

/** Users as the demo's file tells them; the credentials are the bank's own and Warifu never sees them. */
export interface DemoUser {
  readonly id: string;
  readonly login_id: string;
  readonly role: 'master' | 'admin' | 'member';
  readonly permissions: readonly string[];
  readonly password: string;
  readonly confirmation_password: string;
  readonly pin: string;
  token_serial?: string;
}

export interface DemoContract {
  readonly id: string;
  readonly number: string;
  readonly kind: 'corporate' | 'sole_proprietor' | 'retail';
  /** What is worth trying with it. */
  readonly story: string;
  readonly users: DemoUser[];
  readonly tokens: DemoToken[];
}

export interface NewContract {
  readonly number: string;
  readonly story: string;
  readonly kind?: DemoContract['kind'];
  readonly openedOn?: string;
}

export interface NewUser {
  readonly loginId: string;
  readonly name: string;
  readonly role: DemoUser['role'];
  readonly permissions: readonly string[];
}

export interface Adoption {
  readonly tokens: readonly DemoFob[];
  readonly delivered: boolean;
  /** The kind of token, where customers choose one. */
  readonly authenticator?: string;
}

/**
 * The demo institution's own system: it fills the demo over the public API, like any other client, and
 * plays the customers' fobs and phones.
 */
export class DemoBank {
  readonly #institutionId: string;
  readonly #client: Client;
  readonly #clock: DemoClock;
  readonly contracts: DemoContract[] = [];

  constructor(parts: {
    institutionId: string;
    baseUrl: string;
    apiKey: string;
    clock: DemoClock;
  }) {
    this.#institutionId = parts.institutionId;
    this.#client = createClient({ baseUrl: parts.baseUrl, apiKey: parts.apiKey });
    this.#clock = parts.clock;
  }

  async open({
    number,
    story,
    kind = 'corporate',
    openedOn = '2014-10-01',
  }: NewContract): Promise<DemoContract> {
    const { body } = await this.#client.call('open_contract', {
      body: { number, kind, opened_on: openedOn },
    });
    const contract: DemoContract = { id: body.id, number, kind, story, users: [], tokens: [] };
    this.contracts.push(contract);
    return contract;
  }

  async addUser(contract: DemoContract, user: NewUser): Promise<DemoUser> {
    const { loginId, name, role, permissions } = user;
    const { body } = await this.#client.call('add_user', {
      body: {
        contract_id: contract.id,
        login_id: loginId,
        name,
        role,
        permissions: [...permissions],
      },
    });
    const added: DemoUser = {
      id: body.id,
      login_id: body.login_id,
      role,
      permissions,
      password: secretWord(),
      confirmation_password: secretWord(),
      pin: String(randomBytes(2).readUInt16BE() % 10_000).padStart(4, '0'),
    };
    contract.users.push(added);
    return added;
  }

  /** Records the adoption and posts the fobs, if there are any; delivered at once if asked. */
  async adopt(contract: DemoContract, adoption: Adoption): Promise<void> {
    const { tokens, delivered, authenticator } = adoption;
    const application = await this.#client.call('record_application', {
      body: {
        contract_id: contract.id,
        kind: 'adoption',
        token_count: Math.max(1, tokens.length),
        filed_on: new Date(this.#clock.now()).toISOString().slice(0, 10),
        ...(authenticator === undefined ? {} : { authenticator }),
      },
    });
    if (tokens.length === 0) return;
    const shipment = await this.#client.call('post_shipment', {
      body: {
        contract_id: contract.id,
        application_id: application.body.id,
        reason: 'adoption',
        serials: tokens.map((token) => token.serial),
      },
    });
    contract.tokens.push(...tokens);
    if (!delivered) return;
    const params = { shipment_id: shipment.body.shipment.id };
    await this.#client.call('record_delivery', { params, body: {} });
  }

  /** Registers a user with the fob's current code, and waits for the next one as people do. */
  async register(user: DemoUser, token: DemoToken): Promise<void> {
    const { body } = await this.#client.call('register_token', {
      params: { user_id: user.id },
      body: { serial: token.serial, otp: this.#codeOf(token) },
    });
    this.#registered(user, token, body.result);
  }

  /** An administrator registers one fob for several users. */
  async registerFor(
    administrator: DemoUser,
    users: readonly DemoUser[],
    token: DemoToken,
  ): Promise<void> {
    const { body: challenge } = await this.#client.call('create_challenge', {
      body: {
        user_id: administrator.id,
        operation: 'register_for_users',
        details: { target_user_ids: users.map((user) => user.id) },
      },
    });
    await this.#client.call('create_verification', {
      body: {
        challenge_id: challenge.id,
        factors: this.#stated(challenge.factors.filter((factor) => factor !== 'otp')),
      },
    });
    const { body } = await this.#client.call('register_for_users', {
      body: {
        serial: token.serial,
        otp: this.#codeOf(token),
        user_ids: users.map((user) => user.id),
        acting: { user_id: administrator.id },
        challenge_id: challenge.id,
      },
    });
    for (const user of users) this.#registered(user, token, body.result);
  }

  /** Issues a soft token and plays the user's phone until the first code is accepted. */
  async issueToPhone(contract: DemoContract, user: DemoUser): Promise<DemoToken> {
    const activationPassword = String(100_000 + (randomBytes(3).readUIntBE(0, 3) % 900_000));
    const { body: issue } = await this.#client.call('issue_software_token', {
      body: {
        user_id: user.id,
        authenticator: 'phone_app',
        activation_password: activationPassword,
        mail_address: `${user.login_id}@phone.example`,
      },
    });
    const { body: made } = await this.#client.call('activate_app', {
      params: { institution_id: this.#institutionId },
      body: {
        service_id: issue.service_id ?? '',
        app_user_id: issue.app_user_id ?? '',
        activation_password: activationPassword,
        device_id: deviceId(),
      },
    });
    const token = appToken(made);
    contract.tokens.push(token);
    const { body } = await this.#client.call('complete_issuance', {
      params: { issuance_id: issue.id },
      body: { otp: this.#codeOf(token) },
    });
    this.#registered(user, token, body.result);
    return token;
  }

  /** Begins an issue that waits for the phone. */
  async beginIssue(user: DemoUser): Promise<void> {
    await this.#client.call('issue_software_token', {
      body: {
        user_id: user.id,
        authenticator: 'phone_app',
        activation_password: '271828',
        mail_address: `${user.login_id}@phone.example`,
      },
    });
  }

  /** A token that an app makes by itself; it belongs to nobody until it is registered. */
  async makeCredential(authenticator: string): Promise<DemoToken> {
    const { body } = await this.#client.call('make_credential', {
      params: { institution_id: this.#institutionId },
      body: { authenticator, device_id: deviceId() },
    });
    return appToken(body);
  }

  /** 利用登録 at the login page. */
  async selfRegister(contract: DemoContract, user: DemoUser, token: DemoToken): Promise<void> {
    const who: SelfServiceUser = { contract_number: contract.number, login_id: user.login_id };
    const { body } = await this.#client.call('self_register', {
      body: {
        who,
        serial: token.serial,
        otp: this.#codeOf(token),
        factors: this.#stated(['login_password']),
      },
    });
    contract.tokens.push(token);
    this.#registered(user, token, body.result);
  }

  /** Ends the bindings of users at a desk. */
  async revoke(users: readonly DemoUser[], desk: string): Promise<void> {
    await this.#client.call('revoke', {
      body: {
        user_ids: users.map((user) => user.id),
        reason: 'revoked',
        acting: { staff_id: 'demo-staff', desk, evidence: 'demo' },
      },
    });
  }

  /** Wrong codes until the lock; a wrong code is one that the token does not show. */
  async lock(user: DemoUser, token: DemoToken): Promise<void> {
    const wrong = wrongCode(token, this.#clock.now());
    for (let attempt = 0; attempt < 5; attempt++) {
      await this.#client.call('create_verification', {
        body: { user_id: user.id, purpose: 'login', otp: wrong },
      });
    }
  }

  #codeOf(token: DemoToken): string {
    return codeOf(token, this.#clock.now());
  }

  #stated(kinds: readonly string[]) {
    const checkedAt = new Date(this.#clock.now()).toISOString();
    return kinds.map((kind) => ({ kind, checked_at: checkedAt }));
  }

  #registered(user: DemoUser, token: DemoToken, result: string): void {
    if (result !== 'accepted') throw new Error(`the demo could not register ${user.login_id}`);
    user.token_serial = token.serial;
    this.#clock.advance(60_000);
  }
}

function appToken({
  serial,
  secret,
  period_seconds: period,
}: {
  readonly serial: string;
  readonly secret: string;
  readonly period_seconds?: number | undefined;
}): DemoToken {
  const stepSeconds = period === 30 ? 30 : 60;
  return { serial, seed: decodeBase32(secret), stepSeconds, expiresOn: null };
}

function deviceId(): string {
  return randomBytes(16).toString('base64url');
}

function secretWord(): string {
  return randomBytes(9).toString('base64url');
}
