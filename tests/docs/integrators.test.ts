import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWarifu, startServer } from '@warifu/server';
import { keyringWith } from '@warifu/service';
import { problems, scopeNames } from '@warifu/wire';
import { expect, test } from 'vitest';
import { startDemo } from '../../apps/server/src/demo/start-demo.ts';
import { Fob } from '../scenarios/support/fob.ts';
import { TestClock } from '../scenarios/support/test-clock.ts';
import { TestServer } from '../scenarios/support/test-server.ts';
import { type Step, stepsOf } from './examples.ts';
import { expectSameVerdicts, expectShown } from './likeness.ts';
import { Reader, sleepOf, sleepOfDemo } from './reader.ts';

const document = readFileSync(new URL('../../docs/integrators.md', import.meta.url), 'utf8');
const steps = stepsOf(document);

/** The steps for somebody who sets up in this way, up to a heading if one is named. */
function stepsWith(setUp: string | null, before?: string): Step[] {
  const end = before === undefined ? undefined : document.split('\n').indexOf(before);
  return steps.filter(
    (step) =>
      (step.kind === 'clock' || step.setUp === null || step.setUp === setUp) &&
      (end === undefined || step.line < end),
  );
}

test('the examples of docs/integrators.md do what they say', async () => {
  const server = await TestServer.start();
  const reader = new Reader(await sleepOf(server.clock), await environmentOf(server));
  try {
    for (const step of stepsWith(null)) {
      if (step.kind === 'clock') moveClock(server.clock, step.to);
      else {
        const printed = await reader.shell.run(`line-${step.line}.sh`, step.script);
        expectShown(printed, step.shows, step.line);
      }
    }
  } finally {
    reader.close();
    await server.close();
  }
});

test('the examples run in order on a fresh demo, set up as the page says', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'warifu-docs-demo-'));
  const keyringFile = join(dataDir, 'keyring.json');
  const config = { host: '127.0.0.1', port: 0, dataDir, keyringText: null, keyringFile };
  const { server } = await startDemo(config, false);
  const reader = new Reader(sleepOfDemo(server.url));
  try {
    reader.placeDemo(dataDir);
    await runAll(reader, stepsWith('demo'));
  } finally {
    reader.close();
    await server.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
});

test('the examples run in order on a server of one’s own, set up as the page says', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'warifu-docs-own-'));
  const keyringText = keyringWith(null, randomBytes(32));
  const keyringFile = join(dataDir, 'keyring.json');
  const config = { host: '127.0.0.1', port: 0, dataDir, keyringText, keyringFile };
  const clock = new TestClock('2027-01-05T09:00:00+09:00');
  const server = await startServer(await openWarifu(config, clock));
  const env = { WARIFU_URL: server.url, WARIFU_DATA_DIR: dataDir };
  const reader = new Reader(await sleepOf(clock), env);
  try {
    await runAll(reader, stepsWith('server', '## 4. Refusals'));
  } finally {
    reader.close();
    await server.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
});

/** Runs what a reader can run, who cannot move the date; what hangs on it is not compared. */
async function runAll(reader: Reader, all: readonly Step[]): Promise<void> {
  for (const step of all) {
    if (step.kind === 'clock') continue;
    const printed = await reader.shell.run(`line-${step.line}.sh`, step.script);
    expectSameVerdicts(printed, step.shows, step.line);
  }
}
test('docs/integrators.md names every scope', () => {
  expect(scopeNames.filter((name) => !document.includes(`\`${name}\``))).toEqual([]);
});

test('docs/integrators.md gives each code of the frame its status', () => {
  const rows = [...document.matchAll(/^\| (`[^|]+) \| ([\d, ]+) \|/gm)];
  const told = rows.flatMap(([, codes = '', statuses = '']) =>
    [...codes.matchAll(/`(\w+)`/g)].map(([, code], index, all) => {
      const each = statuses.split(', ');
      return [code, Number(each.length === all.length ? each[index] : each[0])];
    }),
  );
  const statuses = Object.entries(problems).map(([code, { status }]) => [code, status] as const);
  const last = statuses.findIndex(([code]) => code === 'internal');
  expect(Object.fromEntries(told)).toEqual(Object.fromEntries(statuses.slice(0, last + 1)));
});

/** What the examples find in their environment: an address, keys, and two tokens in stock. */
async function environmentOf(server: TestServer): Promise<Record<string, string | undefined>> {
  const expiry = ['2027-03-31', '2031-03-31', '2031-03-31', '2032-03-31'];
  const fobs = expiry.map((expiresOn, index) => fixedFob(`700000000${index + 1}`, expiresOn));
  await server.importFobs('nanahoshi', fobs);
  const [one, two] = fobs;
  return {
    WARIFU_URL: server.url,
    WARIFU_KEY: server.channelKey,
    OPERATOR_KEY: server.operatorKey,
    PORTAL_KEY: await server.apiKey('nanahoshi', ['challenges:write', 'verifications:write']),
    SERIAL_1: one?.serial,
    SEED_1: one?.seed.toString('hex'),
    SERIAL_2: two?.serial,
    SEED_2: two?.seed.toString('hex'),
  };
}

/** A fob whose seed is the same in every run, so that its codes are too. */
function fixedFob(serial: string, expiresOn: string): Fob {
  const fob = new Fob(serial, expiresOn);
  createHash('sha1').update(serial).digest().copy(fob.seed);
  return fob;
}

const units: Readonly<Record<string, number>> = { m: 60_000, d: 86_400_000 };

/** To an instant, or ahead by so many minutes or days. */
function moveClock(clock: TestClock, to: string): void {
  const [, count = '', unit = ''] = /^\+(\d+)([md])$/.exec(to) ?? [];
  const ms = units[unit];
  if (ms === undefined) clock.set(to);
  else clock.advance(Number(count) * ms);
}
