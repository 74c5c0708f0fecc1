import type { AdminOperations, ServerConfig } from '@warifu/server';
import type { Invocation } from './leaf.ts';

/** Where a command's data are when neither the option nor the environment says it. */
const productionDataDir = './data/warifu';

/** The server's modules; loaded late, so that help and wrong usage are answered at once. */
export const loadServer = () => import('@warifu/server');

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

/** Runs admin operations in the running server, or on the store itself when none runs. */
export async function onData<T>(
  invocation: Invocation,
  run: (operations: AdminOperations) => Promise<T>,
): Promise<T> {
  const { withAdmin } = await loadServer();
  return withAdmin(await configOf(invocation), run);
}
