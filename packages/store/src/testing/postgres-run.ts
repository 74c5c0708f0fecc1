import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import pg from 'pg';
import { startPostgres, type TestServer } from './postgres-server.ts';

/**
 * One PostgreSQL for a whole run of tests. It is started when the first test asks for it, so a run
 * without such tests does not pay for it; test files are processes of their own and ask over HTTP.
 * `WARIFU_TEST_PG_URL` names a server to use instead: then nothing is started, and the databases of
 * the run are removed from it at the end.
 */
const brokerVariable = 'WARIFU_TEST_PG_BROKER';
const runVariable = 'WARIFU_TEST_PG_RUN';
const urlVariable = 'WARIFU_TEST_PG_URL';

/** Vitest calls it once before all tests, and what it gives once after them. */
export default async function setUp(): Promise<() => Promise<void>> {
  const run = `warifu_test_${randomBytes(5).toString('hex')}`;
  process.env[runVariable] = run;
  const url = process.env[urlVariable];
  if (url) return () => removeDatabases(url, run);
  let server: Promise<TestServer> | undefined;
  const broker = createServer((_request, response) => {
    server ??= startPostgres();
    server.then(
      (started) => response.end(started.url),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  }).listen(0, '127.0.0.1');
  await once(broker, 'listening');
  const address = broker.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  process.env[brokerVariable] = `http://127.0.0.1:${address.port}/`;
  return async () => {
    broker.close();
    await (await server)?.stop();
  };
}

/** The server of this run. */
export async function serverUrl(): Promise<string> {
  const url = process.env[urlVariable];
  if (url) return url;
  const broker = process.env[brokerVariable];
  if (!broker) throw new Error(`name a server in ${urlVariable}, or run the tests with npm test`);
  const response = await fetch(broker);
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}

/** What the names of all databases of this run begin with. */
export function runPrefix(): string {
  return process.env[runVariable] ?? 'warifu_test';
}

async function removeDatabases(connectionString: string, run: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const names = await client.query<{ datname: string }>(
    'SELECT datname FROM pg_database WHERE starts_with(datname, $1)',
    [run],
  );
  for (const { datname } of names.rows) await client.query(`DROP DATABASE ${datname} WITH (FORCE)`);
  await client.end();
}
