import { randomBytes } from 'node:crypto';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerConfig } from '@warifu/server';
import { keyringWith } from '@warifu/service';
import { acts } from '../../scenarios/support/acts.ts';
import type { Fob } from '../../scenarios/support/fob.ts';
import { World } from '../../scenarios/support/world.ts';
import { writeClockFile } from './file-clock.ts';
import { readLedger } from './ledger.ts';
import { alsoScratch, removeScratch, scratchFolder } from './scratch.ts';

/** A contract with a master and a member in service, and one more fob that nobody has registered. */
export interface Customer {
  readonly contractId: string;
  readonly master: Holder;
  readonly member: Holder;
  readonly spare: Fob;
  /** Audit records about the contract in the prepared store. */
  readonly recordsBefore: number;
}

export interface Holder {
  readonly userId: string;
  readonly tokenId: string;
  readonly fob: Fob;
}

/** A prepared store in a folder, its customers, and what a server and its clients need to use it. */
export interface Bank {
  readonly dataDir: string;
  readonly config: ServerConfig;
  readonly clockFile: string;
  /** The text of the keyring, which is in a file of the folder as well. */
  readonly keyring: string;
  readonly channelKey: string;
  readonly operatorKey: string;
  readonly customers: readonly Customer[];
  /** Audit records that no stored answer belongs to: acts of the server and of its operator. */
  readonly systemRecords: number;
  readonly startAt: number;
}

const transfer = 'one_off_transfer';
export const fiveMinutesMs = 300_000;

/** Prepares a bank over the public API, closes its store in order and leaves the folder behind. */
export async function prepareBank(customerCount: number, policy?: unknown): Promise<Bank> {
  const keyring = keyringWith(null, randomBytes(32));
  const world = await World.start({ keyring, ...(policy === undefined ? {} : { policy }) });
  const { server } = world;
  alsoScratch(server.config.dataDir);
  const numbers = Array.from({ length: customerCount }, (_, index) => index);
  const fobs = numbers.flatMap((n) => [`A${n}`, `B${n}`, `C${n}`]);
  await world.stock(fobs, '2031-03-31');
  for (const n of numbers) await openCustomer(world, n);
  // Registration has spent a code; after five minutes no code of then is in any window.
  const startAt = world.now + fiveMinutesMs;
  const { dataDir, keyringFile } = server.config;
  await server.stop();
  writeFileSync(keyringFile, keyring, { mode: 0o600 });
  const ledger = readLedger(dataDir);
  const clockFile = join(dataDir, 'clock');
  writeClockFile(clockFile, startAt);
  return {
    dataDir,
    config: { ...server.config, keyringText: null },
    clockFile,
    keyring,
    channelKey: server.channelKey,
    operatorKey: server.operatorKey,
    customers: numbers.map((n) => {
      const customer = customerOf(world, n);
      const { contractId } = customer;
      const own = ledger.records.filter((record) => record.contractId === contractId);
      return { ...customer, recordsBefore: own.length };
    }),
    systemRecords: ledger.records.length - ledger.answers.size,
    startAt,
  };
}

export async function openCustomer(world: World, n: number): Promise<void> {
  const steps = [
    `contract K${n}`,
    `user M${n} K${n} master ${transfer}`,
    `user U${n} K${n} member ${transfer}`,
    `apply K${n} adoption 3`,
    `post K${n} adoption A${n} B${n} C${n}`,
    'deliver',
    `register M${n} A${n}`,
    `register U${n} B${n}`,
  ];
  for (const step of steps) {
    const [verb = '', ...words] = step.split(' ');
    const told = await acts[verb]?.(world, words);
    if (told === undefined || /^\d/.test(told)) throw new Error(`${step}: ${told}`);
  }
}

export function customerOf(world: World, n: number): Customer {
  const holder = (user: string, fob: string): Holder => ({
    userId: world.user(user),
    tokenId: world.tokens.get(fob) ?? '',
    fob: world.fob(fob),
  });
  return {
    contractId: world.contract(`K${n}`),
    master: holder(`M${n}`, `A${n}`),
    member: holder(`U${n}`, `B${n}`),
    spare: world.fob(`C${n}`),
    recordsBefore: 0,
  };
}

/** The same bank in a folder of its own, so that a test may ruin it. */
export function copyOf(bank: Bank): Bank {
  return copyInto(bank, scratchFolder('bank'));
}

/** The same bank copied into a folder that is there already. */
export function copyInto(bank: Bank, dataDir: string): Bank {
  // The socket of a server that was killed is no file that could be copied.
  const filter = (path: string) => !path.endsWith('admin.sock');
  cpSync(bank.dataDir, dataDir, { recursive: true, filter });
  return atFolder(bank, dataDir);
}

/** The same bank, as it will be found in another folder. */
export function atFolder(bank: Bank, dataDir: string): Bank {
  const keyringFile = join(dataDir, 'keyring.json');
  const config = { ...bank.config, dataDir, keyringFile };
  return { ...bank, dataDir, config, clockFile: join(dataDir, 'clock') };
}

/** Removes a bank's folder; of a bank whose preparation failed there is none. */
export function removeBank(bank: Bank | undefined): void {
  if (bank) removeScratch(bank.dataDir);
}
