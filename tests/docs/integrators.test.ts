import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { problems, scopeNames } from '@warifu/wire';
import { expect, test } from 'vitest';
import { Fob } from '../scenarios/support/fob.ts';
import type { TestClock } from '../scenarios/support/test-clock.ts';
import { TestServer } from '../scenarios/support/test-server.ts';
import { stepsOf } from './examples.ts';
import { expectShown } from './likeness.ts';
import { Shell } from './shell.ts';

const document = readFileSync(new URL('../../docs/integrators.md', import.meta.url), 'utf8');

test('the examples of docs/integrators.md do what they say', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'warifu-docs-'));
  const server = await TestServer.start();
  const shell = new Shell(folder, await environmentOf(server));
  try {
    for (const step of stepsOf(document)) {
      if (step.kind === 'clock') moveClock(server.clock, step.to);
      else {
        const printed = await shell.run(`line-${step.line}.sh`, step.script);
        expectShown(printed, step.shows, step.line);
      }
    }
  } finally {
    shell.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

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
    PATH: process.env['PATH'],
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
