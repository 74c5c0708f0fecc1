import { refreshDataKeys, refreshSharedState } from '@warifu/service';
import { readKeyring } from './keyring-file.ts';
import { isShared, type Warifu } from './open-warifu.ts';
import { reportError } from './report.ts';

/**
 * What a node keeps in memory and another one may change: policies, API keys, data keys. It is read
 * again every few seconds, and a node that could not read it for longer does not decide: it may not
 * know of a revoked key, or of a policy that is in force.
 *
 *   approved, at t ──written within 20 s──▶ read by every node that decides, 10 s later ──▶ t + 30 s
 *
 * So all nodes follow a new policy from the same instant on, also one that was paused meanwhile
 * (docs/adr/0016).
 */
const readEveryMs = 5_000;
const staleAfterMs = 10_000;

export class NodeMemory {
  readonly #warifu: Warifu;
  readonly #shared: boolean;
  #timer: NodeJS.Timeout | undefined;
  #readAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | undefined;

  constructor(warifu: Warifu) {
    this.#warifu = warifu;
    this.#shared = isShared(warifu.config);
  }

  /** Reads for the first time, and regularly from then on. Throws what the store says. */
  async start(): Promise<void> {
    if (!this.#shared) return;
    await this.#read();
    this.#timer = setInterval(() => void this.#readAgain(), readEveryMs).unref();
  }

  /** Whether this node may decide by what it knows. */
  isFresh(): boolean {
    return !this.#shared || performance.now() - this.#readAt < staleAfterMs;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#reading;
  }

  /** One reading at a time: a database that hangs is not asked twice. */
  async #readAgain(): Promise<void> {
    this.#reading ??= this.#read()
      .catch((error: unknown) => reportError(error, 'shared state'))
      .finally(() => {
        this.#reading = undefined;
      });
    await this.#reading;
  }

  async #read(): Promise<void> {
    const { deps, config } = this.#warifu;
    const begunAt = performance.now();
    await refreshSharedState(deps);
    this.#readAt = begunAt;
    await refreshDataKeys(deps, () => readKeyring(config)).catch((error: unknown) =>
      reportError(error, 'data keys'),
    );
  }
}

/** Reads at once what an operator's command is about, so that it does not act on what was before. */
export async function readNow({ deps, config }: Warifu): Promise<void> {
  if (!isShared(config)) return;
  await refreshSharedState(deps);
  await refreshDataKeys(deps, () => readKeyring(config));
}
