import type { DemoBank } from '../demo-bank.ts';
import type { DemoFob } from '../demo-token-file.ts';
import { dayMs, hourMs, type Seeding } from './seeding.ts';

const transfers = ['one_off_transfer', 'registered_transfer'];

/** Contracts in the states that a visitor wants to see; fobs that are not used stay in stock. */
export async function seedNanahoshi({ bank, fobs, clock }: Seeding): Promise<void> {
  // A contract whose grace is over has to begin in the past, while the store is still empty.
  clock.advance(-45 * dayMs);
  await graceOver(bank, fobs.slice(0, 1));
  // Registrations use codes up; an hour ago they leave the visitor's current codes alone.
  clock.advance(45 * dayMs - hourMs);
  await inUse(bank, fobs.slice(1, 3));
  await inThePost(bank, fobs.slice(3, 4));
  await locked(bank, fobs.slice(4, 6));
  await notAdopted(bank);
  clock.moveToRealTime();
}

async function inUse(bank: DemoBank, fobs: readonly DemoFob[]): Promise<void> {
  const contract = await bank.open({
    number: '1000001',
    story: 'in use: two fobs, one of them shared; a clerk who has not registered yet',
  });
  const master = await bank.addUser(contract, {
    loginId: 'aoba-taro',
    name: '青葉 太郎',
    role: 'master',
    permissions: transfers,
  });
  const admin = await bank.addUser(contract, {
    loginId: 'aoba-hanako',
    name: '青葉 花子',
    role: 'admin',
    permissions: transfers,
  });
  const clerk = await bank.addUser(contract, {
    loginId: 'aoba-jiro',
    name: '青葉 次郎',
    role: 'member',
    permissions: transfers,
  });
  await bank.addUser(contract, {
    loginId: 'aoba-saki',
    name: '青葉 咲',
    role: 'member',
    permissions: transfers,
  });
  await bank.addUser(contract, {
    loginId: 'aoba-ken',
    name: '青葉 健',
    role: 'member',
    permissions: ['registered_transfer'],
  });
  await bank.adopt(contract, { tokens: fobs, delivered: true });
  const [own, shared] = fobs;
  if (!own || !shared) return;
  await bank.register(master, own);
  await bank.register(admin, shared);
  await bank.register(clerk, shared);
}

async function inThePost(bank: DemoBank, fobs: readonly DemoFob[]): Promise<void> {
  const contract = await bank.open({
    number: '1000002',
    story: 'adopted, fob in the post: registration can be skipped',
  });
  await bank.addUser(contract, {
    loginId: 'kaede-ichiro',
    name: '楓 一郎',
    role: 'master',
    permissions: transfers,
  });
  await bank.adopt(contract, { tokens: fobs, delivered: false });
}

async function notAdopted(bank: DemoBank): Promise<void> {
  const contract = await bank.open({
    number: '1000003',
    story: 'not adopted: everything goes by PIN and passwords',
  });
  await bank.addUser(contract, {
    loginId: 'sumire-yumi',
    name: '菫 由美',
    role: 'master',
    permissions: transfers,
  });
}

async function graceOver(bank: DemoBank, fobs: readonly DemoFob[]): Promise<void> {
  const contract = await bank.open({
    number: '1000004',
    story: 'grace over: transfers are refused until the fob is registered',
  });
  await bank.addUser(contract, {
    loginId: 'tsubaki-goro',
    name: '椿 五郎',
    role: 'master',
    permissions: transfers,
  });
  await bank.adopt(contract, { tokens: fobs, delivered: true });
}

async function locked(bank: DemoBank, fobs: readonly DemoFob[]): Promise<void> {
  const contract = await bank.open({
    number: '1000005',
    story: 'a member is locked; the master can lift it',
  });
  const master = await bank.addUser(contract, {
    loginId: 'nire-makoto',
    name: '楡 誠',
    role: 'master',
    permissions: transfers,
  });
  const member = await bank.addUser(contract, {
    loginId: 'nire-aoi',
    name: '楡 葵',
    role: 'member',
    permissions: transfers,
  });
  await bank.adopt(contract, { tokens: fobs, delivered: true });
  const [first, second] = fobs;
  if (!first || !second) return;
  await bank.register(master, first);
  await bank.register(member, second);
  await bank.lock(member, second);
}
