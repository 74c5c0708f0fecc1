import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DemoInstitutionId, demoPolicy } from '@warifu/institutions';
import {
  openWarifu,
  type RunningServer,
  type ServerConfig,
  type StartOptions,
  startServer,
  type Warifu,
} from '@warifu/server';
import {
  addInstitution,
  createApiKey,
  importTokenFile,
  keyringWith,
  sha256Hex,
} from '@warifu/service';
import { scopeNames } from '@warifu/wire';
import type { Fob } from './fob.ts';
import { TestClock } from './test-clock.ts';

export interface TestServerOptions {
  readonly startAt?: string;
  /** Another clock than one that stands still: a machine's, which somebody sets. */
  readonly clock?: TestClock;
  /** The demo institution whose bank it is; Nanahoshi unless said otherwise. */
  readonly institution?: DemoInstitutionId;
  /** A policy document of one's own, instead of a demo institution's. */
  readonly policy?: unknown;
  /** Goes on with the data of an earlier server. */
  readonly dataDir?: string;
  readonly keyring?: string;
  /** A database that is somebody else's, instead of one of its own. */
  readonly storeUrl?: string;
}

const usualStart = '2027-01-05T09:00:00+09:00';

interface OwnDatabase {
  readonly url: string;
  readonly drop: () => Promise<void>;
}

/** Whether the scenarios run on PostgreSQL; the project of that name says so. */
export const onPostgres = process.env['WARIFU_SCENARIO_STORE'] === 'postgres';

/** A database of its own, where the scenarios run on PostgreSQL; SQLite needs only its folder. */
async function ownDatabase(): Promise<OwnDatabase | undefined> {
  if (!onPostgres) return undefined;
  const harness = await import('@warifu/store/testing');
  return harness.freshDatabase();
}

/** A real server with a real store in a folder of its own; only the clock is a fake. */
export class TestServer {
  readonly clock: TestClock;
  readonly config: ServerConfig;
  channelKey = '';
  operatorKey = '';
  institutionId = '';
  #warifu: Warifu | undefined;
  #running: RunningServer | undefined;
  readonly #database: OwnDatabase | undefined;

  private constructor(config: ServerConfig, clock: TestClock, database?: OwnDatabase) {
    this.config = config;
    this.clock = clock;
    this.#database = database;
  }

  static async start(options: TestServerOptions = {}): Promise<TestServer> {
    const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'warifu-test-'));
    const keyringText = options.keyring ?? keyringWith(null, randomBytes(32));
    const keyringFile = join(dataDir, 'keyring.json');
    const publicUrl = 'https://otp.example';
    const database = options.storeUrl === undefined ? await ownDatabase() : undefined;
    const storeUrl = options.storeUrl ?? database?.url ?? null;
    const secrets = { keyringText, keyringFile };
    const config = { host: '127.0.0.1', port: 0, dataDir, storeUrl, publicUrl, ...secrets };
    const clock = options.clock ?? new TestClock(options.startAt ?? usualStart);
    const server = new TestServer(config, clock, database);
    await server.#open();
    if (options.dataDir === undefined) {
      const { id } = await server.addInstitution(
        options.policy ?? demoPolicy(options.institution ?? 'nanahoshi'),
      );
      server.institutionId = id;
      server.channelKey = await server.apiKey(
        id,
        scopeNames.filter((one) => one !== 'verifications:reasons'),
      );
      server.operatorKey = await server.apiKey(id, scopeNames);
    }
    return server;
  }

  get warifu(): Warifu {
    if (!this.#warifu) throw new Error('the test server is closed');
    return this.#warifu;
  }

  get url(): string {
    if (!this.#running) throw new Error('the test server is closed');
    return this.#running.url;
  }

  async addInstitution(document: unknown): Promise<{ id: string }> {
    const added = await addInstitution(this.warifu.deps, document);
    if (!added.ok) throw new Error(`policy refused: ${JSON.stringify(added.faults)}`);
    return { id: added.policy.institution.id };
  }

  async apiKey(institutionId: string, scopes: readonly string[]): Promise<string> {
    const { text } = await createApiKey(this.warifu.deps, { institutionId, name: 'test', scopes });
    return text;
  }

  /** Puts fobs into stock by the real import, from a file in the OATH CSV form or as PSKC. */
  async importFobs(institutionId: string, fobs: readonly Fob[]): Promise<void> {
    const xml = pskcOf(fobs);
    const result = await importTokenFile(this.warifu.deps, {
      institutionId,
      name: 'fobs.pskcxml',
      format: 'pskc',
      sha256: sha256Hex(xml),
      open: async function* () {
        yield Buffer.from(xml, 'utf8');
      },
      options: {},
      actor: { kind: 'command_line', id: 'test' },
    });
    if (!result.ok) throw new Error(`fobs refused: ${JSON.stringify(result.fault)}`);
  }

  /** Stops and starts again on the same data. */
  async restart(options: StartOptions = {}): Promise<void> {
    await this.stop();
    await this.#open(options);
  }

  async stop(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    this.#warifu = undefined;
    await running?.close();
  }

  async close(): Promise<void> {
    await this.stop();
    await this.#database?.drop();
    rmSync(this.config.dataDir, { recursive: true, force: true });
  }

  async #open(options: StartOptions = {}): Promise<void> {
    this.#warifu = await openWarifu(this.config, this.clock);
    this.#running = await startServer(this.#warifu, options);
  }
}

function pskcOf(fobs: readonly Fob[]): string {
  const keys = fobs.map(
    (fob) => `<KeyPackage><DeviceInfo><SerialNo>${fob.serial}</SerialNo></DeviceInfo>
<Key Id="${fob.serial}" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:totp">
<AlgorithmParameters><ResponseFormat Encoding="DECIMAL" Length="6"/></AlgorithmParameters>
<Data><Secret><PlainValue>${fob.seed.toString('base64')}</PlainValue></Secret>
<Time><PlainValue>0</PlainValue></Time><TimeInterval><PlainValue>${fob.stepSeconds}</PlainValue></TimeInterval></Data>
<Policy><ExpiryDate>${fob.expiresOn}T00:00:00+09:00</ExpiryDate></Policy></Key></KeyPackage>`,
  );
  return `<?xml version="1.0"?><KeyContainer Version="1.0" xmlns="urn:ietf:params:xml:ns:keyprov:pskc">${keys.join('')}</KeyContainer>`;
}
