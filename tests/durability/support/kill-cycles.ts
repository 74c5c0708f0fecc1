import { setTimeout as after } from 'node:timers/promises';
import { type Bank, type Customer, copyOf, removeBank } from './bank.ts';
import { repeatable } from './counts.ts';
import { dayMs, playDay } from './day.ts';
import { writeClockFile } from './file-clock.ts';
import { type Act, type Client, History } from './history.ts';
import { type Heard, Line } from './line.ts';
import { judge } from './oracle.ts';
import type { PlantedBug } from './planted-bugs.ts';
import { Server } from './server.ts';

/** What a customer's client does between two moves of the clock. */
export type Play = (
  customer: Customer,
  say: Client,
  when: { readonly day: number; readonly at: number },
) => Promise<unknown>;

export interface KillOptions {
  readonly cycles: number;
  /** The store is judged after every so many kills; it is always judged at the end. */
  readonly judgeEvery: number;
  readonly play?: Play;
  readonly bug?: PlantedBug;
}

export interface KillResult {
  readonly acts: number;
  readonly repeated: number;
  readonly violations: readonly string[];
  readonly restartsMs: readonly number[];
}

/**
 * Kills a server at random under load and starts it again, so many times. Clients repeat what was not
 * answered under the same key, as they are told to, so that in the end every act has one outcome.
 */
export async function killUnderLoad(bank: Bank, options: KillOptions): Promise<KillResult> {
  return new KillCycles(bank, options).run();
}

class KillCycles {
  readonly #bank: Bank;
  readonly #options: KillOptions;
  readonly #history = new History();
  readonly #random = repeatable(69);
  readonly #violations: string[] = [];
  readonly #restartsMs: number[] = [];
  #server: Promise<Server>;
  #cycles = 0;
  #answersUntilKill = 0;
  #repeated = 0;

  constructor(bank: Bank, options: KillOptions) {
    this.#bank = bank;
    this.#options = options;
    this.#server = this.#start();
  }

  async run(): Promise<KillResult> {
    const lines = this.#bank.customers.map((customer) => ({ customer, line: this.#line() }));
    await this.#server;
    this.#planKill();
    for (let day = 0; this.#cycles < this.#options.cycles; day++) {
      const at = this.#bank.startAt + day * dayMs;
      await this.#moveClock(at);
      await Promise.all(lines.map((one) => this.#playOne(one.customer, one.line, { day, at })));
    }
    for (const { line } of lines) line.close();
    await (await this.#server).stop();
    await this.#judgeStore(this.#bank, 'at the end');
    return {
      acts: this.#history.acts.length,
      repeated: this.#repeated,
      violations: this.#violations,
      restartsMs: this.#restartsMs,
    };
  }

  #playOne(customer: Customer, line: Line, when: Parameters<Play>[2]): Promise<unknown> {
    const { play = playDay } = this.#options;
    const client = this.#history.client(customer.contractId, (act) => this.#carry(line, act));
    return play(customer, client, when);
  }

  #line(): Line {
    let url = '';
    const line = new Line(() => url, this.#bank.operatorKey);
    const say = line.say.bind(line);
    line.say = async (said) => {
      ({ url } = await this.#server);
      return say(said);
    };
    return line;
  }

  /** Sends an act until it is answered, always under its own key. */
  async #carry(line: Line, act: Act): Promise<Heard> {
    for (;;) {
      const heard = await line.say(act).catch(() => undefined);
      if (heard) {
        this.#countAnswer();
        return heard;
      }
      this.#repeated += 1;
    }
  }

  #countAnswer(): void {
    this.#answersUntilKill -= 1;
    if (this.#answersUntilKill !== 0 || this.#cycles >= this.#options.cycles) return;
    this.#server = this.#killAndRestart(this.#server);
    // Who waits for the server hears of a failed start; this keeps it from ending the process first.
    this.#server.catch(() => undefined);
  }

  /** Somewhere within the next acts of the 16 clients, and then some moment later. */
  #planKill(): void {
    this.#answersUntilKill = 1 + this.#random(60);
  }

  async #killAndRestart(before: Promise<Server>): Promise<Server> {
    const server = await before;
    await after(this.#random(8));
    await server.kill();
    this.#cycles += 1;
    if (this.#cycles % this.#options.judgeEvery === 0) {
      const copy = copyOf(this.#bank);
      await this.#judgeStore(copy, `after kill ${this.#cycles}`);
      removeBank(copy);
    }
    const again = await this.#start();
    this.#restartsMs.push(again.startedInMs);
    this.#planKill();
    return again;
  }

  async #judgeStore(bank: Bank, when: string): Promise<void> {
    const { lost, corrupt } = await judge(bank, this.#history.acknowledged);
    this.#violations.push(...[...lost, ...corrupt].map((what) => `${when}: ${what}`));
  }

  #start(): Promise<Server> {
    const { bug } = this.#options;
    return Server.start(this.#bank, bug === undefined ? {} : { bug });
  }

  /** A server that dies meanwhile finds the new time in the file when it starts again. */
  async #moveClock(at: number): Promise<void> {
    writeClockFile(this.#bank.clockFile, at);
    const server = await this.#server;
    await server.door('clock').catch(() => undefined);
  }
}
