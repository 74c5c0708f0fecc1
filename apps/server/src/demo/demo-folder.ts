import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isServed } from '../admin/client.ts';
import {
  adminSocketFile,
  anchorFile,
  ConfigError,
  type ServerConfig,
  storeFile,
} from '../config.ts';
import { initKeyringFile } from '../keyring-file.ts';
import { makeFolder } from '../make-folder.ts';
import { type DemoFile, demoFilePath, readDemoFile } from './demo-file.ts';
import { replaceFile } from './replace-file.ts';

/**
 * The demo's folder. A demo may be thrown away and filled anew, and what is thrown away includes a
 * store and a keyring; so it must be certain that they are the demo's. A marker is written before the
 * first file and taken away after the last one, which is `demo.json`: a folder with one of the two is
 * the demo's, and any other folder with a store or a keyring is somebody's whom it would ruin.
 */
export function demoConfig(config: ServerConfig): ServerConfig {
  // A keyring named in the environment is most likely that of a production server.
  const keyringFile = join(config.dataDir, 'keyring.json');
  // Nobody else reaches a demo, so its mails link to where it listens.
  const publicUrl = config.publicUrl ?? `http://${config.host}:${config.port}`;
  return { ...config, keyringText: null, keyringFile, publicUrl };
}

/** Throws `ConfigError` when a server runs on the folder: most often the demo, in another terminal. */
export async function assertNotServed(config: ServerConfig): Promise<void> {
  if (!(await isServed(config))) return;
  const { dataDir } = config;
  const demo = readDemoFile(dataDir);
  throw new ConfigError(
    demo === undefined
      ? `a server runs on ${dataDir}; stop it first, or name another WARIFU_DATA_DIR`
      : `the demo runs already, at ${demo.base_url}; use it, or stop it with Ctrl-C in its terminal first`,
  );
}

/** Whether the demo is there, whole. */
export function isFilled({ dataDir }: ServerConfig): boolean {
  return existsSync(demoFilePath(dataDir)) && !existsSync(markerFile(dataDir));
}

/** The file of a whole demo. Throws `ConfigError` when its store or keyring has gone since. */
export function wholeDemo(config: ServerConfig): DemoFile {
  const known = readDemoFile(config.dataDir);
  if (known && existsSync(storeFile(config)) && existsSync(config.keyringFile)) return known;
  throw new ConfigError(
    `the demo in ${config.dataDir} lacks its store or its keyring; begin anew with \`npm run demo -- --reset\``,
  );
}

/**
 * Makes the folder ready to be filled: with a marker and a new keyring, and without what an earlier
 * demo left. Throws `ConfigError`, with nothing changed, when what is in the folder is not the demo's.
 */
export function beginFilling(config: ServerConfig): void {
  const { dataDir, keyringFile } = config;
  assertOurs(config);
  makeFolder(dataDir);
  replaceFile(markerFile(dataDir), 'The demo is being filled; npm run demo begins it anew.\n');
  for (const file of ownFiles(config)) rmSync(file, { force: true });
  initKeyringFile(keyringFile);
}

/** The demo is whole from here on. */
export function endFilling({ dataDir }: ServerConfig): void {
  rmSync(markerFile(dataDir), { force: true });
}

function assertOurs(config: ServerConfig): void {
  const { dataDir } = config;
  if (existsSync(markerFile(dataDir)) || existsSync(demoFilePath(dataDir))) return;
  const foreign = ownFiles(config).find((file) => existsSync(file));
  if (foreign === undefined) return;
  throw new ConfigError(
    `${foreign} is not the demo's, and the demo would replace it; name another WARIFU_DATA_DIR`,
  );
}

function markerFile(dataDir: string): string {
  return join(dataDir, 'demo.filling');
}

function ownFiles(config: ServerConfig): string[] {
  const store = storeFile(config);
  return [
    demoFilePath(config.dataDir),
    store,
    `${store}-wal`,
    `${store}-shm`,
    join(config.dataDir, 'clock-offset-ms'),
    anchorFile(config),
    adminSocketFile(config),
    config.keyringFile,
  ];
}
