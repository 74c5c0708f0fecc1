import {
  activate,
  beginIssue,
  complete,
  issueMail,
  issueToPhone,
  screenOf,
} from '../../acts/issuing.ts';
import { otpStateOf } from '../../acts/locking.ts';
import { refusedWith } from '../../acts/proving.ts';
import { type Day, refusalOf } from '../../day.ts';
import type { Step } from '../../step.ts';
import { expectSame, expectThat } from '../../surprise.ts';
import { notice } from './the-notice.ts';

/** From the issue screen to the first code. */
export const issuesByMail: readonly Step[] = [
  {
    ids: ['S1-04'],
    does: 'before any mail is sent, the screens can name the sender domains to let through',
    play: async (day) => {
      const { body } = await day.channel.call('list_institutions');
      const domains = body.data[0]?.sender_domains;
      expectSame('the sender domains', domains, notice.senderDomains);
      return notice.senderDomains.join(', ');
    },
  },
  {
    ids: ['S1-04'],
    does: 'the clerk chooses his activation password; the screen shows service ID and user ID',
    play: async (day) => {
      const issue = await beginIssue(day, 'clerk');
      expectSame('the screen', issue.state, 'open');
      expectSame('mail comes from', issue.sender_domains, notice.senderDomains);
      const ids = [issue.service_id, issue.app_user_id];
      expectThat('both IDs are shown', !ids.includes(null), ids.length);
      return `${issue.state}, a service ID and a user ID, mail to ${issue.mail_address}`;
    },
  },
  {
    ids: ['S1-04', 'row 27'],
    does: 'the mail comes from one of the two domains, and holds neither ID, password nor link',
    play: async (day) => {
      const { mail, link } = await issueMail(day, 'clerk');
      const from = notice.senderDomains.find((domain) => mail.from.includes(`@${domain}`));
      expectThat('one of the two domains', from !== undefined, mail.from);
      expectSame('a link', link, undefined);
      return `"${mail.subject}" from ${mail.from}`;
    },
  },
  {
    ids: ['S1-02', 'S1-04'],
    does: 'the app takes IDs and password: 6 digits, 60-second step; the screen goes on waiting',
    play: activateApp,
  },
  {
    ids: ['S1-02', 'S1-04'],
    does: 'a wrong code is refused, the app’s code completes the set-up, and is spent with it',
    play: completeIssue,
  },
  {
    ids: ['S1-01'],
    does: 'the master gets his own on the same phone',
    play: async (day) => {
      await issueToPhone(day, 'master', { phone: 'old phone', token: 'master’s app' });
      const state = await otpStateOf(day, 'master');
      expectSame('the master', state, 'in_service');
      return state;
    },
  },
];

async function activateApp(day: Day): Promise<string> {
  const app = { phone: 'old phone', token: 'clerk’s app' };
  const wrong = await refusalOf(activate(day, 'clerk', { ...app, password: '00000000' }));
  expectSame('with a wrong password', wrong, '403 activation_refused');
  const { type, digits, period_seconds: period } = await activate(day, 'clerk', app);
  expectSame('the token', [type, digits, period], ['totp', 6, 60]);
  const screen = await screenOf(day, 'clerk');
  expectSame('the waiting screen', screen, 'activated');
  return `wrong password: ${wrong}; then ${type}, ${digits} digits, ${period} s; screen: ${screen}`;
}

async function completeIssue(day: Day): Promise<string> {
  await complete(day, 'clerk', await day.tokens.wrong('clerk’s app'));
  const refusal = await refusedWith(day, 'clerk', 'code_wrong');
  const code = await day.tokens.read('clerk’s app');
  const { result } = await complete(day, 'clerk', code);
  expectSame('the code', result, 'accepted');
  const states = [await screenOf(day, 'clerk'), await otpStateOf(day, 'clerk')];
  expectSame('screen and user', states, ['completed', 'in_service']);
  day.notes.set('spent code', code);
  return `${refusal}; then ${result}: ${states.join(', ')}`;
}
