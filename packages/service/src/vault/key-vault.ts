import { createSecretKey, hash, type KeyObject } from 'node:crypto';
import type { HashName, Hmac } from '@warifu/otp';
import type { Random } from '../ports/random.ts';
import type { SealedSeed } from '../ports/sealed-seed.ts';
import type { WrappedDataKey } from '../ports/store-parts.ts';
import { nonceBytes, openAesGcm, sealAesGcm } from './aes-gcm.ts';
import type { Keyring } from './keyring.ts';
import { type MacHash, OneShotHmac } from './one-shot-hmac.ts';

/**
 * The vault holds the data keys in memory, one per institution, and seals and opens seeds under
 * them. A sealed seed is bound to its institution, token, contract, key version and epoch by the
 * associated data, so that a row that is moved, copied or rolled back does not open (row 38).
 * No plaintext seed outlives the call that needs it.
 */
export interface SeedPlace {
  readonly institutionId: string;
  readonly tokenId: string;
  /** Null while the token is in stock. */
  readonly contractId: string | null;
}

/** A seed that was opened for one call. */
export interface OpenedSeed {
  readonly hmac: Hmac;
  /** Clears the seed. To be called when the call that needed it is through, whatever came of it. */
  close(): void;
}

/** The data key that belongs to no institution: it makes the MACs of audit heads and requests. */
export const systemKeyOwner = '*system*';

export class KeyVault {
  #keyring: Keyring;
  #current = new Map<string, { version: number; key: KeyObject }>();
  #all = new Map<string, KeyObject>();
  #macKey: OneShotHmac | undefined;
  readonly #random: Random;
  readonly #epoch: number;

  constructor(parts: {
    readonly keyring: Keyring;
    readonly random: Random;
    readonly epoch: number;
  }) {
    this.#keyring = parts.keyring;
    this.#random = parts.random;
    this.#epoch = parts.epoch;
  }

  /** Unwraps the data keys of the store. Throws `VaultError` when one does not open (row 40). */
  load(keys: readonly WrappedDataKey[]): void {
    for (const wrapped of keys) this.#adopt(wrapped, this.#unwrap(wrapped));
  }

  /** Whether this very data key is here. */
  knows({ institutionId, version }: Pick<WrappedDataKey, 'institutionId' | 'version'>): boolean {
    return this.#all.has(`${institutionId} ${version}`);
  }

  /** Whether the institution has a data key here. */
  has(institutionId: string): boolean {
    return this.#current.has(institutionId);
  }

