import type { ActingParty, ContractView, Policy, StatedFactor, Token, User } from '@warifu/engine';
import type { ActResult, CallContext, RunResult, Service } from '@warifu/service';
import { dayInJapan } from '../oracle/japan-time.ts';
import type { SeededRandom } from '../random.ts';
import { type Device, type ShownCode, shown } from './device.ts';
import { troubleFrom } from './network.ts';
import type { Request } from './request.ts';
import { type Customer, policyOf, viewNow, type World } from './world.ts';

type ActOf<S, N extends keyof S> = S[N] extends (
  command: infer C,
  context: CallContext<infer T>,
) => Promise<RunResult>
  ? { readonly command: C; readonly result: T }
  : never;

/** The operations of the service that decide something. */
type ActName = {
  [N in keyof Service]: ActOf<Service, N> extends never ? never : N;
}[keyof Service];

type CommandOf<N extends ActName> = ActOf<Service, N>['command'];
type ResultOf<N extends ActName> = ActOf<Service, N>['result'];

type Acts = {
  readonly [N in ActName]: (
    command: CommandOf<N>,
    context: CallContext<ResultOf<N>>,
  ) => Promise<RunResult>;
};

/** What a request is made of. */
export interface Asking<N extends ActName> {
  readonly what: string;
  readonly act: N;
  readonly command: CommandOf<N>;
  readonly typed?: readonly string[];
  readonly acting?: ActingParty | undefined;
  /** A call of an app: it has no key, and its answer is never kept. */
  readonly byApp?: boolean;
}

/** One scene's view of the run: a customer, dice of its own, and the ways to act. */
export class Stage {
  readonly world: World;
  readonly random: SeededRandom;
  readonly customer: Customer;
  /** Whether requests meet trouble on their way. */
  troubled = true;

  constructor(world: World, random: SeededRandom, customer: Customer) {
    this.world = world;
    this.random = random;
    this.customer = customer;
  }

  get view(): ContractView {
    return viewNow(this.world, this.customer);
  }

  get policy(): Policy {
    return policyOf(this.world);
  }

  get users(): readonly User[] {
    return this.view.users.filter((one) => one.state === 'active');
  }

  anybody(): User | undefined {
    return this.random.pick(this.users);
  }

  request<N extends ActName>(asking: Asking<N>): Request<ResultOf<N>> {
    const { what, command, act, typed = [], acting, byApp = false } = asking;
    const { network } = this.world;
    const acts: Acts = this.world.service;
    return {
      what,
      key: byApp ? null : network.newKey(),
      input: JSON.stringify([what, command, acting]),
      typed,
      acting,
      send: (context) => acts[act](command, context),
    };
  }

  /** Sends it over a network that is mostly well. */
  ask<N extends ActName>(asking: Asking<N>): Promise<ActResult<ResultOf<N>> | undefined> {
    const trouble = this.troubled ? troubleFrom(this.random) : undefined;
    return this.world.network.ask(this.request(asking), trouble);
  }

  /** The institution's fixed factors, as if just checked. */
  factors(): StatedFactor[] {
    const checkedAt = this.world.clock.now();
    return this.policy.fixed_factors.map((kind) => ({ kind, checkedAt }));
  }

  tokensOf(user: User): Token[] {
    const { bindings, tokens } = this.view;
    return bindings.flatMap((one) =>
      one.userId === user.id ? tokens.filter((token) => token.id === one.tokenId) : [],
    );
  }

  device(token: Pick<Token, 'serial'> | undefined): Device | undefined {
    return token && this.world.devices.get(token.serial);
  }

  /** Reads a device, and whoever looks over the shoulder remembers. */
  read(device: Device, stepsAway = 0): ShownCode {
    const seen = shown(device, this.world.clock.realMs, stepsAway);
    const { seen: all } = this.world;
    all.push(seen);
    if (all.length > 200) all.splice(0, 100);
    return seen;
  }

  /** Staff at a desk of the policy, with a paper or a filed request as evidence. */
  staff(desk: string, evidence = 'paper 1'): ActingParty {
    return { kind: 'staff', staffId: 'staff 1', desk, evidence };
  }

  /** The day at the institution, by its own clock. */
  today(): string {
    return dayInJapan(this.world.clock.now());
  }

  passSeconds(from: number, to: number): void {
    this.world.clock.pass(this.random.between(from, to) * 1_000);
  }
}

export function asUser({ id }: User): ActingParty {
  return { kind: 'user', userId: id };
}
