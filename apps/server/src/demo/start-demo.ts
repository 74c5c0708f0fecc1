import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { demoInstitutionIds, demoPolicy } from '@warifu/institutions';
import { addInstitution, createApiKey, importTokenFile, sha256Hex } from '@warifu/service';
import { createClient, scopeNames } from '@warifu/wire';
import type { ServerConfig } from '../config.ts';
import { initKeyringFile } from '../keyring-file.ts';
import { openWarifu, type Warifu } from '../open-warifu.ts';
import { type RunningServer, startServer } from '../start-server.ts';
import { DemoBank } from './demo-bank.ts';
import { DemoClock } from './demo-clock.ts';
import {
  type DemoFile,
  type DemoInstitution,
  demoFilePath,
  demoInstitution,
  readDemoFile,
  writeDemoFile,
} from './demo-file.ts';
import { demoRoutes } from './demo-routes.ts';
import { type DemoFob, demoTokenFile, makeFobs } from './demo-token-file.ts';
import { seedNanahoshi } from './seed-nanahoshi.ts';

export interface RunningDemo {
  readonly server: RunningServer;
  readonly demo: DemoFile;
}

/**
 * Starts the demo: what is there goes on where it was; an empty folder, or one whose first filling
 * was interrupted, is filled anew.
 */
export async function startDemo(config: ServerConfig, reset: boolean): Promise<RunningDemo> {
  if (reset || !existsSync(demoFilePath(config.dataDir))) clear(config);
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  if (!existsSync(config.keyringFile)) initKeyringFile(config.keyringFile);
  const clock = new DemoClock(join(config.dataDir, 'clock-offset-ms'));
  const warifu = await openWarifu(config, clock);
  const server = await startServer(warifu, { extend: (http) => demoRoutes(http, clock) });
  const known = readDemoFile(config.dataDir);
  const demo = known
    ? { ...known, base_url: server.url }
    : { base_url: server.url, institutions: await fill({ warifu, clock, baseUrl: server.url }) };
  writeDemoFile(config.dataDir, demo);
  return { server, demo };
}

/** Only what the demo itself put there is removed. */
function clear({ dataDir, keyringFile }: ServerConfig): void {
  const own = ['warifu.sqlite', 'warifu.sqlite-wal', 'warifu.sqlite-shm', 'demo.json'];
  const files = [...own, 'clock-offset-ms', 'audit-anchors.jsonl', 'admin.sock'];
  for (const name of files) rmSync(join(dataDir, name), { force: true });
  rmSync(keyringFile, { force: true });
}

interface Filling {
  readonly warifu: Warifu;
  readonly clock: DemoClock;
  readonly baseUrl: string;
}

async function fill(filling: Filling): Promise<DemoInstitution[]> {
  const institutions: DemoInstitution[] = [];
  for (const id of demoInstitutionIds)
    institutions.push(await fillInstitution(filling, demoPolicy(id)));
  return institutions;
}

async function fillInstitution(
  { warifu, clock, baseUrl }: Filling,
  document: unknown,
): Promise<DemoInstitution> {
  const { deps } = warifu;
  const added = await addInstitution(deps, document);
  if (!added.ok) throw new Error(`the demo's policy is invalid: ${JSON.stringify(added.faults)}`);
  const { policy } = added;
  const institutionId = policy.institution.id;
  const scopes = scopeNames.filter((scope) => scope !== 'verifications:reasons');
  const channel = await createApiKey(deps, { institutionId, name: 'channel', scopes });
  const operator = await createApiKey(deps, {
    institutionId,
    name: 'operator',
    scopes: scopeNames,
  });
  const fobs = makeFobs(40, 2_900_000_001, '2031-03-31');
  await importFobs(warifu, institutionId, fobs);
  const bank = new DemoBank({ baseUrl, apiKey: channel.text, clock });
  await seedNanahoshi(bank, fobs, clock);
  const tokens = await tokensBySerial(baseUrl, channel.text);
  const apiKey = channel.text;
  return demoInstitution({ policy, apiKey, operatorApiKey: operator.text, bank, fobs, tokens });
}

async function importFobs(
  { deps }: Warifu,
  institutionId: string,
  fobs: readonly DemoFob[],
): Promise<void> {
  const { xml, presharedKeyHex } = demoTokenFile(fobs);
  const result = await importTokenFile(deps, {
    institutionId,
    name: 'demo-fobs.pskcxml',
    format: 'pskc',
    sha256: sha256Hex(xml),
    open: async function* () {
      yield Buffer.from(xml, 'utf8');
    },
    options: { preSharedKey: Buffer.from(presharedKeyHex, 'hex') },
    actor: { kind: 'system', id: 'demo' },
  });
  if (!result.ok) throw new Error(`the demo's fobs were refused: ${result.fault.message}`);
}

async function tokensBySerial(baseUrl: string, apiKey: string) {
  const client = createClient({ baseUrl, apiKey });
  const { body } = await client.call('list_tokens', { query: { limit: 200 } });
  return new Map(body.data.map(({ serial, id, state }) => [serial, { id, state }]));
}
