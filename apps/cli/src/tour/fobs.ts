import { stepStartMs, timeStep } from '@warifu/otp';
import type { DemoFob } from '@warifu/server/demo';
import type { DemoClock } from './demo-clock.ts';
import { notice } from './the-notice.ts';

/** The fobs of the day, by what happens to them. */
export const fobNames = [
  'short-lived',
  'second',
  'shared',
  'spare',
  'reissued',
  'exchanged',
  'successor',
  'never posted',
] as const;

export type FobName = (typeof fobNames)[number];

export interface Fob extends DemoFob {
  /** The last step whose code was read off it, so that no code is read twice. */
  lastReadStep: number;
}

/** The code of an instant, and one that is none around it; the demo's own customers compute them so. */
export interface CodeMaker {
  readonly codeOf: (fob: Pick<DemoFob, 'seed'>, at: number) => string;
  readonly wrongCode: (fob: Pick<DemoFob, 'seed'>, at: number) => string;
}

/** The key fobs in the customers' hands: they show a code for each minute of the demo's clock. */
export class Fobs {
  readonly #clock: DemoClock;
  readonly #maker: CodeMaker;
  readonly #fobs: ReadonlyMap<FobName, Fob>;
  /** Every code that was typed, to look for in places where none may be. */
  readonly typed: string[] = [];

  constructor(clock: DemoClock, maker: CodeMaker, fobs: readonly DemoFob[]) {
    this.#clock = clock;
    this.#maker = maker;
    const rows = fobNames.flatMap((name, index) => {
      const fob = fobs[index];
      return fob ? [[name, { ...fob, lastReadStep: -1 }] as const] : [];
    });
    this.#fobs = new Map(rows);
  }

  get all(): readonly Fob[] {
    return [...this.#fobs.values()];
  }

  named(name: FobName): Fob {
    const fob = this.#fobs.get(name);
    if (!fob) throw new Error(`the day has no fob "${name}"`);
    return fob;
  }

  /** The next code that the fob shows; when the current one was read before, time goes on by 61 s. */
  async read(name: FobName): Promise<string> {
    const fob = this.named(name);
    let now = await this.#clock.now();
    if (timeStep(now, notice.stepSeconds) <= fob.lastReadStep) {
      const free = stepStartMs(fob.lastReadStep + 1, notice.stepSeconds);
      now = await this.#clock.advance(Math.max(61, Math.ceil((free - now) / 1_000)));
    }
    fob.lastReadStep = timeStep(now, notice.stepSeconds);
    return this.#remember(this.#maker.codeOf(fob, now));
  }

  /** A code that the fob shows at none of the steps around now. */
  async wrong(name: FobName): Promise<string> {
    return this.#remember(this.#maker.wrongCode(this.named(name), await this.#clock.now()));
  }

  #remember(code: string): string {
    this.typed.push(code);
    return code;
  }
}

const fullWidthZero = 0xff10;

/** A code as a Japanese keyboard may type it: full-width digits with a space in the middle (ALL-05). */
export function inFullWidth(code: string): string {
  const wide = [...code].map((digit) => String.fromCharCode(fullWidthZero + Number(digit)));
  return `${wide.slice(0, 3).join('')} ${wide.slice(3).join('')}`;
}
