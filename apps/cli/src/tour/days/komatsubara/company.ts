import { openCompany } from '../../acts/company.ts';
import { locksNow, otpStateOf, typeWrong, unlock } from '../../acts/locking.ts';
import { expectDone, filePaper, staffOn } from '../../acts/papers.ts';
import { acceptNextCode, atLogin, refusedWith } from '../../acts/proving.ts';
import { type Day, refusalOf } from '../../day.ts';
import { daysAfter, instantOf, japaneseDate, quietWeekday } from '../../japanese-days.ts';
import type { Chapter } from '../../step.ts';
import { expectSame } from '../../surprise.ts';
import { makeApp, registerApp, selfRegister, selfStop } from './login-page.ts';
import { asks, notice } from './the-notice.ts';

/** A company, and a lock. */
export const company: Chapter = {
  title: 'A company’s users, one of whom locks himself',
  steps: [
    {
      ids: ['S4-01', 'S4-08'],
      does: 'the PC app is refused to a company; a user without a token logs in as before',
      play: noPcApp,
    },
    {
      ids: ['S4-01', 'S4-02'],
      does: 'master and clerk register phone apps',
      play: async (day) => {
        for (const person of ['master', 'clerk'] as const) {
          const token = `${person}’s app`;
          await makeApp(day, { device: `${person}’s phone`, token, kind: 'phone_app' });
          await registerApp(day, person, token);
        }
        return 'accepted twice';
      },
    },
    {
      ids: ['S4-05'],
      does: 'five wrong codes lock the clerk’s OTP: login and the self-service stop too',
      play: lock,
    },
    {
      ids: ['S4-05'],
      does: 'the branch wants form, registered seal and identity document; nobody else lifts it',
      play: papers,
    },
    {
      ids: ['S4-05', 'ALL-02'],
      does: 'it takes 2 to 3 business days, the filing day being the first: an estimate',
      play: estimate,
    },
    {
      ids: ['S4-05'],
      does: 'the branch lifts it, and the clerk’s next code is accepted',
      play: async (day) => {
        const paper = await filePaper(day, { ...lifting, documents: notice.documents });
        await unlock(day, ['clerk'], { by: staffOn(day, paper) });
        await expectDone(day, paper);
        await acceptNextCode(day, 'clerk', 'clerk’s app');
        return `${await otpStateOf(day, 'clerk')}; accepted`;
      },
    },
  ],
};

const lifting = { kind: 'unlock', person: 'clerk' } as const;

async function noPcApp(day: Day): Promise<string> {
  await openCompany(day, {
    people: [
      ['master', '松 一', 'master', []],
      ['clerk', '松 二', 'member', []],
    ],
  });
  await makeApp(day, { device: 'office PC', token: 'office app', kind: 'pc_app' });
  const refusal = await refusalOf(selfRegister(day, 'master', { token: 'office app' }));
  expectSame('the PC app', refusal, '409 authenticator_not_for_contract');
  const login = await atLogin(day, 'master');
  expectSame('login', login, asks.login);
  return `${refusal}; login: ${login}`;
}

async function lock(day: Day): Promise<string> {
  await typeWrong(day, { person: 'clerk', token: 'clerk’s app' });
  expectSame('his state', await otpStateOf(day, 'clerk'), 'locked');
  const login = await atLogin(day, 'clerk');
  expectSame('login', login, 'blocked: login_password + otp (user_locked)');
  await selfStop(day, 'clerk', { token: 'clerk’s app' });
  return `login: ${login}; to stop: ${await refusedWith(day, 'clerk', 'user_locked')}`;
}

async function papers(day: Day): Promise<string> {
  const [locked] = await locksNow(day);
  expectSame('who lifts it', locked?.lifted_by, 'branch');
  const master = await refusalOf(unlock(day, ['clerk'], { by: 'master' }));
  expectSame('the master', master, '403 role_not_allowed');
  const formless = await refusalOf(unlock(day, ['clerk'], { by: day.staff('a call') }));
  expectSame('without papers', formless, '422 documents_missing');
  const sealless = await refusalOf(filePaper(day, { ...lifting, documents: ['form'] }));
  expectSame('without the seal', sealless, '422 documents_missing');
  return `the master: ${master}; without papers: ${formless}; the form alone: ${sealless}`;
}

async function estimate(day: Day): Promise<string> {
  const filedOn = quietWeekday(japaneseDate(await day.clock.now()));
  await day.clock.moveTo(instantOf(filedOn, '10:00:00'));
  const paper = await filePaper(day, { ...lifting, documents: notice.documents });
  // Tuesday to Thursday: the second day is the next one, the third may be the Monday after a weekend.
  const third = daysAfter(filedOn, new Date(filedOn).getUTCDay() === 4 ? 4 : 2);
  const expected = [paper.expected_from_on, paper.expected_to_on];
  expectSame('the days', expected, [daysAfter(filedOn, 1), third]);
  await day.channel.call('reject_paper_request', {
    params: { request_id: paper.id },
    body: { acting: day.staff('the seal differs') },
  });
  return `filed on ${filedOn}, expected ${expected.join(' to ')}; refused, since the seal differs`;
}
