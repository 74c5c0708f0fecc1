import { newMail } from '@warifu/service';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Warifu } from '../open-warifu.ts';
import { readiness } from '../readiness.ts';
import { bank, dueWorld, minuteMs, tokyo } from '../testing/due-world.ts';
import { headOf, mailCatcher, strangeServer } from '../testing/mail-catcher.ts';
import { startRounds } from './rounds.ts';
import { startDueWork } from './start-due-work.ts';

async function worldWithMail() {
  const world = await dueWorld(tokyo('2026-11-22T09:30'));
  const contract = await world.contract('1000001');
  const data = { topic: 'token_bound', at: world.clock.at, on: null, serialEnd: null } as const;
  const order = { id: 'mal_1', institutionId: bank, contractId: contract.id, userId: null };
  const now = world.clock.at;
  const mail = newMail({ ...order, kind: 'notice', to: 'taro@mail.example', data, now });
  await world.save(contract.id, { mails: [mail] });
  return world;
}

const withMail = (warifu: Warifu, mail: Warifu['config']['mail']): Warifu => ({
  ...warifu,
  config: { ...warifu.config, mail },
});

test('woken, it carries out what is due and sends what waits', async () => {
  const { warifu, mails } = await worldWithMail();
  const catcher = await mailCatcher();
  const dueWork = startDueWork(withMail(warifu, catcher.config));
  dueWork.wake();
  await vi.waitFor(async () => expect(await mails()).toMatchObject([{ state: 'sent' }]));
  await dueWork.close();
  const [mail] = catcher.caught;
  expect(mail && headOf(mail, 'Message-ID')).toBe('<mal_1@mail.nanahoshi.example>');
  const request = { institutionId: bank, kind: 'fee_run', date: '2026-11-22' };
  expect(await warifu.jobs.progress(request)).toMatchObject({ state: 'done' });
});

test('without an SMTP server mails wait, and readiness says so without being unready', async () => {
  const { warifu, mails, clock } = await worldWithMail();
  const dueWork = startDueWork(warifu);
  dueWork.wake();
  await dueWork.close();
  expect(await mails()).toMatchObject([{ state: 'queued' }]);
  expect(await readiness(warifu)).toMatchObject({
    ready: true,
    checks: { mail: { ok: true, message: 'mails wait: no SMTP server is set' } },
  });
  clock.at += 121 * minuteMs;
  const set = withMail(warifu, (await mailCatcher()).config);
  const late = { ok: true, message: 'a mail has waited for 2 h: look at the SMTP server' };
  expect(await readiness(set)).toMatchObject({ ready: true, checks: { mail: late } });
});

test('a server that keeps us waiting does not keep the closing waiting', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const { warifu, mails } = await worldWithMail();
  let heard = false;
  const silent = await strangeServer(() => {
    heard = true;
  });
  const dueWork = startDueWork(withMail(warifu, silent));
  dueWork.wake();
  await vi.waitFor(() => expect(heard).toBe(true));
  const closing = dueWork.close();
  await vi.advanceTimersByTimeAsync(5_000);
  await closing;
  expect(await mails()).toMatchObject([{ state: 'queued', attempts: 1 }]);
});

test('rounds: never two at once, woken meanwhile once more, and none after the close', async () => {
  let rounds = 0;
  let underWay = 0;
  const ends: (() => void)[] = [];
  const errors: unknown[] = [];
  const own = startRounds({
    everyMs: 3_600_000,
    body: async () => {
      rounds += 1;
      underWay += 1;
      expect(underWay).toBe(1);
      await new Promise<void>((resolve) => ends.push(resolve));
      underWay -= 1;
      if (rounds === 1) throw new Error('one round fails');
    },
    onError: (error) => errors.push(error),
  });
  own.wake();
  own.wake();
  own.wake();
  ends[0]?.();
  await vi.waitFor(() => expect(rounds).toBe(2));
  const closed = own.close();
  own.wake();
  ends[1]?.();
  await closed;
  own.wake();
  expect({ rounds, underWay, errors: errors.length }).toEqual({
    rounds: 2,
    underWay: 0,
    errors: 1,
  });
});
