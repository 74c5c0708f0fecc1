import { Failure } from '../outcome.ts';

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
