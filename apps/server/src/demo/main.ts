import { closeOnSignal } from '../close-on-signal.ts';
import { readConfig } from '../config.ts';
import { startDemo } from './start-demo.ts';

const help = `Usage: npm run demo [-- --reset]

Starts Warifu with five fictional banks, and fills them at the first start. Ctrl-C stops it; the next start
goes on where it was.

Options:
  --reset  throw this demo away and begin anew (stop it first)
  --help   show this

Environment:
  HOST, PORT       where to listen (127.0.0.1, 8080)
  WARIFU_DATA_DIR  where the demo lives (./data/demo)
`;

/** `npm run demo`: everything that is needed to see Warifu at work. */
const given = process.argv.slice(2);
if (given.includes('--help')) {
  process.stdout.write(help);
  process.exit(0);
}
const unknown = given.filter((argument) => argument !== '--reset');
if (unknown.length > 0) {
  process.stderr.write(`warifu: unknown: ${unknown.join(' ')}; see \`npm run demo -- --help\`\n`);
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
  process.stderr.write(`warifu: ${error instanceof Error ? error.message : 'unknown error'}\n`);
  process.exitCode = 1;
}

function table(url: string, dataDir: string): string {
  return [
    `  API and its documentation  ${url}/docs`,
    `  OpenAPI 3.1                ${url}/openapi.json`,
    `  movable clock              ${url}/demo/clock`,
    `  mails                      ${url}/demo/mails`,
    `  contracts, users, fobs     ${dataDir}/demo.json`,
    '  each bank’s day            npx warifu tour --institution nanahoshi (or --all)',
  ].join('\n');
}
