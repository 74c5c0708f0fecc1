/**
 * `npm run demo`: starts the demo server with the pinned Node. A process of its own, so that the
 * demo gets a command line and flags that this check of the Node version cannot have.
 */
import './check-node.mjs';
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { root } from './steps.mjs';

const main = join(root, 'apps', 'server', 'src', 'demo', 'main.ts');
// node:sqlite still announces itself as experimental; a newcomer need not wonder about it.
const flags = ['--disable-warning=ExperimentalWarning'];
const demo = spawn(process.execPath, [...flags, main, ...process.argv.slice(2)], {
  stdio: 'inherit',
});

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => forward(signal));
}

demo.on('error', (error) => {
  console.error(`the demo could not start: ${error.message}`);
  process.exitCode = 1;
});

demo.on('exit', (code, signal) => {
  // 128 + n is how a shell reports a death by signal n.
  process.exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
});

/**
 * Hands a signal on. A terminal sends Ctrl-C to the whole group, so the demo has that one already.
 * @param {NodeJS.Signals} signal
 */
function forward(signal) {
  if (signal === 'SIGINT' && process.stdin.isTTY) return;
  demo.kill(signal);
}
