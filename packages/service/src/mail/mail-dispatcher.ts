import type { Clock } from '../ports/clock.ts';
import type { Mailer, MailMessage, SendResult } from '../ports/mailer.ts';
import type { MailSettlement, MailStore, OutboxMail } from '../ports/mails.ts';
import { isTooOld, longestRetryMs, retryDelayMs, serverPauseMs } from './retry-times.ts';

/**
 * Sends what is in the outbox, beside all requests (row 82):
 *
 *   claim a batch under a lease ─▶ render ─▶ send ─▶ write down what became of it ─▶ next
 *
 * A mail is written down right after it was sent. A node that is killed in between has sent mails
 * that are still queued, at most as many as it had under way (`concurrency`); they are sent once more
 * when the lease has run out, with the same Message-ID.
 */
export interface DispatcherParts {
  readonly mails: MailStore;
  readonly clock: Clock;
  readonly mailer: Mailer;
  /** The message, or undefined when there is nothing left to tell (a code that is used or too old). */
  readonly render: (mail: OutboxMail) => Promise<MailMessage | undefined>;
  readonly newLeaseId: () => string;
  /** Hears of a mail that could not be rendered: the code is at fault, and the mail is tried again. */
  readonly onError: (error: unknown) => void;
  readonly limits?: Partial<DispatcherLimits> | undefined;
}

export interface DispatcherLimits {
  /** Mails in one lease. */
  readonly batch: number;
  /** Mails under way at once. */
  readonly concurrency: number;
  readonly leaseMs: number;
  /** How long the mailer may take for one mail. */
  readonly sendDeadlineMs: number;
}

export const dispatcherLimits: DispatcherLimits = {
  batch: 8,
  concurrency: 1,
  leaseMs: 120_000,
  sendDeadlineMs: 30_000,
};

/** What one pass did, by number of mails. */
export interface PassResult {
  sent: number;
  retried: number;
  failed: number;
  expired: number;
}

interface Lease {
  readonly id: string;
  readonly until: number;
}

export class MailDispatcher {
  readonly #parts: DispatcherParts;
  readonly #limits: DispatcherLimits;
  #timesDown = 0;
  #pausedUntil = 0;

  constructor(parts: DispatcherParts) {
    this.#parts = parts;
    this.#limits = { ...dispatcherLimits, ...parts.limits };
  }

  /**
   * Sends until nothing is due, the server is down or `signal` asks for an end. One pass at a time;
   * rejects with what the store says.
   */
  async pass(signal?: AbortSignal): Promise<PassResult> {
    const result: PassResult = { sent: 0, retried: 0, failed: 0, expired: 0 };
    while (!signal?.aborted && !this.#isPaused()) {
      const lease = this.#newLease();
      const batch = await this.#claim(lease);
      if (batch.length === 0) return result;
      await this.#deliver(batch, { lease, result, signal });
    }
    return result;
  }

  #newLease(): Lease {
    const until = this.#parts.clock.now() + this.#limits.leaseMs;
    return { id: this.#parts.newLeaseId(), until };
  }

  #claim(lease: Lease): Promise<readonly OutboxMail[]> {
    const { mails, clock } = this.#parts;
    const now = clock.now();
    return mails.claim({
      leaseId: lease.id,
      now,
      leasedUntil: lease.until,
      plausibleUntil: now + 2 * longestRetryMs,
      limit: this.#limits.batch,
    });
  }

  async #deliver(batch: readonly OutboxMail[], delivery: Delivery): Promise<void> {
    const waiting = [...batch];
    const worker = async () => {
      for (let mail = waiting.shift(); mail; mail = waiting.shift()) {
        if (!this.#mayGoOn(delivery)) return void waiting.unshift(mail);
        await this.#deliverOne(mail, delivery);
      }
    };
    const workers = Array.from({ length: this.#limits.concurrency }, worker);
    // All have ended before an error is told: none goes on sending behind a closed store.
    const ended = await Promise.allSettled(workers);
    if (waiting.length > 0) await this.#parts.mails.release(delivery.lease.id);
    for (const one of ended) if (one.status === 'rejected') throw one.reason;
  }

  /** A mail is begun only if its lease lasts for as long as sending may take. */
  #mayGoOn({ lease, signal }: Delivery): boolean {
    const latestEnd = this.#parts.clock.now() + this.#limits.sendDeadlineMs;
    return !signal?.aborted && !this.#isPaused() && latestEnd <= lease.until;
  }

  async #deliverOne(mail: OutboxMail, { lease, result }: Delivery): Promise<void> {
    const outcome = await this.#outcomeOf(mail);
    result[countOf[outcome.state]] += 1;
    await this.#parts.mails.settle({ id: mail.id, leaseId: lease.id, outcome });
  }

  async #outcomeOf(mail: OutboxMail): Promise<Outcome> {
    const { clock, render, mailer, onError } = this.#parts;
    if (isTooOld(mail, clock.now())) return { state: 'expired' };
    let message: MailMessage | undefined;
    try {
      message = await render(mail);
    } catch (error) {
      onError(error);
      return this.#later(mail, 'render_failed');
    }
    if (!message) return { state: 'expired' };
    return this.#settled(mail, await mailer.send(message));
  }

  #settled(mail: OutboxMail, sent: SendResult): Outcome {
    if (sent.kind === 'retry' && sent.serverDown) this.#pause();
    else this.#timesDown = 0;
    if (sent.kind === 'sent') return { state: 'sent', at: this.#parts.clock.now() };
    if (sent.kind === 'refused') return { state: 'failed', error: sent.error };
    return this.#later(mail, sent.error);
  }

  #later({ attempts }: OutboxMail, error: string): Outcome {
    const nextAttemptAt = this.#parts.clock.now() + retryDelayMs(attempts + 1);
    return { state: 'queued', nextAttemptAt, error };
  }

  /** A server that is down is left alone for a while, so that not every mail has to find out itself. */
  #pause(): void {
    this.#timesDown += 1;
    this.#pausedUntil = this.#parts.clock.now() + serverPauseMs(this.#timesDown);
  }

  #isPaused(): boolean {
    const left = this.#pausedUntil - this.#parts.clock.now();
    // A pause longer than any pause was made under a clock that has been put back since.
    return left > 0 && left <= serverPauseMs(Number.MAX_SAFE_INTEGER);
  }
}

type Outcome = MailSettlement['outcome'];

interface Delivery {
  readonly lease: Lease;
  readonly result: PassResult;
  readonly signal: AbortSignal | undefined;
}

const countOf = {
  sent: 'sent',
  queued: 'retried',
  failed: 'failed',
  expired: 'expired',
} as const satisfies Record<Outcome['state'], keyof PassResult>;