  /**
   * A new data key for an owner, wrapped by the active key-encryption key. It is not used before it
   * is loaded: what was sealed under a key that never reached the store would be lost.
   */
  create(institutionId: string, now: number): WrappedDataKey {
    const version = (this.#current.get(institutionId)?.version ?? 0) + 1;
    const bytes = this.#random.bytes(32);
    const key = createSecretKey(bytes);
    bytes.fill(0);
    const parts = { institutionId, version, key, createdAt: now };
    return wrapDataKey(parts, this.#keyring, this.#random);
  }

  /** Takes back a data key that was loaded and did not reach the store. */
  forget({ institutionId, version }: Pick<WrappedDataKey, 'institutionId' | 'version'>): void {
    this.#all.delete(`${institutionId} ${version}`);
    if (this.#current.get(institutionId)?.version === version) this.#current.delete(institutionId);
  }

  /** The same data keys, wrapped anew by the active key of another keyring. */
  rewrap(keys: readonly WrappedDataKey[], keyring: Keyring): readonly WrappedDataKey[] {
    return keys.map((wrapped) => {
      const { institutionId, version, createdAt } = wrapped;
      const key = this.#unwrap(wrapped);
      return wrapDataKey({ institutionId, version, key, createdAt }, keyring, this.#random);
    });
  }

  /** Whether this key-encryption key is in the keyring. */
  holds(kekId: string): boolean {
    return this.#keyring.keys.has(kekId);
  }

  /** Whether new data keys are wrapped by this key-encryption key. */
  wrapsBy(kekId: string): boolean {
    return this.#keyring.active === kekId;
  }

  /** Uses another keyring from now on; called once its wrappings are on disk. */
  useKeyring(keyring: Keyring): void {
    this.#keyring = keyring;
  }

  seal(seed: Uint8Array, place: SeedPlace): SealedSeed {
    const current = this.#current.get(place.institutionId);
    if (!current) throw new VaultError(`no data key for institution ${place.institutionId}`);
    const nonce = this.#random.bytes(nonceBytes);
    const names = { keyVersion: current.version, epoch: this.#epoch };
    const sealed = sealAesGcm(current.key, {
      nonce,
      plaintext: seed,
      aad: seedAad(place, names),
    });
    return { sealed, nonce, ...names };
  }

  /** The seed's HMAC, or undefined when the sealed seed does not belong to that place. */
  open(seed: SealedSeed, place: SeedPlace, algorithm: HashName): OpenedSeed | undefined {
    const plaintext = this.#openBytes(seed, place);
    if (!plaintext) return undefined;
    const mac = new OneShotHmac(macHashes[algorithm], plaintext, counterBytes);
    plaintext.fill(0);
    return { hmac: (message) => mac.digest(message), close: () => mac.forget() };
  }

  /** The seed sealed for another place, when a token gets its contract. */
  reseal(seed: SealedSeed, from: SeedPlace, to: SeedPlace): SealedSeed | undefined {
    const plaintext = this.#openBytes(seed, from);
    if (!plaintext) return undefined;
    const sealed = this.seal(plaintext, to);
    plaintext.fill(0);
    return sealed;
  }

  /** HMAC-SHA256 under the system's key, for audit heads and idempotent requests. */
  mac(message: Uint8Array): Uint8Array {
    if (!this.#macKey) throw new VaultError('the system key is not loaded');
    return this.#macKey.digest(message);
  }

  #openBytes(seed: SealedSeed, place: SeedPlace): Buffer | undefined {
    const key = this.#all.get(`${place.institutionId} ${seed.keyVersion}`);
    return (
      key && openAesGcm(key, { nonce: seed.nonce, sealed: seed.sealed, aad: seedAad(place, seed) })
    );
  }

  #adopt(wrapped: WrappedDataKey, key: KeyObject): void {
    const { institutionId, version } = wrapped;
    this.#all.set(`${institutionId} ${version}`, key);
    const current = this.#current.get(institutionId);
    if (!current || current.version < version) this.#current.set(institutionId, { version, key });
    if (institutionId === systemKeyOwner) this.#useMacKey();
  }

  #useMacKey(): void {
    const bytes = this.#current.get(systemKeyOwner)?.key.export();
    this.#macKey = bytes && new OneShotHmac('sha256', bytes);
    bytes?.fill(0);
  }

  #unwrap({ institutionId, version, kekId, nonce, wrapped }: WrappedDataKey): KeyObject {
    const aad = keyAad(institutionId, version);
    const bytes = openAesGcm(kekOf(this.#keyring, kekId), { nonce, sealed: wrapped, aad });
    if (!bytes)
      throw new VaultError(
        `key-encryption key "${kekId}" does not open the data key of ${institutionId}; is this the keyring of this store?`,
      );
    const key = createSecretKey(bytes);
    bytes.fill(0);
    return key;
  }
}

/** What HOTP and TOTP authenticate: a counter (RFC 4226 5.1). */
const counterBytes = 8;
const macHashes: Readonly<Record<HashName, MacHash>> = {
  SHA1: 'sha1',
  SHA256: 'sha256',
  SHA512: 'sha512',
};

/** A key is missing or wrong. The message names keys by ID and never holds key material. */
export class VaultError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'VaultError';
  }
}

interface DataKeyParts {
  readonly institutionId: string;
  readonly version: number;
  readonly key: KeyObject;
  readonly createdAt: number;
}

function wrapDataKey(parts: DataKeyParts, keyring: Keyring, random: Random): WrappedDataKey {
  const { institutionId, version, createdAt } = parts;
  const nonce = random.bytes(nonceBytes);
  const plaintext = parts.key.export();
  const aad = keyAad(institutionId, version);
  const wrapped = sealAesGcm(kekOf(keyring, keyring.active), { nonce, plaintext, aad });
  plaintext.fill(0);
  return { institutionId, version, kekId: keyring.active, nonce, wrapped, createdAt };
}

function kekOf(keyring: Keyring, id: string): KeyObject {
  const kek = keyring.keys.get(id);
  if (!kek) throw new VaultError(`key-encryption key "${id}" is not in the keyring`);
  return kek;
}

function seedAad(
  { institutionId, tokenId, contractId }: SeedPlace,
  { keyVersion, epoch }: { readonly keyVersion: number; readonly epoch: number },
): Uint8Array {
  const names = ['warifu-seed/1', institutionId, tokenId, contractId ?? '', keyVersion, epoch];
  return Buffer.from(names.join('\n'), 'utf8');
}

function keyAad(institutionId: string, version: number): Uint8Array {
  return Buffer.from(['warifu-data-key/1', institutionId, version].join('\n'), 'utf8');
}

/** SHA-256 in hex, for digests that are no secret. */
export function sha256Hex(text: string | Uint8Array): string {
  return hash('sha256', text, 'hex');
}
