import { policyDocument, valueAt } from '../../acts/policy-document.ts';
import type { Day } from '../../day.ts';
import { daysAfter } from '../../japanese-days.ts';
import type { Chapter } from '../../step.ts';
import { expectSame, expectThat } from '../../surprise.ts';
import { notice } from './the-notice.ts';

/** What the customer reads on the device. */
export const fobAsPrinted: Chapter = {
  title: 'What is printed on a hardware token',
  steps: [
    {
      ids: ['S3-01'],
      does: 'serials have 8 to 12 digits, and no token lives longer than five years',
      play: async (day) => {
        const [fob] = day.fobs;
        if (!fob) throw new Error('the day has no fob');
        expectThat('8 to 12 digits', /^\d{8,12}$/.test(fob.serial), fob.serial);
        const query = { serial: fob.serial };
        const { body } = await day.channel.call('list_tokens', { query });
        const expiresOn = body.data[0]?.expires_on ?? '';
        const latest = daysAfter(day.beganOn, notice.lifetimeYears * 365 + 2);
        expectThat('five years at most', expiresOn !== '' && expiresOn <= latest, expiresOn);
        return `${fob.serial}, through ${expiresOn}`;
      },
    },
    {
      ids: ['S3-01'],
      does: 'pages can show its date as 12/31/15, and an indicator that shrinks every 10 s',
      play: asShown,
    },
  ],
};

async function asShown(day: Day): Promise<string> {
  const fob = valueAt(await policyDocument(day), 'authenticators', 0);
  const shown = [valueAt(fob, 'expiry_format'), valueAt(fob, 'display', 'bar_seconds')];
  expectSame('how it is shown', shown, ['MM/DD/YY', 10]);
  return shown.join(', ');
}
