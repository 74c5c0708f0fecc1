import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import {
  type Keyring,
  KeyringError,
  keyringWith,
  keyringWithoutRetired,
  parseKeyring,
} from '@warifu/service';
import type { ServerConfig } from './config.ts';

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
  if ((statSync(file).mode & 0o077) !== 0)
    throw new KeyringError(`${file} can be read by others than its owner; run: chmod 600 ${file}`);
  return readFileSync(file, 'utf8');
}

/** Makes a new keyring with one key. Refuses to replace an existing file. */
export function initKeyringFile(file: string): void {
  if (existsSync(file))
    throw new KeyringError(`${file} exists already; \`warifu keys rotate\` adds a key to it`);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeDurably(file, keyringWith(null, randomBytes(32)));
}

/** Adds a key to the keyring file and makes it the active one. */
export function addKeyToFile(file: string): Keyring {
  const text = keyringWith(readKeyringFile(file), randomBytes(32));
  writeDurably(file, text);
  return parseKeyring(text);
}

/** Removes the keys that wrap nothing any more. */
export function dropRetiredKeys(file: string): void {
  writeDurably(file, keyringWithoutRetired(readKeyringFile(file)));
}

/** Whole or not at all: written beside, flushed, then renamed over. */
function writeDurably(file: string, text: string): void {
  const beside = `${file}.new`;
  writeFileSync(beside, text, { mode: 0o600, flush: true });
  chmodSync(beside, 0o600);
  renameSync(beside, file);
}
