import { dayMs, hourMs, type Seeding } from './seeding.ts';

const payments = ['one_off_transfer', 'registered_transfer', 'bulk_transfer', 'payroll'];

/** Soft tokens or fobs, one kind per contract; the token locks for all who share it. */
export async function seedKinpo({ bank, fobs, clock }: Seeding): Promise<void> {
  const [late, shared, waiting, lockable] = fobs;
  if (!late || !shared || !waiting || !lockable) throw new Error('the demo has too few fobs');
  clock.advance(-40 * dayMs);
  const over = await bank.open({
    number: '2000001',
    story: 'grace over: nobody can sign in until the fob is registered',
  });
  await bank.addUser(over, master('kuroki', '黒木 正'));
  await bank.adopt(over, { tokens: [late], delivered: true, authenticator: 'key_fob' });
  clock.advance(40 * dayMs - hourMs);

  const fob = await bank.open({
    number: '2000002',
    story: 'one fob for two users; the set-up of a third can be skipped for 30 days',
  });
  const owner = await bank.addUser(fob, master('asagi', '浅葱 守'));
  const clerk = await bank.addUser(fob, member('asagi-yuki', '浅葱 雪'));
  await bank.addUser(fob, member('asagi-ren', '浅葱 蓮'));
  await bank.adopt(fob, { tokens: [shared], delivered: true, authenticator: 'key_fob' });
  await bank.register(owner, shared);
  await bank.register(clerk, shared);

  const soft = await bank.open({
    number: '2000003',
    story: 'soft tokens: the master has one, a member is about to get his',
  });
  const head = await bank.addUser(soft, master('wakaba', '若葉 緑'));
  const next = await bank.addUser(soft, member('wakaba-sora', '若葉 空'));
  await bank.adopt(soft, { tokens: [], delivered: false, authenticator: 'phone_app' });
  await bank.issueToPhone(soft, head);
  await bank.beginIssue(next);

  const locked = await bank.open({
    number: '2000004',
    story: 'a locked fob: both users who share it are refused, and only the branch unlocks it',
  });
  const first = await bank.addUser(locked, master('akane', '茜 一'));
  const second = await bank.addUser(locked, member('akane-nao', '茜 直'));
  await bank.adopt(locked, { tokens: [lockable], delivered: true, authenticator: 'key_fob' });
  await bank.register(first, lockable);
  await bank.register(second, lockable);
  await bank.lock(second, lockable);

  const post = await bank.open({ number: '2000005', story: 'the fob is in the post' });
  await bank.addUser(post, master('momiji', '紅葉 実'));
  await bank.adopt(post, { tokens: [waiting], delivered: false, authenticator: 'key_fob' });
  clock.moveToRealTime();
}

const master = (loginId: string, name: string) =>
  ({ loginId, name, role: 'master', permissions: payments }) as const;
const member = (loginId: string, name: string) =>
  ({ loginId, name, role: 'member', permissions: payments }) as const;
