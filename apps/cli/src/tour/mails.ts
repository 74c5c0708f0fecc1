import type { CaughtMail } from '@warifu/server/demo';
import { eventually } from './patience.ts';
import { Surprise } from './surprise.ts';

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

  /** The latest to an address. */
  async latestTo(address: string): Promise<CaughtMail> {
    const find = async () => (await this.all()).find(({ to }) => to.includes(address));
    const mail = await eventually(find, (found) => found !== undefined);
    if (!mail) throw new Surprise(`a mail to ${address}`, { expected: 'a mail', got: 'none' });
    return mail;
  }

  async #read(): Promise<readonly CaughtMail[]> {
    const response = await fetch(this.#address, { headers: { accept: 'application/json' } });
    const { mails } = (await response.json()) as { readonly mails: readonly CaughtMail[] };
    return mails;
  }
}
