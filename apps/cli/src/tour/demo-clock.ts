import { ProblemError } from '@warifu/wire';
import { Failure } from '../outcome.ts';
import { Surprise } from './surprise.ts';

const attempts = 10;

/** The demo's movable clock, which all time in the server follows. */
export class DemoClock {
  readonly #address: string;

  constructor(baseUrl: string) {
    this.#address = `${baseUrl}/demo/clock`;
  }

  /** The demo's time now, in ms. */
  now(): Promise<number> {
    return this.#ask({ method: 'GET' });
  }

  moveTo(at: number): Promise<number> {
    return this.#move({ now: new Date(at).toISOString() });
  }

  /**
   * Does something in one certain second. The clock goes on meanwhile, and a move by weeks sets due
   * work off, which takes its time; what comes out too late for its second is no surprise, and is tried
   * again. It must be something that can be done twice.
   */
  async inSecond<T>(at: number, act: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      await this.moveTo(at);
      try {
        return await act();
      } catch (error) {
        const refused = error instanceof Surprise || error instanceof ProblemError;
        const late = refused && (await this.now()) >= at + 1_000;
        if (!late || attempt === attempts) throw error;
      }
    }
  }

  advance(seconds: number): Promise<number> {
    return this.#move({ advance_seconds: seconds });
  }

  #move(body: object): Promise<number> {
    const headers = { 'content-type': 'application/json' };
    return this.#ask({ method: 'POST', headers, body: JSON.stringify(body) });
  }

  async #ask(init: RequestInit): Promise<number> {
    const response = await fetch(this.#address, init).catch(() => undefined);
    if (!response)
      throw new Failure(
        'demo_gone',
        `${this.#address} does not answer; is the demo still running?`,
      );
    const body: unknown = await response.json().catch(() => undefined);
    if (response.ok && typeof body === 'object' && body !== null && 'now' in body)
      return Date.parse(String(body.now));
    const status = `${init.method} ${this.#address} answered ${response.status}`;
    throw new Failure(
      'no_demo_clock',
      `${status}, so it is no demo’s clock; start a demo with \`npm run demo\``,
    );
  }
}
