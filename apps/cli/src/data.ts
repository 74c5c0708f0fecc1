import { existsSync } from 'node:fs';
import type { AdminOperations, ServerConfig } from '@warifu/server';
import { type Invocation, type Options, productionDataDir } from './leaf.ts';
import { Failure } from './outcome.ts';

/** The server's modules; loaded late, so that help and wrong usage are answered at once. */
export const loadServer = () => import('@warifu/server');

/** What plays the demo; only the tour needs it. */
export const loadDemo = () => import('@warifu/server/demo');

/**
 * The configuration that `--data-dir` and the environment give. A command that does not listen does
 * not look at HOST and PORT, and so does not stumble over them.
 */
export async function configOf(
  { options, io }: Pick<Invocation, 'options' | 'io'>,
  defaultDataDir = productionDataDir,
): Promise<ServerConfig> {
  return configFrom({ ...io.env, HOST: undefined, PORT: undefined }, options, defaultDataDir);
}

/** The same for a command that listens: by `--host` and `--port`, HOST and PORT. */
export async function listeningConfigOf({ options, io }: Invocation): Promise<ServerConfig> {
  const host = options.text('host') ?? io.env['HOST'];
  const port = options.text('port') ?? io.env['PORT'];
  return configFrom({ ...io.env, HOST: host, PORT: port }, options, productionDataDir);
}

async function configFrom(
  env: Invocation['io']['env'],
  options: Options,
  dataDir: string,
): Promise<ServerConfig> {
  const { readConfig } = await loadServer();
  const named = options.text('dataDir') ?? env['WARIFU_DATA_DIR'];
  return readConfig({ ...env, WARIFU_DATA_DIR: named }, { dataDir });
}

/**
 * Runs admin operations in the running server, or on the store itself when none runs. A folder
 * without a store is most likely a wrong folder, so none is made there.
 */
export async function onData<T>(
  invocation: Invocation,
  run: (operations: AdminOperations) => Promise<T>,
): Promise<T> {
  await assertStore(await configOf(invocation));
  return onDataOrNew(invocation, run);
}

export async function hasStore(config: ServerConfig): Promise<boolean> {
  const { isShared, storeFile } = await loadServer();
  return isShared(config) || existsSync(storeFile(config));
}

/** Throws `Failure` when there is no store in the folder. */
export async function assertStore(config: ServerConfig): Promise<void> {
  if (await hasStore(config)) return;
  throw new Failure(
    'store_missing',
    `there is no store in ${config.dataDir}; name its folder with --data-dir, or make one with \`warifu migrate\``,
  );
}

/** The same for what may be the first thing ever done to a store. */
export async function onDataOrNew<T>(
  invocation: Invocation,
  run: (operations: AdminOperations) => Promise<T>,
): Promise<T> {
  const { withAdmin } = await loadServer();
  return withAdmin(await configOf(invocation), run);
}
