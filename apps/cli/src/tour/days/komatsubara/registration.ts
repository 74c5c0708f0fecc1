import { openCompany } from '../../acts/company.ts';
import { otpStateOf } from '../../acts/locking.ts';
import { policyDocument, valueAt } from '../../acts/policy-document.ts';
import { apply } from '../../acts/post.ts';
import { ask, atLogin, carryOut, neutralRefusal, prove } from '../../acts/proving.ts';
import { type Day, refusalOf } from '../../day.ts';
import type { Chapter } from '../../step.ts';
import { expectSame, expectThat } from '../../surprise.ts';
import { makeApp, password, selfRegister } from './login-page.ts';
import { asks, notice } from './the-notice.ts';

/** From the password alone to the app. */
export const registration: Chapter = {
  title: 'A retail customer registers his app at the login page',
  steps: [
    {
      ids: ['S4-08'],
      does: 'who has not registered logs in by ID and password, and stays free to',
      play: withoutOtp,
    },
    {
      ids: ['S4-01'],
      does: 'no application is taken, since none is needed',
      play: async (day) => {
        const refusal = await refusalOf(apply(day, { kind: 'adoption' }));
        expectSame('an application', refusal, '409 application_not_needed');
        return refusal;
      },
    },
    {
      ids: ['S4-01'],
      does: 'the app makes itself a token: 6 digits, 30 seconds, with an ID that it shows',
      play: makeToken,
    },
    {
      ids: ['S4-06'],
      does: 'it hides its code after a while, until a button is pressed',
      play: async (day) => {
        const display = valueAt(await policyDocument(day), 'authenticators', 0, 'display');
        const [mode, seconds] = [valueAt(display, 'mode'), valueAt(display, 'shown_seconds')];
        expectSame('how it is shown', mode, 'hides_after_a_while');
        expectThat('for a while', typeof seconds === 'number' && seconds > 0, seconds);
        return `${mode}: ${seconds} s`;
      },
    },
    {
      ids: ['S4-02', 'ALL-07', 'row 27'],
      does: 'a wrong code, an unknown token ID and an unknown contract get the same bytes',
      play: alike,
    },
    {
      ids: ['S4-02'],
      does: 'contract ID, password, token ID and code: registered, and free of charge',
      play: register,
    },
    {
      ids: ['S4-03', 'ALL-01'],
      does: 'login asks password and code; the code of the registration is refused',
      play: login,
    },
  ],
};

const app = 'phone app';

async function withoutOtp(day: Day): Promise<string> {
  const people = [['master', '梅 一', 'master', []] as const];
  await openCompany(day, { kind: 'retail', people });
  const told = await atLogin(day, 'master');
  expectSame('login', told, asks.login);
  const { result } = await prove(day, await ask(day, 'master', { operation: 'login' }));
  expectSame('the password', result, 'accepted');
  return `${told}: ${result}`;
}

async function makeToken(day: Day): Promise<string> {
  const made = await makeApp(day, { device: 'phone', token: app, kind: 'phone_app' });
  const facts = [made.type, made.digits, made.period_seconds];
  expectSame('the token', facts, ['totp', notice.digits, notice.stepSeconds]);
  return `token ID ${made.serial}, ${made.digits} digits, ${made.period_seconds} s`;
}

async function alike(day: Day): Promise<string> {
  const otp = await day.tokens.wrong(app);
  await selfRegister(day, 'master', { token: app, otp });
  expectSame('a wrong code', day.lastAnswer().text, neutralRefusal);
  const typed = { otp: await day.tokens.wrong(app), factors: await password(day) };
  const who = { user_id: day.id('master') };
  const unknownToken = { who, serial: 'WF9999999999', ...typed };
  await day.channel.call('self_register', { body: unknownToken });
  expectSame('an unknown token', day.lastAnswer().text, neutralRefusal);
  const { serial } = day.tokens.named(app);
  const nobody = { who: { contract_number: `${day.run}-none` }, serial, ...typed };
  await day.channel.call('self_register', { body: nobody });
  expectSame('an unknown contract', day.lastAnswer().text, neutralRefusal);
  return `three times ${neutralRefusal}`;
}

async function register(day: Day): Promise<string> {
  const code = await day.tokens.read(app);
  const { result } = await selfRegister(day, 'master', { token: app, otp: code });
  expectSame('the registration', result, 'accepted');
  day.notes.set('spent code', code);
  const { body } = await day.channel.call('list_fees', { query: { contract_id: day.contract } });
  expectSame('the fees', body.data, []);
  return `${result}: ${await otpStateOf(day, 'master')}; no fee`;
}

async function login(day: Day): Promise<string> {
  expectSame('login', await atLogin(day, 'master'), asks.loginWithCode);
  const challenge = await ask(day, 'master', { operation: 'login' });
  const { result } = await prove(day, challenge, day.note('spent code'));
  expectSame('the spent code', result, 'refused');
  const asked = 'otp: login_password + otp';
  const done = await carryOut(day, 'master', { operation: 'login', asks: asked, token: app });
  return `the spent code: ${result}; ${done}`;
}
