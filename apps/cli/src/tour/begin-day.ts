import { randomInt } from 'node:crypto';
import { createClient } from '@warifu/wire';
import { loadDemo, loadServer } from '../data.ts';
import { Failure } from '../outcome.ts';
import { Day } from './day.ts';
import type { Demo } from './demo.ts';
import { DemoClock } from './demo-clock.ts';
import { Fobs, fobNames } from './fobs.ts';
import { daysAfter, japaneseDate } from './japanese-days.ts';
import { shortLifeDays } from './the-day.ts';
import { wiretap } from './wiretap.ts';

const longLifeDays = 5 * 365;

/**
 * Prepares a day on a running demo. Serials come from the real clock and the contract's number from
 * chance, so that a tour can be played again and again on the same demo.
 */
export async function beginDay({ config, baseUrl, institution }: Demo): Promise<Day> {
  const { withAdmin } = await loadServer();
  const { codeOf, wrongCode, makeFobs } = await loadDemo();
  const tap = wiretap();
  const channel = createClient({ baseUrl, apiKey: institution.api_key, fetch: tap.fetch });
  const operator = createClient({ baseUrl, apiKey: institution.operator_api_key });
  const clock = new DemoClock(baseUrl);
  const beganOn = japaneseDate(await clock.now());
  // Twelve digits, ten milliseconds apart: more than there are fobs in a tour.
  const first = Math.floor(Date.now() / 10);
  const fobs = makeFobs(fobNames.length, first, daysAfter(beganOn, longLifeDays)).map(
    (fob, index) =>
      fobNames[index] === 'short-lived'
        ? { ...fob, expiresOn: daysAfter(beganOn, shortLifeDays) }
        : fob,
  );
  const { body } = await channel.call('list_institutions');
  const desk = body.data[0]?.desks[0]?.id;
  if (desk === undefined)
    throw new Failure('desk_missing', 'the institution has no desk, so it has no such day');
  return new Day({
    channel,
    lastAnswer: tap.last,
    operator,
    clock,
    fobs: new Fobs(clock, { codeOf, wrongCode }, fobs),
    desk,
    beganOn,
    run: newRun(),
    institutionId: institution.id,
    admin: (run) => withAdmin(config, run),
  });
}

/** Seven digits after a 9, so that they are no contract of the demo's and no serial. */
function newRun(): string {
  return `9${String(randomInt(10_000_000)).padStart(7, '0')}`;
}
