import { randomBytes } from 'node:crypto';
import type { Json } from './api.ts';
import { Fob } from './fob.ts';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The bytes of a Base32 secret, read here and not by code of the product (RFC 4648 6). */
export function bytesOfBase32(text: string): Buffer {
  const bits = [...text].map((one) => letters.indexOf(one).toString(2).padStart(5, '0')).join('');
  const bytes = bits.match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((eight) => Number.parseInt(eight, 2)));
}

/** A token in an app, which makes its codes of the secret that it was told. */
export class SoftToken extends Fob {
  override readonly seed: Buffer;

  constructor({ serial, secret, period_seconds: seconds }: Json) {
    super(String(serial), '', seconds === 30 ? 30 : 60);
    this.seed = bytesOfBase32(String(secret));
  }
}

/** A code that came by mail: it does not change with time. */
export class MailedCode extends Fob {
  readonly #code: string;

  constructor(code: string) {
    super('', '');
    this.#code = code;
  }

  override codeAt(): string {
    return this.#code;
  }
}

/** What an app calls itself: 128 random bits. */
export function newDeviceId(): string {
  return randomBytes(16).toString('base64url');
}
