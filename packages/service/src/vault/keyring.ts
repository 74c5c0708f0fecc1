import { createHash, createSecretKey, type KeyObject } from 'node:crypto';

/**
 * The key-encryption keys, from a file or the environment and never from the store (row 37):
 *
 *   { "schema": "warifu-keyring/1", "active": "k2", "keys": { "k1": "<base64>", "k2": "<base64>" } }
 *
 * The active one wraps; the others only unwrap what they wrapped, until a rotation is through.
 */
export interface Keyring {
  readonly active: string;
  readonly keys: ReadonlyMap<string, KeyObject>;
}

export class KeyringError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'KeyringError';
  }
}

const keyBytes = 32;

/** Parses a keyring. Throws `KeyringError`, whose message never holds key material. */
export function parseKeyring(text: string): Keyring {
  const { active, keys } = keyringShape(text);
  const parsed = new Map<string, KeyObject>();
  for (const [id, value] of Object.entries(keys)) {
    const bytes = Buffer.from(value, 'base64');
    if (bytes.length !== keyBytes)
      throw new KeyringError(`the keyring's key "${id}" is not 32 bytes in base64`);
    parsed.set(id, createSecretKey(bytes));
    bytes.fill(0);
  }
  if (!parsed.has(active))
    throw new KeyringError(`the keyring's active key "${active}" is not among its keys`);
  return { active, keys: parsed };
}

function keyringShape(text: string): { active: string; keys: Record<string, string> } {
  const wrong = () =>
    new KeyringError(
      'the keyring is not a warifu-keyring/1 document; make one with `warifu keys init`',
    );
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw wrong();
  }
  if (typeof document !== 'object' || document === null) throw wrong();
  const { schema, active, keys } = document as Record<string, unknown>;
  if (schema !== 'warifu-keyring/1' || typeof active !== 'string') throw wrong();
  if (typeof keys !== 'object' || keys === null || Array.isArray(keys)) throw wrong();
  const entries = Object.entries(keys);
  if (!entries.every((entry): entry is [string, string] => typeof entry[1] === 'string'))
    throw wrong();
  return { active, keys: Object.fromEntries(entries) };
}

/** The text of a keyring with one more key, which becomes the active one. */
export function keyringWith(existing: string | null, newKey: Uint8Array): string {
  const before = existing === null ? { keys: {} } : keyringShape(existing);
  const id = `k${Object.keys(before.keys).length + 1}-${fingerprint(newKey)}`;
  const keys = { ...before.keys, [id]: Buffer.from(newKey).toString('base64') };
  return `${JSON.stringify({ schema: 'warifu-keyring/1', active: id, keys }, null, 2)}\n`;
}

/**
 * The text of a keyring with one more key, which wraps nothing yet: on its way to every node of a
 * shared store before a rotation there.
 */
export function keyringPrepared(existing: string, newKey: Uint8Array): string {
  return keyringActivated(keyringWith(existing, newKey), keyringShape(existing).active);
}

/** The text of a keyring whose active key is another one of its keys. Throws `KeyringError`. */
export function keyringActivated(existing: string, active: string): string {
  const { keys } = keyringShape(existing);
  if (keys[active] === undefined)
    throw new KeyringError(`the keyring has no key "${active}"; is it the one of this store?`);
  return `${JSON.stringify({ schema: 'warifu-keyring/1', active, keys }, null, 2)}\n`;
}

/**
 * The same keys, with the one active that wraps the data keys of the store. On a shared store a
 * rotation on one node makes it another one for all, whatever their files say. A keyring that lacks
 * it stays as it is: what it wraps the store does not take.
 */
export function followingStore(keyring: Keyring, kekId: string | undefined): Keyring {
  return kekId !== undefined && keyring.keys.has(kekId) ? { ...keyring, active: kekId } : keyring;
}

/** The text of a keyring that keeps only its active key, once nothing is wrapped by the others. */
export function keyringWithoutRetired(existing: string): string {
  const { active, keys } = keyringShape(existing);
  const kept = { [active]: keys[active] };
  return `${JSON.stringify({ schema: 'warifu-keyring/1', active, keys: kept }, null, 2)}\n`;
}

/** Six hex digits that name a key without telling it. */
function fingerprint(key: Uint8Array): string {
  return createHash('sha256').update('warifu-kek-id').update(key).digest('hex').slice(0, 6);
}
