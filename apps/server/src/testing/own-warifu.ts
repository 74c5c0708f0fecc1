import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { ServerConfig } from '../config.ts';
import { initKeyringFile } from '../keyring-file.ts';

/** A folder that goes with its test. */
export function ownFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), `warifu-server-${randomBytes(2).toString('hex')}-`));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** What a server needs: a folder, a keyring in it, and a free port of the loopback. */
export function ownConfig(): ServerConfig {
  const dataDir = ownFolder();
  const keyringFile = join(dataDir, 'keyring.json');
  initKeyringFile(keyringFile);
  return { host: '127.0.0.1', port: 0, dataDir, keyringText: null, keyringFile };
}
