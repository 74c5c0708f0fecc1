import { createHmac, randomBytes } from 'node:crypto';
import { stepStartMs, timeStep, totp } from '@warifu/otp';
import { type Client, createClient } from '@warifu/wire';
import type { DemoClock } from './demo-clock.ts';
import type { DemoFob } from './demo-token-file.ts';

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
  readonly kind: 'corporate';
  /** What is worth trying with it. */
  readonly story: string;
  readonly users: DemoUser[];
  readonly fobs: DemoFob[];
}

interface NewUser {
  readonly loginId: string;
  readonly name: string;
  readonly role: DemoUser['role'];
  readonly permissions: readonly string[];
}

/**
 * The demo institution's own system: it fills the demo over the public API, like any other client,
 * and plays the customers' fobs.
 */
export class DemoBank {
  readonly #client: Client;
  readonly #clock: DemoClock;
  readonly contracts: DemoContract[] = [];

  constructor(parts: { baseUrl: string; apiKey: string; clock: DemoClock }) {
    this.#client = createClient({ baseUrl: parts.baseUrl, apiKey: parts.apiKey });
    this.#clock = parts.clock;
  }

  async open(number: string, story: string): Promise<DemoContract> {
    const { body } = await this.#client.call('open_contract', {
      body: { number, kind: 'corporate', opened_on: '2014-10-01' },
    });
    const contract = {
      id: body.id,
      number,
      kind: 'corporate' as const,
      story,
      users: [],
      fobs: [],
    };
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

  /** Records the adoption and posts the fobs; delivered at once if asked. */
  async adopt(contract: DemoContract, fobs: readonly DemoFob[], delivered: boolean): Promise<void> {
    const filedOn = new Date(this.#clock.now()).toISOString().slice(0, 10);
    const application = await this.#client.call('record_application', {
      body: {
        contract_id: contract.id,
        kind: 'adoption',
        token_count: fobs.length,
        filed_on: filedOn,
      },
    });
    const shipment = await this.#client.call('post_shipment', {
      body: {
        contract_id: contract.id,
        application_id: application.body.id,
        reason: 'adoption',
        serials: fobs.map((fob) => fob.serial),
      },
    });
    contract.fobs.push(...fobs);
    if (!delivered) return;
    const params = { shipment_id: shipment.body.shipment.id };
    await this.#client.call('record_delivery', { params, body: {} });
  }

  /** Registers a user with the fob's current code, and waits for the next one as people do. */
  async register(user: DemoUser, fob: DemoFob): Promise<void> {
    const { body } = await this.#client.call('register_token', {
      params: { user_id: user.id },
      body: { serial: fob.serial, otp: codeOf(fob, this.#clock.now()) },
    });
    if (body.result !== 'accepted') throw new Error(`the demo could not register ${user.login_id}`);
    user.token_serial = fob.serial;
    this.#clock.advance(60_000);
  }

  /** Wrong codes until the user is locked; a wrong code is one that the fob does not show. */
  async lock(user: DemoUser, fob: DemoFob): Promise<void> {
    const wrong = wrongCode(fob, this.#clock.now());
    for (let attempt = 0; attempt < 5; attempt++) {
      await this.#client.call('create_verification', {
        body: { user_id: user.id, purpose: 'one_off_transfer', otp: wrong },
      });
    }
  }
}

/** The code that the fob shows at an instant, or some steps before it. */
export function codeOf(fob: Pick<DemoFob, 'seed'>, at: number, stepsAgo = 0): string {
  const stepSeconds = 60;
  const hmac = (message: Uint8Array) => createHmac('sha1', fob.seed).update(message).digest();
  const step = timeStep(at, stepSeconds) - stepsAgo;
  return totp(hmac, stepStartMs(step, stepSeconds), { digits: 6, stepSeconds });
}

/** A code that the fob shows at none of the steps around an instant. */
export function wrongCode(fob: Pick<DemoFob, 'seed'>, at: number): string {
  const shown = new Set([-2, -1, 0, 1, 2].map((steps) => codeOf(fob, at, steps)));
  const free = Array.from({ length: 6 }, (_, index) => String(index).repeat(6));
  return free.find((code) => !shown.has(code)) ?? '999999';
}

function secretWord(): string {
  return randomBytes(9).toString('base64url');
}
