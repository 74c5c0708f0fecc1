import { type Keyring, KeyringError, rotateKeyring, wrappingKeyOf } from '@warifu/service';
import {
  activateKeyInFile,
  addKeyToFile,
  dropRetiredKeys,
  prepareKeyInFile,
  readKeyring,
} from '../keyring-file.ts';
import { isShared, type Warifu } from '../open-warifu.ts';
import { AdminError } from './admin-error.ts';

/** What the store's data keys are wrapped by. */
export interface KeysState {
  readonly dataKeys: number;
  readonly active: string;
  /** A key of the keyring that the next rotation will take; on a shared store only. */
  readonly prepared: string | null;
}

/**
 * Where nodes share a store, each has a keyring of its own, and a node without the key that wraps the
 * data keys cannot start. So the new key goes to all of them before anything is wrapped by it:
 *
 *   prepare ─▶ copy the keyring to every node ─▶ rotate ─▶ copy it again, without the old key
 *
 * The other nodes follow by themselves within seconds. Until the last copy they hold both keys.
 */
export function prepareRotation({ config }: Warifu): { readonly prepared: string } {
  if (!isShared(config))
    throw new AdminError(
      'not_shared',
      'no other node has this store: `warifu keys rotate` needs no preparation',
    );
  refuseKeyringInEnvironment(config);
  return { prepared: prepareKeyInFile(config.keyringFile) };
}

export async function rotateKeys(warifu: Warifu): Promise<Omit<KeysState, 'prepared'>> {
  const { deps, config } = warifu;
  refuseKeyringInEnvironment(config);
  const keyring = isShared(config)
    ? activateKeyInFile(config.keyringFile, await preparedKeyOf(warifu))
    : addKeyToFile(config.keyringFile);
  const dataKeys = await rotateKeyring(deps, keyring);
  // The store is asked, and not what was meant to be in it: a dropped key never comes back.
  const wrapped = await deps.store.keys.dataKeys();
  const left = wrapped.find((key) => key.kekId !== keyring.active);
  if (left)
    throw new KeyringError(
      `a data key is still wrapped by "${left.kekId}", so the keyring keeps all its keys; run \`warifu keys rotate\` again`,
    );
  dropRetiredKeys(config.keyringFile);
  return { dataKeys, active: keyring.active };
}

/** The data keys were unwrapped when the store was opened; a wrong keyring does not get here. */
export async function checkKeys({ deps, config }: Warifu): Promise<KeysState> {
  const keys = await deps.store.keys.dataKeys();
  const active = wrappingKeyOf(keys) ?? '';
  const prepared = isShared(config) ? preparedIn(readKeyring(config), active) : null;
  return { dataKeys: keys.length, active, prepared };
}

/** The last key that came into a keyring after the one that wraps the data keys. */
export function preparedIn(keyring: Keyring, active: string): string | null {
  const ids = [...keyring.keys.keys()];
  return ids.slice(ids.indexOf(active) + 1).at(-1) ?? null;
}

async function preparedKeyOf(warifu: Warifu): Promise<string> {
  const { prepared } = await checkKeys(warifu);
  if (prepared !== null) return prepared;
  throw new AdminError(
    'keys_not_prepared',
    'other nodes may have this store: run `warifu keys rotate --prepare`, copy the keyring to every node, then rotate',
  );
}

function refuseKeyringInEnvironment({ keyringText }: Warifu['config']): void {
  if (keyringText === null) return;
  throw new KeyringError(
    'the keyring is in WARIFU_KEYRING; put it into a file named by WARIFU_KEYRING_FILE to rotate it here',
  );
}
