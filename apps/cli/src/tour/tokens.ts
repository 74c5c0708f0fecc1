import { stepStartMs, timeStep } from '@warifu/otp';
import type { DemoToken } from '@warifu/server/demo';
import type { DemoClock } from './demo-clock.ts';
import type { Secrets } from './secrets.ts';

/** A fob or an app in a customer's hands. */
export interface HeldToken extends DemoToken {
  /** The last step whose code was read off it, so that no code is read twice. */
  lastReadStep: number;
}

type Shown = Pick<DemoToken, 'seed' | 'stepSeconds'>;

/** The code of an instant, and one that is none around it; the demo's own customers compute them so. */
export interface CodeMaker {
  readonly codeOf: (token: Shown, at: number) => string;
  readonly wrongCode: (token: Shown, at: number) => string;
}

/**
 * The key fobs and apps in the customers' hands, by what happens to them: they show a code for each
 * step of the demo's clock.
 */
export class Tokens {
  readonly #clock: DemoClock;
  readonly #maker: CodeMaker;
  readonly #secrets: Secrets;
  readonly #held = new Map<string, HeldToken>();

  constructor(clock: DemoClock, maker: CodeMaker, secrets: Secrets) {
    this.#clock = clock;
    this.#maker = maker;
    this.#secrets = secrets;
  }

  /** Somebody has this one from now on. */
  hold(name: string, token: DemoToken): void {
    this.#held.set(name, { ...token, lastReadStep: -1 });
    this.#secrets.addSeed(token.seed);
  }

  named(name: string): HeldToken {
    const token = this.#held.get(name);
    if (!token) throw new Error(`the day has no token "${name}"`);
    return token;
  }

  /** The day that is printed on a fob. */
  expiryOf(name: string): string {
    const { expiresOn } = this.named(name);
    if (expiresOn === null) throw new Error(`nothing is printed on the token "${name}"`);
    return expiresOn;
  }

  /** The next code that it shows; when the current one was read before, time goes on to the next step. */
  async read(name: string): Promise<string> {
    const token = this.named(name);
    const { stepSeconds, lastReadStep } = token;
    let now = await this.#clock.now();
    if (timeStep(now, stepSeconds) <= lastReadStep) {
      const free = stepStartMs(lastReadStep + 1, stepSeconds);
      now = await this.#clock.advance(Math.max(stepSeconds + 1, Math.ceil((free - now) / 1_000)));
    }
    token.lastReadStep = timeStep(now, stepSeconds);
    return this.#secrets.addCode(this.#maker.codeOf(token, now));
  }

  /** A code that it shows at none of the steps around now. */
  async wrong(name: string): Promise<string> {
    return this.#secrets.addCode(this.#maker.wrongCode(this.named(name), await this.#clock.now()));
  }
}

const fullWidthZero = 0xff10;

/** A code as a Japanese keyboard may type it: full-width digits with a space in the middle (ALL-05). */
export function inFullWidth(code: string): string {
  const wide = [...code].map((digit) => String.fromCharCode(fullWidthZero + Number(digit)));
  return `${wide.slice(0, 3).join('')} ${wide.slice(3).join('')}`;
}
