import { atLogin, refusedWith, typeCode } from '../../acts/proving.ts';
import { revoke } from '../../acts/revoking.ts';
import { type Day, refusalOf } from '../../day.ts';
import type { Chapter } from '../../step.ts';
import { expectSame } from '../../surprise.ts';
import { makeApp, registerApp, selfExchange, selfStop } from './login-page.ts';
import { asks } from './the-notice.ts';

/** The same path again, and the way out. */
export const exchange: Chapter = {
  title: 'He exchanges his token, and stops',
  steps: [
    {
      ids: ['S4-02', 'S4-01'],
      does: 'he changes to the PC app: without a code of the old token the login page does not',
      play: withoutOldCode,
    },
    {
      ids: ['S4-02', 'ALL-06'],
      does: 'with a code of both the new one takes its place; the old one’s next code is refused',
      play: withBothCodes,
    },
    {
      ids: ['S4-02'],
      does: 'the PC breaks, so there is no old code: the branch ends it, and he registers anew',
      play: byBranch,
    },
    {
      ids: ['S4-04'],
      does: 'to stop takes the password and a code; a wrong one is refused',
      play: async (day) => {
        await selfStop(day, 'master', { token: 'new app', otp: await day.tokens.wrong('new app') });
        return refusedWith(day, 'master', 'code_wrong');
      },
    },
    {
      ids: ['S4-04', 'S4-08'],
      does: 'he stops; from then on he logs in without a code',
      play: stop,
    },
  ],
};

async function withoutOldCode(day: Day): Promise<string> {
  await makeApp(day, { device: 'PC', token: 'PC app', kind: 'pc_app' });
  const refusal = await refusalOf(selfExchange(day, 'master', { token: 'PC app' }));
  expectSame('without the old code', refusal, '422 old_code_missing');
  return refusal;
}

async function withBothCodes(day: Day): Promise<string> {
  const oldOtp = await day.tokens.read('phone app');
  const { result, ended_binding_id: ended } = await selfExchange(day, 'master', {
    token: 'PC app',
    oldOtp,
  });
  expectSame('the exchange', [result, ended !== undefined], ['accepted', true]);
  await typeCode(day, 'master', await day.tokens.read('phone app'));
  const refusal = await refusedWith(day, 'master', 'code_wrong');
  return `${result}, the old binding ended; its code: ${refusal}`;
}

async function byBranch(day: Day): Promise<string> {
  const acting = { user_id: day.id('master') };
  const oneself = await refusalOf(revoke(day, 'master', { acting }));
  expectSame('by himself', oneself, '403 role_not_allowed');
  await revoke(day, 'master', { acting: day.staff('form') });
  await makeApp(day, { device: 'new phone', token: 'new app', kind: 'phone_app' });
  const { result } = await registerApp(day, 'master', 'new app');
  return `by himself: ${oneself}; the branch ends it; the new one: ${result}`;
}

async function stop(day: Day): Promise<string> {
  const { result } = await selfStop(day, 'master', { token: 'new app' });
  expectSame('the stop', result, 'accepted');
  const login = await atLogin(day, 'master');
  expectSame('login', login, asks.login);
  return `${result}; login: ${login}`;
}
