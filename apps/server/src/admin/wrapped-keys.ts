import { type Keyring, KeyVault, type WrappedDataKey } from '@warifu/service';
import { systemRandom } from '../open-warifu.ts';

/** A wrapped data key as it goes through the admin socket: its bytes in base64. It opens nothing. */
export type WrappedKey = Omit<WrappedDataKey, 'nonce' | 'wrapped'> & {
  readonly nonce: string;
  readonly wrapped: string;
};

export function wrappedKey({ nonce, wrapped, ...rest }: WrappedDataKey): WrappedKey {
  return { ...rest, nonce: base64(nonce), wrapped: base64(wrapped) };
}

/**
 * Whether a keyring opens every data key of a store; for a copy of the keyring, while a server serves
 * by its own. Throws `VaultError` with the key that is missing or wrong.
 */
export function assertOpens(keyring: Keyring, keys: readonly WrappedKey[]): void {
  // Nothing is sealed here, so the epoch, which binds seeds, plays no part.
  const vault = new KeyVault({ keyring, random: systemRandom, epoch: 0 });
  vault.load(
    keys.map(({ nonce, wrapped, ...rest }) => ({
      ...rest,
      nonce: Buffer.from(nonce, 'base64'),
      wrapped: Buffer.from(wrapped, 'base64'),
    })),
  );
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
