import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AdminOperations, withAdmin } from '@warifu/server';
import { keyringWith } from '@warifu/service';
import { freshDatabase, onDatabase, type TestDatabase } from '@warifu/store/testing';
import type { Api } from '../../scenarios/support/api.ts';
import { World } from '../../scenarios/support/world.ts';
import { type Bank, customerOf, fiveMinutesMs, openCustomer } from './bank.ts';
import { writeClockFile } from './file-clock.ts';
import type { LedgerRecord } from './ledger.ts';
import { alsoScratch, scratchFolder } from './scratch.ts';
import { Server } from './server.ts';

/**
 * A bank on two nodes: two server processes with data folders, keyring files and names of their own,
 * on one database. Their clocks stand at the same instant.
 */
export class Nodes {
  /** The bank as each node has it. */
  readonly banks: readonly [Bank, Bank];
  readonly database: TestDatabase;
  #servers: readonly Server[] = [];

  private constructor(banks: readonly [Bank, Bank], database: TestDatabase) {
    this.banks = banks;
    this.database = database;
  }

  /** Prepares a bank over the public API on a database of its own; starts nothing yet. */
  static async prepare(customerCount: number, policy?: unknown): Promise<Nodes> {
    const database = await freshDatabase();
    const keyring = keyringWith(null, randomBytes(32));
    const { url: storeUrl } = database;
    const world = await World.start({ keyring, storeUrl, ...(policy ? { policy } : {}) });
    alsoScratch(world.server.config.dataDir);
    const numbers = Array.from({ length: customerCount }, (_, index) => index);
    await world.stock(
      numbers.flatMap((n) => [`A${n}`, `B${n}`, `C${n}`]),
      '2031-03-31',
    );
    for (const n of numbers) await openCustomer(world, n);
    const startAt = world.now + fiveMinutesMs;
    await world.server.stop();
    const clockFile = join(scratchFolder('clock'), 'clock');
    writeClockFile(clockFile, startAt);
    const { channelKey, operatorKey, config } = world.server;
    const customers = numbers.map((n) => customerOf(world, n));
    const common = { keyring, channelKey, operatorKey, customers, clockFile, startAt };
    const bankOf = (node: string): Bank => {
      const dataDir = scratchFolder(node);
      const keyringFile = join(dataDir, 'keyring.json');
      writeFileSync(keyringFile, keyring, { mode: 0o600 });
      const own = { ...config, dataDir, keyringFile, keyringText: null, storeUrl, node };
      return { ...common, dataDir, config: own, systemRecords: 0 };
    };
    return new Nodes([bankOf('node-1'), bankOf('node-2')], database);
  }

  async start(): Promise<void> {
    this.#servers = await Promise.all(this.banks.map(startNode));
  }

  /** Starts one node again, after it was killed or stopped. */
  async startAgain(index: 0 | 1): Promise<void> {
    const server = await startNode(this.banks[index]);
    this.#servers = this.#servers.map((one, at) => (at === index ? server : one));
  }

  server(index: 0 | 1): Server {
    const server = this.#servers[index];
    if (!server) throw new Error('the nodes are not started');
    return server;
  }

  /** An operator of the bank, at one node. */
  api(index: 0 | 1): Api {
    return this.server(index).api(this.banks[index].operatorKey);
  }

  /** The command line at one node. */
  admin<T>(index: 0 | 1, run: (operations: AdminOperations) => Promise<T>): Promise<T> {
    return withAdmin(this.banks[index].config, run);
  }

  /** Sets the clocks of both. */
  async setClock(at: number): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.setClock(at)));
  }

  async stop(): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.stop()));
    this.#servers = [];
  }

  async close(): Promise<void> {
    await this.stop();
    await this.database.drop();
  }

  /** Every audit record, read with SQL alone. */
  async records(): Promise<readonly LedgerRecord[]> {
    const rows = await onDatabase<{ record: string }>(
      this.database.url,
      'SELECT record FROM audit_records ORDER BY number',
    );
    return rows.map(({ record }) => JSON.parse(record));
  }
}

function startNode(bank: Bank): Promise<Server> {
  const { storeUrl, node } = bank.config;
  return Server.start(bank, { env: { WARIFU_STORE_URL: storeUrl ?? '', WARIFU_NODE: node ?? '' } });
}
