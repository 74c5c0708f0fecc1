import {
  type ActResult,
  type ApiClient,
  type CallContext,
  type StoredAnswer,
  StoreFailure,
} from '@warifu/service';
import type { Oracle } from '../oracle/oracle.ts';
import type { SeededRandom } from '../random.ts';
import type { MemoryStore, StoreFault } from '../store/memory-store.ts';
import type { Request } from './request.ts';

export interface NetworkParts {
  readonly institutionId: string;
  readonly store: MemoryStore;
  readonly oracle: Oracle;
  readonly now: () => number;
  readonly mac: (text: string) => Uint8Array;
  readonly log: (line: string) => void;
}

/** What may happen to one request on its way, and to the store that it reaches. */
export interface Trouble {
  /** How often more than once it arrives. */
  readonly repeats: number;
  /** Whether its answer is lost, so that the client asks again. */
  readonly answerLost: boolean;
  readonly fault: StoreFault | undefined;
  /** Whether the answer cannot be presented (row 13). */
  readonly presentFails: boolean;
}

const calm: Trouble = { repeats: 0, answerLost: false, fault: undefined, presentFails: false };

/** How a request may fare; most of them arrive once and are answered. */
export function troubleFrom(random: SeededRandom): Trouble {
  if (!random.chance(0.12)) return calm;
  const faults = ['before_commit', 'after_commit'] as const;
  return {
    repeats: random.chance(0.5) ? random.between(1, 2) : 0,
    answerLost: random.chance(0.3),
    fault: random.chance(0.3) ? random.pick(faults) : undefined,
    presentFails: random.chance(0.15),
  };
}

/**
 * The way between the institution's system and the service. A client that has no answer asks again with
 * the same Idempotency-Key until it has one; requests that were sent once may arrive again much later.
 */
export class Network {
  readonly #parts: NetworkParts;
  readonly #late: (() => Promise<void>)[] = [];
  #keys = 0;
  #presented = 0;

  constructor(parts: NetworkParts) {
    this.#parts = parts;
  }

  newKey(): string {
    this.#keys += 1;
    return `key-${this.#keys}`;
  }

  /** Sends a request and repeats it until it is answered; undefined when its answer holds no result. */
  async ask<T>(request: Request<T>, trouble: Trouble = calm): Promise<ActResult<T> | undefined> {
    const { store, log } = this.#parts;
    const delivery = new Delivery(request);
    if (trouble.fault) store.fail(trouble.fault);
    const failing = trouble.presentFails ? 'presenting fails' : '';
    await this.#deliver(delivery, trouble.presentFails);
    store.calm();
    const again = trouble.repeats + (trouble.answerLost || delivery.answer === undefined ? 1 : 0);
    // What takes no key is a new request each time, so it is not sent again behind its user's back.
    if (request.key !== null)
      for (let n = 0; n < again; n += 1) await this.#deliver(delivery, false);
    if (request.key !== null && trouble.repeats > 1)
      this.#late.push(() => this.#deliver(delivery, false));
    log(`${request.what} → ${delivery.told} ${failing}`.trim());
    return delivery.result;
  }

  /** Two requests at once: the first has read before the second commits. */
  async race<T>(first: Request<T>, second: Request<T>): Promise<void> {
    const { store, log } = this.#parts;
    const deliveries = [new Delivery(first), new Delivery(second)] as const;
    store.fail('overtaken');
    const both = deliveries.map((one) => this.#deliver(one, false));
    await both[1];
    store.calm();
    await Promise.all(both);
    log(`at once: ${deliveries.map((one) => `${one.request.what} → ${one.told}`).join(' | ')}`);
  }

  /** A request that was on its way for long arrives again. */
  async deliverLate(): Promise<void> {
    const late = this.#late.shift();
    if (late) await late();
  }

  async #deliver<T>(delivery: Delivery<T>, presentFails: boolean): Promise<void> {
    const { request } = delivery;
    const { oracle } = this.#parts;
    const context = this.#contextOf(delivery, presentFails);
    const { idempotency: claim } = context;
    oracle.asked(request);
    try {
      const result = await request.send(context);
      if (result.kind === 'key_reused')
        oracle.fault('row 8', 'a repeat was taken for another request');
      else {
        if (claim) oracle.answered(claim, result);
        else oracle.answeredWithoutKey();
        delivery.answer = result.answer;
      }
    } catch (error) {
      if (!(error instanceof StoreFailure)) throw error;
      delivery.told = error.code;
      // What was decided and not written has not happened.
      if (error.code !== 'outcome_unknown') delivery.result = undefined;
      oracle.failed(error.code);
    }
  }

  #contextOf<T>({ request, ...delivery }: Delivery<T>, presentFails: boolean): CallContext<T> {
    const { institutionId, mac, now } = this.#parts;
    const { key, input, acting } = request;
    const client: ApiClient = { keyId: 'key_sim', institutionId, scopes: new Set() };
    const claim =
      key === null ? undefined : { institutionId, key, inputMac: mac(input), at: now() };
    return {
      client: key === null ? { ...client, kind: 'app' } : client,
      source: '192.0.2.1',
      idempotency: claim,
      acting,
      present: (result) => {
        if (presentFails) throw new Error('presenting fails');
        delivery.note(result);
        return this.#answerOf(result);
      },
      failed: { status: 500, body: '{"code":"internal"}' },
    };
  }

  /** No two answers are alike, so that a repeat that is decided anew shows. */
  #answerOf(result: ActResult<unknown>): StoredAnswer {
    this.#presented += 1;
    const said = result.ok ? 'ok' : result.reason;
    return { status: 200, body: JSON.stringify({ said, number: this.#presented }) };
  }
}

/** What is known of a request at its sender. */
class Delivery<T> {
  readonly request: Request<T>;
  result: ActResult<T> | undefined;
  answer: StoredAnswer | undefined;
  told = 'no answer';
  readonly note = (result: ActResult<T>): void => {
    this.result = result;
    this.told = result.ok ? 'ok' : result.reason;
  };

  constructor(request: Request<T>) {
    this.request = request;
  }
}
