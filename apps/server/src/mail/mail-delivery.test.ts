import {
  MailDispatcher,
  type MailStore,
  newMail,
  type OutboxMail,
  renderMail,
} from '@warifu/service';
import { expect, onTestFinished, test } from 'vitest';
import { bank, dueWorld, minuteMs, tokyo } from '../testing/due-world.ts';
import { headOf, type MailCatcher, mailCatcher, partsOf } from '../testing/mail-catcher.ts';
import { smtpMailer } from './smtp-mailer.ts';

/** A bank with one contract, a dispatcher, and a real SMTP server. */
async function mailWorld() {
  const world = await dueWorld(tokyo('2026-11-22T09:30'));
  const catcher = await mailCatcher();
  const contract = await world.contract('1000001');
  const { deps } = world.warifu;
  const mailer = smtpMailer(catcher.config);
  onTestFinished(() => mailer.close());
  const codes = new Map<string, string>();
  const dispatcher = (mails: MailStore = deps.store.mails) =>
    new MailDispatcher({
      mails,
      clock: world.clock,
      mailer,
      render: async (mail) => {
        const policy = deps.policies.inForce(bank, world.clock.now())?.policy;
        if (!policy) throw new Error('no policy');
        return renderMail(mail, { policy, resolveSecret: async ({ id }) => codes.get(id) });
      },
      newLeaseId: () => deps.newId('lse'),
      onError: (error) => {
        throw error;
      },
    });
  const put = (...mails: OutboxMail[]) => world.save(contract.id, { mails });
  const order = { institutionId: bank, contractId: contract.id, userId: null };
  const notice = (id: string, to = 'taro@mail.example') =>
    newMail({
      ...order,
      id,
      kind: 'notice',
      to,
      data: { topic: 'token_bound', at: world.clock.at, on: null, serialEnd: '0001' },
      now: world.clock.at,
    });
  const states = async () =>
    Object.fromEntries((await world.mails()).map((mail) => [mail.id, mail.state]));
  return { ...world, catcher, dispatcher, put, notice, order, codes, states };
}

const idsOf = ({ caught }: MailCatcher) =>
  caught.map((mail) => headOf(mail, 'Message-ID')?.replace(/[<>]|@.*/g, ''));

test('what is in the outbox is sent once', async () => {
  const { dispatcher, put, notice, catcher, states, clock } = await mailWorld();
  await put(notice('mal_1'), notice('mal_2'), notice('mal_3'));
  expect(await dispatcher().pass()).toEqual({ sent: 3, retried: 0, failed: 0, expired: 0 });
  clock.at += 10 * minuteMs;
  expect(await dispatcher().pass()).toMatchObject({ sent: 0 });
  expect(idsOf(catcher)).toEqual(['mal_1', 'mal_2', 'mal_3']);
  expect(await states()).toEqual({ mal_1: 'sent', mal_2: 'sent', mal_3: 'sent' });
});

test('two dispatchers at once on one store send each mail once', async () => {
  const { dispatcher, put, notice, catcher } = await mailWorld();
  const ids = Array.from({ length: 40 }, (_, index) => `mal_${String(index).padStart(2, '0')}`);
  await put(...ids.map((id) => notice(id)));
  await Promise.all([dispatcher().pass(), dispatcher().pass()]);
  expect(idsOf(catcher).toSorted()).toEqual(ids);
});

test('row 82: a server that is down for ten minutes: nothing is lost, each mail is sent once', async () => {
  const { dispatcher, put, notice, catcher, states, clock } = await mailWorld();
  await catcher.stop();
  await put(...['mal_1', 'mal_2', 'mal_3'].map((id) => notice(id)));
  const own = dispatcher();
  const attempts: number[] = [];
  for (let second = 0; second < 600; second += 1) {
    attempts.push((await own.pass()).retried);
    clock.at += 1_000;
  }
  // Alone 5, 10, 20, 40, 80, 160 and 300 seconds: a server that is down is not stormed.
  expect(attempts.reduce((sum, one) => sum + one)).toBeLessThanOrEqual(8);
  expect(new Set(Object.values(await states()))).toEqual(new Set(['queued']));
  await catcher.start();
  for (let minute = 0; minute < 70; minute += 1) {
    await own.pass();
    clock.at += minuteMs;
  }
  expect(idsOf(catcher).toSorted()).toEqual(['mal_1', 'mal_2', 'mal_3']);
});

