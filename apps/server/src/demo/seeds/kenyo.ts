import { hourMs, type Seeding } from './seeding.ts';

const payments = ['one_off_transfer', 'registered_transfer', 'bulk_transfer', 'payroll'];

/** Phone apps at login; a lock stops a user's whole service, and revoking pauses him for half an hour. */
export async function seedKenyo({ bank, clock }: Seeding): Promise<void> {
  clock.advance(-hourMs);
  const use = await bank.open({
    number: '3000001',
    story: 'in use: master and administrator have the app, one user must issue his, one is paused',
  });
  const master = await bank.addUser(use, user('sato-ichiro', '佐藤 一郎', 'master'));
  const admin = await bank.addUser(use, user('sato-hana', '佐藤 花', 'admin'));
  await bank.addUser(use, user('sato-jiro', '佐藤 次郎', 'member'));
  const paused = await bank.addUser(use, user('sato-saburo', '佐藤 三郎', 'member'));
  await bank.adopt(use, { tokens: [], delivered: false });
  await bank.issueToPhone(use, master);
  await bank.issueToPhone(use, admin);
  await bank.issueToPhone(use, paused);

  const stopped = await bank.open({
    number: '3000002',
    story: 'a member’s whole service is stopped; the master can lift it',
  });
  const head = await bank.addUser(stopped, user('suzu-kei', '鈴 慶', 'master'));
  const clerk = await bank.addUser(stopped, user('suzu-mio', '鈴 澪', 'member'));
  await bank.adopt(stopped, { tokens: [], delivered: false });
  await bank.issueToPhone(stopped, head);
  const token = await bank.issueToPhone(stopped, clerk);
  await bank.lock(clerk, token);

  const alone = await bank.open({
    number: '3000003',
    kind: 'sole_proprietor',
    story: 'the only user is stopped: only the branch can lift it',
  });
  const owner = await bank.addUser(alone, user('mori-taku', '森 拓', 'master'));
  await bank.adopt(alone, { tokens: [], delivered: false });
  await bank.lock(owner, await bank.issueToPhone(alone, owner));

  const without = await bank.open({ number: '3000004', story: 'not adopted: passwords alone' });
  await bank.addUser(without, user('hara-aki', '原 秋', 'master'));
  clock.moveToRealTime();
  await bank.revoke([paused], 'branch');
}

const user = (loginId: string, name: string, role: 'master' | 'admin' | 'member') =>
  ({ loginId, name, role, permissions: payments }) as const;
