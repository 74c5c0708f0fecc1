import { closeOnSignal } from '../close-on-signal.ts';
import { readConfig } from '../config.ts';
import { startDemo } from './start-demo.ts';

/** `npm run demo`: everything that is needed to see Warifu at work. */
const unknown = process.argv.slice(2).filter((argument) => argument !== '--reset');
if (unknown.length > 0) {
  process.stderr.write(`unknown: ${unknown.join(' ')}; the demo knows only --reset\n`);
  process.exit(2);
}

try {
  const config = readConfig(process.env, { dataDir: './data/demo' });
  const { server, demo } = await startDemo(config, process.argv.includes('--reset'));
  // Whoever reads "ready" may stop the demo at once, so the signals are heard before it is said.
  const closed = closeOnSignal(server.close);
  process.stdout.write(`ready ${server.url}\n\n${table(server.url, config.dataDir)}\n`);
  for (const institution of demo.institutions)
    process.stdout.write(
      `  ${institution.name.ja} (${institution.id})  API key ${institution.api_key}\n`,
    );
  await closed;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : 'unknown error'}\n`);
  process.exitCode = 1;
}

function table(url: string, dataDir: string): string {
  return [
    `  API and its documentation  ${url}/docs`,
    `  OpenAPI 3.1                ${url}/openapi.json`,
    `  movable clock              ${url}/demo/clock`,
    `  contracts, users, fobs     ${dataDir}/demo.json`,
    '  a whole day of the bank    npx warifu tour --institution nanahoshi',
  ].join('\n');
}
