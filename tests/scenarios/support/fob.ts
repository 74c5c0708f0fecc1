import { createHmac, randomBytes } from 'node:crypto';

/**
 * A key fob as the customer holds it, computed here with node:crypto alone, so that no code of the
 * product decides what the right code is (RFC 4226 5.3, RFC 6238 4).
 */
export class Fob {
  readonly serial: string;
  readonly seed: Buffer = randomBytes(20);
  readonly expiresOn: string;

  readonly stepSeconds: 30 | 60;

  constructor(serial: string, expiresOn: string, stepSeconds: 30 | 60 = 60) {
    this.serial = serial;
    this.expiresOn = expiresOn;
    this.stepSeconds = stepSeconds;
  }

  /** The code shown at an instant, or `steps` steps later (earlier when negative). */
  codeAt(at: number, steps = 0): string {
    const message = Buffer.alloc(8);
    message.writeBigUInt64BE(BigInt(Math.floor(at / (this.stepSeconds * 1_000)) + steps));
    const mac = createHmac('sha1', this.seed).update(message).digest();
    const offset = mac.readUInt8(19) & 0xf;
    return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
  }

  /** A code that the fob shows at none of the steps near an instant. */
  wrongCodeAt(at: number): string {
    const shown = new Set(Array.from({ length: 13 }, (_, index) => this.codeAt(at, index - 6)));
    for (let code = 0; ; code++) {
      const text = String(code).padStart(6, '0');
      if (!shown.has(text)) return text;
    }
  }
}
