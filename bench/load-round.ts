import { type LoadConnection, openConnection } from './load-connection.ts';
import type { LoadPlan, LoadResult } from './load-plan.ts';
import { type PreparedRequests, prepareRequests } from './requests.ts';

/** Runs one round: every connection sends its next request as soon as it has its answer. */
export async function runRound(plan: LoadPlan): Promise<LoadResult> {
  const round = new Round(plan, prepareRequests(plan));
  const fail = (error: Error) => round.fail(error);
  const connections: LoadConnection[] = [];
  for (let number = 0; number < plan.connections; number += 1) {
    const take = (text: string, bodyAt: number) => round.take(number, text, bodyAt);
    connections.push(await openConnection(plan.port, take, fail));
  }
  try {
    return await round.run(connections);
  } finally {
    for (const connection of connections) connection.close();
  }
}

class Round {
  readonly #plan: LoadPlan;
  readonly #requests: PreparedRequests;
  /** The text that an answer must hold, per mix. */
  readonly #marks: readonly string[];
  readonly #inFlight: number[] = [];
  readonly #sentAt: number[] = [];
  readonly #latencies: number[] = [];
  readonly #mixOf: number[] = [];
  #connections: readonly LoadConnection[] = [];
  #sent = 0;
  #open = 0;
  #deadline = 0;
  #mismatches = 0;
  #firstMismatch: string | null = null;
  readonly #ended = Promise.withResolvers<void>();

  constructor(plan: LoadPlan, requests: PreparedRequests) {
    this.#plan = plan;
    this.#requests = requests;
    this.#marks = plan.mixes.map((mix) => `"result":"${mix.expect}"`);
  }

  async run(connections: readonly LoadConnection[]): Promise<LoadResult> {
    this.#connections = connections;
    this.#open = connections.length;
    const cpuBefore = process.cpuUsage();
    const startedAt = performance.now();
    this.#deadline = startedAt + this.#plan.seconds * 1000;
    connections.forEach((_, number) => {
      this.#sendNext(number, performance.now());
    });
    await this.#ended.promise;
    const elapsedMs = performance.now() - startedAt;
    const cpu = process.cpuUsage(cpuBefore);
    return {
      answered: this.#latencies.length,
      mismatches: this.#mismatches,
      firstMismatch: this.#firstMismatch,
      elapsedMs,
      cpuMs: (cpu.user + cpu.system) / 1000,
      latenciesMs: Float64Array.from(this.#latencies),
      mixOf: Uint8Array.from(this.#mixOf),
    };
  }

  fail(error: Error): void {
    this.#ended.reject(error);
  }

  take(number: number, text: string, bodyAt: number): void {
    const now = performance.now();
    const mix = this.#requests.mixOf[this.#inFlight[number] ?? 0] ?? 0;
    this.#latencies.push(now - (this.#sentAt[number] ?? now));
    this.#mixOf.push(mix);
    const right = text.startsWith('200', 9) && text.includes(this.#marks[mix] ?? '', bodyAt);
    if (!right) this.#mismatch(text, bodyAt);
    this.#sendNext(number, now);
  }

  #sendNext(number: number, now: number): void {
    const { bytes, requestBytes, count } = this.#requests;
    if (now >= this.#deadline || (this.#sent >= count && !this.#plan.repeat)) {
      this.#open -= 1;
      if (this.#open === 0) this.#ended.resolve();
      return;
    }
    const index = this.#sent % count;
    this.#sent += 1;
    this.#inFlight[number] = index;
    this.#sentAt[number] = now;
    const from = index * requestBytes;
    this.#connections[number]?.send(bytes.subarray(from, from + requestBytes));
  }

  #mismatch(text: string, bodyAt: number): void {
    this.#mismatches += 1;
    this.#firstMismatch ??= `${text.slice(9, 12)} ${text.slice(bodyAt)}`;
  }
}
