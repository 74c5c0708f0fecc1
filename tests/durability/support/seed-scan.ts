import { Buffer } from 'node:buffer';

/**
 * Looks for secrets in heaps of bytes, in every form in which a careless hand might have written
 * them: raw, hex, base32, base64 (at each of its three alignments, so that one inside a longer value
 * is found too). All needles are looked for at once, by their first six bytes.
 */
export interface Secret {
  readonly name: string;
  readonly bytes: Uint8Array;
}

interface Needle {
  readonly form: string;
  readonly name: string;
  readonly bytes: Buffer;
}

const keyBytes = 6;

export class SecretScan {
  readonly #needles = new Map<number, Needle[]>();

  constructor(secrets: readonly Secret[]) {
    for (const secret of secrets) for (const needle of needlesOf(secret)) this.#add(needle);
  }

  /** What was found, each as `form of name`. */
  hits(haystack: Uint8Array): string[] {
    const bytes = Buffer.from(haystack.buffer, haystack.byteOffset, haystack.byteLength);
    const found: string[] = [];
    for (let at = 0; at + keyBytes <= bytes.length; at++) {
      const needles = this.#needles.get(bytes.readUIntBE(at, keyBytes));
      if (needles === undefined) continue;
      for (const needle of needles) {
        const there = bytes.subarray(at, at + needle.bytes.length);
        if (there.equals(needle.bytes)) found.push(`${needle.form} of ${needle.name}`);
      }
    }
    return found;
  }

  #add(needle: Needle): void {
    const key = needle.bytes.readUIntBE(0, keyBytes);
    const known = this.#needles.get(key);
    if (known) known.push(needle);
    else this.#needles.set(key, [needle]);
  }
}

function needlesOf({ name, bytes }: Secret): Needle[] {
  const raw = Buffer.from(bytes);
  return Object.entries({ raw, ...textsOf(raw) }).map(([form, value]) => ({
    form,
    name,
    bytes: Buffer.from(value),
  }));
}

/** Every form of text in which secrets are written down, by its name. */
export function textsOf(bytes: Buffer): Record<string, string> {
  const hex = bytes.toString('hex');
  const base32 = base32Of(bytes);
  return {
    hex,
    'upper-case hex': hex.toUpperCase(),
    base32,
    'lower-case base32': base32.toLowerCase(),
    ...base64Forms(bytes, 'base64'),
    ...base64Forms(bytes, 'base64url'),
  };
}

/** The characters of base64 that depend on these bytes alone, after 0, 1 or 2 bytes of others. */
function base64Forms(bytes: Buffer, form: 'base64' | 'base64url'): Record<string, string> {
  const forms = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString(form)
      .replaceAll('=', '');
    const bits = (before + bytes.length) * 8;
    return [`${form} at ${before}`, text.slice(Math.ceil((before * 8) / 6), Math.floor(bits / 6))];
  });
  return Object.fromEntries(forms);
}

/** RFC 4648 6, without padding. */
function base32Of(bytes: Buffer): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{5}/g) ?? [];
  return groups.map((group) => alphabet[Number.parseInt(group, 2)]).join('');
}
