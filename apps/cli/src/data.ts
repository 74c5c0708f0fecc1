import { existsSync } from 'node:fs';
import type { AdminOperations, ServerConfig } from '@warifu/server';
import type { Invocation } from './leaf.ts';
import { Failure } from './outcome.ts';

/** Where a command's data are when neither the option nor the environment says it. */
const productionDataDir = './data/warifu';

/** The server's modules; loaded late, so that help and wrong usage are answered at once. */
export const loadServer = () => import('@warifu/server');

/** What plays the demo; only the tour needs it. */
export const loadDemo = () => import('@warifu/server/demo');

/** The configuration that `--data-dir` and the environment give. */
export async function configOf(
  { options, io }: Pick<Invocation, 'options' | 'io'>,
  defaultDataDir = productionDataDir,
): Promise<ServerConfig> {
  const { readConfig } = await loadServer();
  const named = options.text('dataDir');
  const env = named === undefined ? io.env : { ...io.env, WARIFU_DATA_DIR: named };
  return readConfig(env, { dataDir: defaultDataDir });
}

/**
 * Runs admin operations in the running server, or on the store itself when none runs. A folder
 * without a store is most likely a wrong folder, so none is made there.
 */
export async function onData<T>(
  invocation: Invocation,
  run: (operations: AdminOperations) => Promise<T>,
): Promise<T> {
  const { storeFile } = await loadServer();
  const config = await configOf(invocation);
  if (!existsSync(storeFile(config)))
    throw new Failure(
      `there is no store in ${config.dataDir}; name its folder with --data-dir, or make one with \`warifu migrate\``,
    );
  return onDataOrNew(invocation, run);
}

/** The same for what may be the first thing ever done to a store. */
export async function onDataOrNew<T>(
  invocation: Invocation,
  run: (operations: AdminOperations) => Promise<T>,
): Promise<T> {
  const { withAdmin } = await loadServer();
  return withAdmin(await configOf(invocation), run);
}
