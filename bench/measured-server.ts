import type { Child } from './child-calls.ts';
import { clockStartsAt, stepSeconds } from './population.ts';
import type { Usage } from './serve-measured.ts';

export type ServerName = 'raw' | 'usual' | 'warifu';

/**
 * More requests than a server can answer need not be prepared. The raw one gets the same ones
 * again.
 */
const requestsPerSecondMax: Readonly<Record<ServerName, number>> = {
  raw: 2_000,
  usual: 8_000,
  warifu: 20_000,
};
const requestsPerConnectionMax = 4_000;

export interface ServerParts {
  readonly name: ServerName;
  readonly dataDir: string;
  /** The value of the Authorization header. */
  readonly authorization: string;
  readonly tokens: number;
}

/** One server under test: its process, its clock, and which codes are already spent. */
export class MeasuredServer {
  readonly parts: ServerParts;
  readonly port: number;
  readonly #child: Child;
  #atMs = clockStartsAt;
  #position = 0;

  private constructor(parts: ServerParts, child: Child, port: number) {
    this.parts = parts;
    this.#child = child;
    this.port = port;
  }

  /** Waits until a server that was just started says where it listens. */
  static async listening(parts: ServerParts, child: Child): Promise<MeasuredServer> {
    return new MeasuredServer(parts, child, (await child.nextMessage()) as number);
  }

  get atMs(): number {
    return this.#atMs;
  }

  /** Where in the users' order the next round begins. */
  get position(): number {
    return this.#position;
  }

  /** Moves to the next time step: every token has an unspent code again. */
  async nextStep(): Promise<void> {
    this.#atMs += stepSeconds * 1000;
    await this.#child.call({ kind: 'clock', atMs: this.#atMs });
  }

  /** Goes on in the users' order, so that rounds spread over all of them. */
  advance(requests: number): void {
    this.#position = (this.#position + requests) % this.parts.tokens;
  }

  /** How many requests to prepare for a round: at most one for a token. */
  requestsFor(connections: number, seconds: number): number {
    const perSecond = Math.min(
      requestsPerSecondMax[this.parts.name],
      connections * requestsPerConnectionMax,
    );
    return Math.min(this.parts.tokens, perSecond * seconds);
  }

  async usage(): Promise<Usage> {
    return (await this.#child.call({ kind: 'usage' })) as Usage;
  }
}
