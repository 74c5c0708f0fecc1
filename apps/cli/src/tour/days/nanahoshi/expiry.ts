import { acceptNextCode, askTransfer, refusedWith, typeCode } from '../../acts/proving.ts';
import { register } from '../../acts/registering.ts';
import type { Day } from '../../day.ts';
import { daysAfter, instantOf } from '../../japanese-days.ts';
import type { Chapter } from '../../step.ts';
import { expectSame } from '../../surprise.ts';

/** The printed day, its last second, and the successor. */
export const expiry: Chapter = {
  title: 'A fob expires',
  steps: [
    {
      ids: ['S0-12', 'ALL-02'],
      does: 'in the last second of the printed day the master’s fob is accepted',
      play: lastSecond,
    },
    {
      ids: ['S0-12', 'ALL-02'],
      does: 'in the next second its right code is refused, and a transfer asks to register',
      play: firstSecond,
    },
    {
      ids: ['S0-12', 'ALL-06'],
      does: 'the master registers the successor: the old binding ends in the same step',
      play: registerSuccessor,
    },
    {
      ids: ['S0-12', 'S0-08'],
      does: 'the admin, who shared the old fob, follows; now the old one is retired',
      play: adminFollows,
    },
  ],
};

async function lastSecond(day: Day): Promise<string> {
  const expiresOn = day.tokens.expiryOf('short-lived');
  const at = instantOf(expiresOn, '23:59:59');
  await day.clock.moveTo(at);
  const otp = await day.tokens.read('short-lived');
  return day.clock.inSecond(at, async () => {
    const { result } = await typeCode(day, 'master', otp);
    expectSame('the code', result, 'accepted');
    return `${result} on ${expiresOn}, 23:59:59`;
  });
}

async function firstSecond(day: Day): Promise<string> {
  const nextDay = daysAfter(day.tokens.expiryOf('short-lived'), 1);
  await day.clock.moveTo(instantOf(nextDay, '00:00:00'));
  await typeCode(day, 'master', await day.tokens.read('short-lived'));
  const refusal = await refusedWith(day, 'master', 'token_expired');
  const challenge = await askTransfer(day, 'master');
  const asked = [challenge.required, challenge.reason.code];
  expectSame('a transfer', asked, ['registration', 'token_expired']);
  return `${refusal}; a transfer: ${challenge.required} (${challenge.reason.code})`;
}

async function registerSuccessor(day: Day): Promise<string> {
  const { binding, ended_binding_id: ended } = await register(day, 'master', 'successor');
  const query = { user_id: day.id('master'), limit: 200 };
  const { body } = await day.channel.call('list_bindings', { query });
  const old = body.data.find((one) => one.id === ended);
  expectSame('the old binding', old?.end_reason, 'replaced');
  expectSame('ended when the new one began', old?.ended_at, binding?.started_at);
  await acceptNextCode(day, 'master', 'successor');
  return `accepted; the old binding ended at the same instant (${old?.end_reason}); next code: accepted`;
}

async function adminFollows(day: Day): Promise<string> {
  await register(day, 'admin', 'successor');
  const params = { token_id: day.note('token short-lived') };
  const { body } = await day.channel.call('get_token', { params });
  expectSame('the old fob', [body.state, body.retire_reason], ['retired', 'replaced']);
  return `accepted; the old fob is ${body.state} (${body.retire_reason})`;
}
