import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import {
  type Keyring,
  KeyringError,
  keyringActivated,
  keyringPrepared,
  keyringWith,
  keyringWithoutRetired,
  parseKeyring,
} from '@warifu/service';
import type { ServerConfig } from './config.ts';
import { makeFolder } from './make-folder.ts';

/** Reads the keyring from the environment or its file. Throws `KeyringError` with the remedy. */
export function readKeyring(config: Pick<ServerConfig, 'keyringText' | 'keyringFile'>): Keyring {
  if (config.keyringText !== null) return parseKeyring(config.keyringText);
  return parseKeyring(readKeyringFile(config.keyringFile));
}

function readKeyringFile(file: string): string {
  if (!existsSync(file))
    throw new KeyringError(
      `there is no keyring at ${file}; make one with \`warifu keys init\`, or name it with WARIFU_KEYRING_FILE`,
    );
  refuseFolder(file);
  if ((statSync(file).mode & 0o077) !== 0)
    throw new KeyringError(`${file} can be read by others than its owner; run: chmod 600 ${file}`);
  return readFileSync(file, 'utf8');
}

function refuseFolder(file: string): void {
  if (!statSync(file).isDirectory()) return;
  throw new KeyringError(
    `${file} is a folder, not a keyring; name the file in it with WARIFU_KEYRING_FILE`,
  );
}

/** Makes a new keyring with one key. Refuses to replace an existing file. */
export function initKeyringFile(file: string): void {
  if (existsSync(file)) {
    refuseFolder(file);
    throw new KeyringError(
      `${file} exists already and stays as it is; \`warifu keys check\` tells whether it opens the store`,
    );
  }
  // A link to nothing is a disk that is not there just now, and no place for a new keyring.
  if (lstatSync(file, { throwIfNoEntry: false }))
    throw new KeyringError(`${file} is a link to a file that is not there; bring it back first`);
  makeFolder(dirname(file));
  writeDurably(file, keyringWith(null, randomBytes(32)));
}

/** Adds a key to the keyring file and makes it the active one. */
export function addKeyToFile(file: string): Keyring {
  const text = keyringWith(readKeyringFile(file), randomBytes(32));
  writeDurably(file, text);
  return parseKeyring(text);
}

/** Adds a key that wraps nothing yet, and gives its id. */
export function prepareKeyInFile(file: string): string {
  const before = readKeyringFile(file);
  const text = keyringPrepared(before, randomBytes(32));
  writeDurably(file, text);
  return [...parseKeyring(text).keys.keys()].at(-1) ?? '';
}

/** Makes another key of the file the active one. */
export function activateKeyInFile(file: string, id: string): Keyring {
  const text = keyringActivated(readKeyringFile(file), id);
  writeDurably(file, text);
  return parseKeyring(text);
}

/** Removes the keys that wrap nothing any more. */
export function dropRetiredKeys(file: string): void {
  writeDurably(file, keyringWithoutRetired(readKeyringFile(file)));
}

/**
 * Whole or not at all, and still there after a power cut: written beside, flushed, renamed over, and
 * the folder flushed too. A link stays one, and its target keeps owner and mode.
 */
function writeDurably(file: string, text: string): void {
  const target = existsSync(file) ? realpathSync(file) : file;
  const before = existsSync(target) ? statSync(target) : undefined;
  const beside = `${target}.new`;
  rmSync(beside, { force: true });
  writeFileSync(beside, text, { mode: 0o600, flush: true });
  if (before) keepOwner(beside, before);
  chmodSync(beside, before ? before.mode & 0o700 : 0o600);
  renameSync(beside, target);
  syncFolder(dirname(target));
}

/** Only root writes a file of another user; then it must stay readable for that user. */
function keepOwner(file: string, { uid, gid }: Stats): void {
  const own = statSync(file);
  if (own.uid !== uid || own.gid !== gid) chownSync(file, uid, gid);
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
