/**
 * `npm run test:outside`: the suite over data of others, which is never part of the repository. The
 * folder is named by WARIFU_OUTSIDE_DATA and has `wycheproof/` and `pskc/` in it.
 */
import './check-node.mjs';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { runSteps } from './steps.mjs';
import { installMissingTools } from './system-tools.mjs';

const { WARIFU_OUTSIDE_DATA: folder } = process.env;
if (!folder || !existsSync(folder)) {
  console.error(
    folder
      ? `WARIFU_OUTSIDE_DATA names ${folder}, which is not there`
      : 'set WARIFU_OUTSIDE_DATA to the folder with wycheproof/ and pskc/ in it',
  );
  process.exit(1);
}
// The steps run in the root, wherever the caller stands.
Object.assign(process.env, { WARIFU_OUTSIDE_DATA: resolve(folder) });
installMissingTools();
runSteps([
  { name: 'data of others', command: 'vitest run --config tests/outside/vitest.config.ts' },
]);
