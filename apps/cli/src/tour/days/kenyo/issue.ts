import {
  activate,
  beginIssue,
  complete,
  issueMail,
  issueToPhone,
  mailAddressOf,
  screenOf,
} from '../../acts/issuing.ts';
import { otpStateOf } from '../../acts/locking.ts';
import { atLogin, carryOut, refusedWith, typeCode } from '../../acts/proving.ts';
import { type Day, refusalOf } from '../../day.ts';
import type { Chapter } from '../../step.ts';
import { expectSame, expectThat } from '../../surprise.ts';
import { inFullWidth } from '../../tokens.ts';
import { asks } from './the-notice.ts';

/** Steps A to E of the notice. */
export const issue: Chapter = {
  title: 'The clerk gets his token, from A to E',
  steps: [
    {
      ids: ['S2-02'],
      does: '(A, B) a password that is no number of 4 to 8 digits is refused',
      play: unfitPasswords,
    },
    {
      ids: ['S2-02', 'row 29'],
      does: '(B) mail address and password: the screen shows a service ID and a user ID of chance',
      play: screenOpens,
    },
    {
      ids: ['S2-02', 'row 27'],
      does: '(C) the mail brings a link to the app, and none of the secrets',
      play: async (day) => {
        const { mail, link } = await issueMail(day, 'clerk');
        expectThat('a link to the app', link !== undefined, mail.text);
        return `"${mail.subject}" from ${mail.from}: ${link}`;
      },
    },
    {
      ids: ['S2-02', 'S2-01'],
      does: '(C) the app takes both IDs and the password: 6 digits, 60-second step',
      play: activateApp,
    },
    {
      ids: ['S2-02', 'ALL-05'],
      does: '(D, E) its code goes into the waiting screen, in full-width digits: set-up is complete',
      play: completeIssue,
    },
    {
      ids: ['S2-02'],
      does: 'once per token: the same IDs make no second one, and the issue is over',
      play: oncePerToken,
    },
    {
      ids: ['S2-03', 'S2-01', 'ALL-01'],
      does: 'login asks password and code; the code of the set-up is refused, the next accepted',
      play: login,
    },
    {
      ids: ['S2-02'],
      does: 'master, admin and assistant get theirs the same way',
      play: async (day) => {
        for (const person of ['master', 'admin', 'assistant'] as const)
          await issueToPhone(day, person, { phone: `${person}’s phone`, token: `${person}’s app` });
        return 'accepted three times';
      },
    },
  ],
};

const app = { phone: 'clerk’s phone', token: 'clerk’s app' } as const;

async function unfitPasswords(day: Day): Promise<string> {
  const refusals: string[] = [];
  for (const password of ['123', '123456789', '12ab']) {
    const body = {
      user_id: day.id('clerk'),
      activation_password: password,
      mail_address: mailAddressOf(day, 'clerk'),
    };
    const refusal = await refusalOf(day.channel.call('issue_software_token', { body }));
    expectSame(password, refusal, '422 activation_password_unfit');
    refusals.push(`${password}: ${refusal}`);
  }
  return refusals.join('; ');
}

async function screenOpens(day: Day): Promise<string> {
  const { state, service_id: service, app_user_id: user } = await beginIssue(day, 'clerk');
  const first = [service, user];
  const another = await beginIssue(day, 'clerk');
  const second = [another.service_id, another.app_user_id];
  const ids = new Set([...first, ...second]);
  expectSame('IDs of two issues', ids.size, 4);
  expectThat('twelve signs each', [...ids].every(isReadableId), ids.size);
  return `${state}; both IDs are twelve signs of 32, new with every issue`;
}

function isReadableId(id: string | null): boolean {
  return id !== null && /^([0-9A-Z]{4}-){2}[0-9A-Z]{4}$/.test(id);
}

async function activateApp(day: Day): Promise<string> {
  const early = await refusalOf(complete(day, 'clerk', '123456'));
  expectSame('a code before that', early, '409 issuance_not_activated');
  const wrong = await refusalOf(activate(day, 'clerk', { ...app, password: '00000000' }));
  expectSame('a wrong password', wrong, '403 activation_refused');
  const { type, digits, period_seconds: period } = await activate(day, 'clerk', app);
  expectSame('the token', [type, digits, period], ['totp', 6, 60]);
  const states = [await screenOf(day, 'clerk'), await otpStateOf(day, 'clerk')];
  expectSame('screen and user', states, ['activated', 'unregistered']);
  return `wrong password: ${wrong}; then ${type}, ${digits} digits, ${period} s; ${states.join(', ')}`;
}

async function completeIssue(day: Day): Promise<string> {
  await complete(day, 'clerk', await day.tokens.wrong(app.token));
  const refusal = await refusedWith(day, 'clerk', 'code_wrong');
  const code = await day.tokens.read(app.token);
  day.notes.set('spent code', code);
  const { result } = await complete(day, 'clerk', inFullWidth(code));
  expectSame('the code', result, 'accepted');
  const states = [await screenOf(day, 'clerk'), await otpStateOf(day, 'clerk')];
  expectSame('screen and user', states, ['completed', 'in_service']);
  return `a wrong code: ${refusal}; then ${result}: ${states.join(', ')}`;
}

async function oncePerToken(day: Day): Promise<string> {
  const again = { phone: 'another phone', token: 'nobody’s app' };
  const activation = await refusalOf(activate(day, 'clerk', again));
  expectSame('a second activation', activation, '403 activation_refused');
  const completion = await refusalOf(complete(day, 'clerk', '123456'));
  expectSame('a second completion', completion, '409 issuance_not_open');
  return `${activation}; ${completion}`;
}

async function login(day: Day): Promise<string> {
  expectSame('login', await atLogin(day, 'clerk'), asks.loginWithCode);
  await typeCode(day, 'clerk', day.note('spent code'));
  const refusal = await refusedWith(day, 'clerk', 'code_replayed');
  const asked = 'otp: login_password + otp';
  const done = await carryOut(day, 'clerk', { operation: 'login', asks: asked, token: app.token });
  return `${refusal}; then ${done}`;
}