test('a mail that is refused for now is tried later, one that is refused for good is not', async () => {
  const { dispatcher, put, notice, catcher, states, clock, mails } = await mailWorld();
  await put(notice('mal_1'));
  catcher.refuse = { at: 'receiver', code: 451 };
  await dispatcher().pass();
  expect(await mails()).toMatchObject([{ state: 'queued', attempts: 1, lastError: 'smtp_451' }]);
  clock.at += 29_999;
  expect(await dispatcher().pass()).toMatchObject({ retried: 0 });
  clock.at += 1;
  catcher.refuse = { at: 'receiver', code: 550 };
  expect(await dispatcher().pass()).toMatchObject({ failed: 1 });
  catcher.refuse = null;
  clock.at += 600 * minuteMs;
  await dispatcher().pass();
  expect(await states()).toEqual({ mal_1: 'failed' });
  expect(catcher.caught).toEqual([]);
});

test('killed between sending and writing it down: one mail twice, with the same Message-ID', async () => {
  const { dispatcher, put, notice, catcher, warifu, clock } = await mailWorld();
  const ids = ['mal_1', 'mal_2', 'mal_3', 'mal_4'];
  await put(...ids.map((id) => notice(id)));
  const { mails } = warifu.deps.store;
  const killed = () => Promise.reject(new Error('killed'));
  let settled = 0;
  const dying: MailStore = {
    ...mails,
    settle: (settlement) => {
      settled += 1;
      return settled === 2 ? killed() : mails.settle(settlement);
    },
    release: killed,
  };
  await expect(dispatcher(dying).pass()).rejects.toThrow('killed');
  expect(idsOf(catcher)).toEqual(['mal_1', 'mal_2']);
  expect(await dispatcher().pass()).toMatchObject({ sent: 0 });
  clock.at += 2 * minuteMs;
  await dispatcher().pass();
  expect(idsOf(catcher)).toEqual(['mal_1', 'mal_2', 'mal_2', 'mal_3', 'mal_4']);
});

test('too old is not sent: past its own end, or after three days', async () => {
  const { dispatcher, put, notice, clock, states, catcher } = await mailWorld();
  const end = clock.at + 10 * minuteMs;
  await put({ ...notice('mal_1'), expiresAt: end }, notice('mal_2'));
  await catcher.stop();
  clock.at = end;
  await dispatcher().pass();
  expect(await states()).toEqual({ mal_1: 'expired', mal_2: 'queued' });
  clock.at = end + 3 * 24 * 60 * minuteMs;
  await dispatcher().pass();
  expect(await states()).toEqual({ mal_1: 'expired', mal_2: 'expired' });
});

test('a code is found when it is sent, and stands nowhere in the store', async () => {
  const { dispatcher, put, order, codes, clock, catcher, states, mails } = await mailWorld();
  const operation = { ja: '都度指定振込', en: 'One-off transfer' };
  const code = (id: string) =>
    newMail({
      ...order,
      id,
      kind: 'email_code',
      to: 'taro@mail.example',
      data: { tokenId: `tok_${id}`, counter: 0, operation, expiresAt: clock.at + 5 * minuteMs },
      now: clock.at,
      expiresAt: clock.at + 5 * minuteMs,
    });
  codes.set('mal_1', '314159');
  await put(code('mal_1'), code('mal_used'));
  expect(await dispatcher().pass()).toMatchObject({ sent: 1, expired: 1 });
  expect(await states()).toEqual({ mal_1: 'sent', mal_used: 'expired' });
  const [mail] = catcher.caught;
  if (!mail) throw new Error('nothing arrived');
  const parts = partsOf(mail);
  for (const part of Object.values(parts)) expect(part).toContain('314159');
  expect(headOf(mail, 'Subject')).not.toContain('314159');
  expect(JSON.stringify(await mails())).not.toContain('314159');
});

test('a dispatcher that is asked to end gives back what it has not begun', async () => {
  const { dispatcher, put, notice, catcher, warifu } = await mailWorld();
  await put(notice('mal_1'), notice('mal_2'));
  const ending = new AbortController();
  const { mails } = warifu.deps.store;
  const stopping: MailStore = {
    ...mails,
    settle: (settlement) => {
      ending.abort();
      return mails.settle(settlement);
    },
  };
  expect(await dispatcher(stopping).pass(ending.signal)).toMatchObject({ sent: 1 });
  await dispatcher().pass();
  expect(idsOf(catcher)).toEqual(['mal_1', 'mal_2']);
});
