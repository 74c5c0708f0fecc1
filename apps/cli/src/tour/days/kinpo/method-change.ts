import { issueToPhone } from '../../acts/issuing.ts';
import { expectDone, filePaper } from '../../acts/papers.ts';
import { apply } from '../../acts/post.ts';
import { acceptNextCode, atLogin, refusedWith, typeCode } from '../../acts/proving.ts';
import type { Day } from '../../day.ts';
import type { Chapter } from '../../step.ts';
import { expectSame } from '../../surprise.ts';
import { asks } from './the-notice.ts';

/** From fobs to phones, for the whole company. */
export const methodChange: Chapter = {
  title: 'The company changes its method',
  steps: [
    {
      ids: ['S1-01', 'S1-11'],
      does: 'a change of method is asked for on paper; until somebody has the new kind, fobs go on',
      play: changeOnPaper,
    },
    {
      ids: ['S1-01'],
      does: 'the master sets up the app: now every fob of the company has ended',
      play: firstApp,
    },
    {
      ids: ['S1-01'],
      does: 'the clerk follows with his own, and logs in by it',
      play: async (day) => {
        await issueToPhone(day, 'clerk', { phone: 'clerk’s phone', token: 'clerk’s app' });
        await acceptNextCode(day, 'clerk', 'clerk’s app');
        return 'accepted';
      },
    },
  ],
};

async function changeOnPaper(day: Day): Promise<string> {
  const paper = await filePaper(day, { kind: 'method_change' });
  await apply(day, { kind: 'method_change', authenticator: 'phone_app', paper });
  await expectDone(day, paper);
  await acceptNextCode(day, 'master', 'shared');
  return `recorded for phone_app; the master’s fob: accepted`;
}

async function firstApp(day: Day): Promise<string> {
  await issueToPhone(day, 'master', { phone: 'master’s phone', token: 'master’s app' });
  const query = { user_id: day.id('clerk') };
  const { body } = await day.channel.call('list_bindings', { query });
  const reasons = body.data.map((binding) => binding.end_reason);
  expectSame('the clerk’s last binding', reasons.at(-1), 'method_changed');
  await typeCode(day, 'clerk', await day.tokens.read('reissued'));
  const refusal = await refusedWith(day, 'clerk', 'not_enrolled');
  const login = await atLogin(day, 'clerk');
  expectSame('his login', login, asks.loginToRegister);
  return `the clerk’s binding: method_changed; his fob: ${refusal}; login: ${login}`;
}
