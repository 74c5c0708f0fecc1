import { hourMs, type Seeding } from './seeding.ts';

/** App tokens that customers register, exchange and stop by themselves at the login page. */
export async function seedKomatsubara({ bank, clock }: Seeding): Promise<void> {
  clock.advance(-hourMs);
  const retail = await bank.open({
    number: '5000001',
    kind: 'retail',
    story: 'has registered the app by himself',
  });
  const holder = await bank.addUser(retail, user('ume', '梅 香'));
  await bank.selfRegister(retail, holder, await bank.makeCredential('phone_app'));

  const pc = await bank.open({
    number: '5000002',
    kind: 'retail',
    story: 'uses the app on his PC, which companies may not',
  });
  const atHome = await bank.addUser(pc, user('take', '竹 内'));
  await bank.selfRegister(pc, atHome, await bank.makeCredential('pc_app'));

  const company = await bank.open({
    number: '5000003',
    story: 'a company: the locked one needs the branch',
  });
  const head = await bank.addUser(company, user('matsu', '松 本'));
  const clerk = await bank.addUser(company, { ...user('matsu-ko', '松 子'), role: 'member' });
  await bank.selfRegister(company, head, await bank.makeCredential('phone_app'));
  const token = await bank.makeCredential('phone_app');
  await bank.selfRegister(company, clerk, token);
  await bank.lock(clerk, token);

  const without = await bank.open({
    number: '5000004',
    kind: 'retail',
    story: 'has not registered: signs in by password alone',
  });
  await bank.addUser(without, user('kiku', '菊 池'));
  clock.moveToRealTime();
}

const user = (loginId: string, name: string) =>
  ({ loginId, name, role: 'master', permissions: [] }) as const;
