import { randomInt } from 'node:crypto';
import { createClient } from '@warifu/wire';
import { loadDemo, loadServer } from '../data.ts';
import { Failure } from '../outcome.ts';
import { Day } from './day.ts';
import type { Demo } from './demo.ts';
import { DemoClock } from './demo-clock.ts';
import type { InstitutionDay } from './institution-day.ts';
import { daysAfter, japaneseDate } from './japanese-days.ts';
import { Mails } from './mails.ts';
import { Secrets } from './secrets.ts';
import { Tokens } from './tokens.ts';
import { wiretap, withoutKey } from './wiretap.ts';

/** A day short of the five years that a fob may live (S3-01), whatever leap days there are. */
const longLifeDays = 5 * 365;

/**
 * Prepares a day on a running demo. Serials come from the real clock and the contracts' numbers from
 * chance, so that a tour can be played again and again on the same demo.
 */
export async function beginDay(demo: Demo, plan: InstitutionDay): Promise<Day> {
  const { config, baseUrl, institution } = demo;
  const { withAdmin } = await loadServer();
  const { codeOf, wrongCode } = await loadDemo();
  const tap = wiretap();
  const client = (apiKey: string, tapped = tap.fetch) =>
    createClient({ baseUrl, apiKey, fetch: tapped });
  const channel = client(institution.api_key);
  const clock = new DemoClock(baseUrl);
  const secrets = new Secrets();
  const mails = new Mails(baseUrl);
  await mails.begin();
  const day = new Day({
    channel,
    operator: client(institution.operator_api_key),
    phone: client('none', withoutKey(tap.fetch)),
    answers: tap,
    clock,
    tokens: new Tokens(clock, { codeOf, wrongCode }, secrets),
    secrets,
    mails,
    desk: await firstDesk(channel),
    prompt: plan.prompt,
    beganOn: japaneseDate(await clock.now()),
    run: newNumber(),
    institutionId: institution.id,
    admin: (run) => withAdmin(config, run),
  });
  await holdFobs(day, plan);
  return day;
}

async function firstDesk(channel: Day['channel']): Promise<string> {
  const { body } = await channel.call('list_institutions');
  const desk = body.data[0]?.desks[0]?.id;
  if (desk === undefined)
    throw new Failure('desk_missing', 'the institution has no desk, so it has no such day');
  return desk;
}

async function holdFobs(day: Day, { fobs }: InstitutionDay): Promise<void> {
  const { makeFobs } = await loadDemo();
  // Twelve digits, ten milliseconds apart: more than there are fobs in a tour.
  const first = Math.floor(Date.now() / 10);
  const made = makeFobs(fobs.length, first, daysAfter(day.beganOn, longLifeDays));
  for (const [index, { name, lifeDays = longLifeDays }] of fobs.entries()) {
    const fob = made[index];
    if (!fob) throw new Error('the maker made too few fobs');
    const expiresOn = daysAfter(day.beganOn, lifeDays);
    day.fobs.push({ ...fob, expiresOn });
    day.tokens.hold(name, { ...fob, expiresOn });
  }
}

/** Eight digits that begin with a 9, so that they are no contract of the demo's and no serial. */
export function newNumber(): string {
  return `9${String(randomInt(10_000_000)).padStart(7, '0')}`;
}
