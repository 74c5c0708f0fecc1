import type { CaughtMail } from '@warifu/server/demo';
import { Failure } from '../outcome.ts';

const patienceMs = 20_000;
const pauseMs = 50;

/** The mails of a day: the demo catches every mail that its institutions send. */
export class Mails {
  readonly #address: string;
  #lastBefore = 0;

  constructor(baseUrl: string) {
    this.#address = `${baseUrl}/demo/mails`;
  }

  /** From now on; mails of an earlier tour are none of this day. */
  async begin(): Promise<void> {
    const [latest] = await this.#read();
    this.#lastBefore = latest?.id ?? 0;
  }

  /** All of the day, the latest first. */
  async all(): Promise<readonly CaughtMail[]> {
    return (await this.#read()).filter((mail) => mail.id > this.#lastBefore);
  }

  /** The latest to an address; the outbox sends at its own pace, so it may take a moment. */
  async latestTo(address: string): Promise<CaughtMail> {
    const deadline = Date.now() + patienceMs;
    while (Date.now() < deadline) {
      const mail = (await this.all()).find(({ to }) => to.includes(address));
      if (mail) return mail;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
    throw new Failure('mail_missing', `no mail to ${address} came within ${patienceMs / 1_000} s`);
  }

  async #read(): Promise<readonly CaughtMail[]> {
    const response = await fetch(this.#address, { headers: { accept: 'application/json' } });
    const { mails } = (await response.json()) as { readonly mails: readonly CaughtMail[] };
    return mails;
  }
}
