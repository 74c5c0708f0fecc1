import type { ActingParty } from '@warifu/engine';
import type { CallContext, RunResult } from '@warifu/service';

/** One request of the institution's system; sent again it is the same one, with the same key. */
export interface Request<T> {
  readonly what: string;
  /** Null for the calls of apps, which take no key. */
  readonly key: string | null;
  /** What the key stands for. */
  readonly input: string;
  /** The codes that were typed, as they were typed; the oracle knows whose they are. */
  readonly typed: readonly string[];
  readonly acting: ActingParty | undefined;
  readonly send: (context: CallContext<T>) => Promise<RunResult>;
}
