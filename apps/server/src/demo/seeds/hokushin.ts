import { dayMs, hourMs, type Seeding } from './seeding.ts';

const sending = [
  'one_off_transfer',
  'registered_transfer',
  'bill_payment',
  'bulk_transfer',
  'payroll',
];

/** Fobs for sending money, registered by an administrator. */
export async function seedHokushin({ bank, fobs, clock }: Seeding): Promise<void> {
  const [late, shared, own, waiting] = fobs;
  if (!late || !shared || !own || !waiting) throw new Error('the demo has too few fobs');
  clock.advance(-40 * dayMs);
  const over = await bank.open({
    number: '40000001',
    story: 'a month after the application nobody has registered: sending is refused',
  });
  await bank.addUser(over, user('kitami', '北見 剛', 'admin'));
  await bank.adopt(over, { tokens: [late], delivered: true });
  clock.advance(40 * dayMs - hourMs);

  const use = await bank.open({
    number: '40000002',
    story: 'one token shared at the head office, another one at the works',
  });
  const admin = await bank.addUser(use, user('rumoi', '留萌 誠', 'admin'));
  const clerk = await bank.addUser(use, user('rumoi-aya', '留萌 彩', 'member'));
  const works = await bank.addUser(use, user('rumoi-dai', '留萌 大', 'member'));
  await bank.adopt(use, { tokens: [shared, own], delivered: true });
  await bank.registerFor(admin, [admin, clerk], shared);
  await bank.registerFor(admin, [works], own);

  const fresh = await bank.open({
    number: '40000003',
    openedOn: '2016-02-01',
    story: 'opened after the obligation began, not applied yet: sending is refused',
  });
  await bank.addUser(fresh, user('abira', '安平 昇', 'admin'));

  const post = await bank.open({
    number: '40000004',
    story: 'applied: sending works by the fixed password for a month, the token is in the post',
  });
  await bank.addUser(post, user('biei', '美瑛 樹', 'admin'));
  await bank.adopt(post, { tokens: [waiting], delivered: false });
  const old = await bank.open({ number: '40000005', story: 'an older contract, not adopted' });
  await bank.addUser(old, user('shari', '斜里 泉', 'admin'));
  clock.moveToRealTime();
}

const user = (loginId: string, name: string, role: 'master' | 'admin' | 'member') =>
  ({ loginId, name, role, permissions: sending }) as const;
