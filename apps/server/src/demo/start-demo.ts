import { join } from 'node:path';
import { type DemoInstitutionId, demoInstitutionIds, demoPolicy } from '@warifu/institutions';
import { addInstitution, createApiKey, importTokenFile, sha256Hex } from '@warifu/service';
import { createClient, scopeNames } from '@warifu/wire';
import type { ServerConfig } from '../config.ts';
import { openWarifu, type Warifu } from '../open-warifu.ts';
import { type RunningServer, startServer } from '../start-server.ts';
import { DemoBank } from './demo-bank.ts';
import { DemoClock } from './demo-clock.ts';
import {
  type DemoFile,
  type DemoInstitution,
  demoInstitution,
  writeDemoFile,
} from './demo-file.ts';
import {
  assertNotServed,
  beginFilling,
  demoConfig,
  endFilling,
  isFilled,
  wholeDemo,
} from './demo-folder.ts';
import { demoRoutes } from './demo-routes.ts';
import { type DemoFob, demoTokenFile, makeFobs } from './demo-token-file.ts';
import { startMailCatcher } from './mail-catcher.ts';
import { demoSeeds } from './seeds/all-seeds.ts';

export interface RunningDemo {
  readonly server: RunningServer;
  readonly demo: DemoFile;
}

/**
 * Starts the demo: what is there goes on where it was; an empty folder, or one whose first filling
 * was interrupted, is filled anew. It listens where it is told only when it is filled, so that nobody
 * meets half a demo. Throws `ConfigError` when the folder is somebody else's or already served.
 */
export async function startDemo(config: ServerConfig, reset: boolean): Promise<RunningDemo> {
  const own = demoConfig(config);
  await assertNotServed(own);
  if (reset || !isFilled(own)) await fillFolder(own);
  const known = wholeDemo(own);
  const clock = demoClock(own);
  const mails = await startMailCatcher(() => clock.now());
  try {
    const warifu = await openWarifu({ ...own, mail: mails.settings }, clock);
    const server = await startServer(warifu, {
      extend: (http, dueWork) => demoRoutes(http, { clock, mails, moved: dueWork.wake }),
    });
    const demo = { ...known, base_url: server.url };
    writeDemoFile(own.dataDir, demo);
    const close = async () => {
      await server.close();
      await mails.close();
    };
    return { server: { ...server, close }, demo };
  } catch (error) {
    await mails.close();
    throw error;
  }
}

function demoClock({ dataDir }: ServerConfig): DemoClock {
  return new DemoClock(join(dataDir, 'clock-offset-ms'));
}

/** Fills the demo through a server that nobody else knows of: on the loopback, at a free port. */
async function fillFolder(config: ServerConfig): Promise<void> {
  beginFilling(config);
  const clock = demoClock(config);
  const warifu = await openWarifu({ ...config, host: '127.0.0.1', port: 0 }, clock);
  const server = await startServer(warifu);
  try {
    const institutions = await fill({ warifu, clock, baseUrl: server.url });
    writeDemoFile(config.dataDir, { base_url: server.url, institutions });
  } finally {
    await server.close();
  }
  endFilling(config);
}

interface Filling {
  readonly warifu: Warifu;
  readonly clock: DemoClock;
  readonly baseUrl: string;
}

async function fill(filling: Filling): Promise<DemoInstitution[]> {
  const institutions: DemoInstitution[] = [];
  for (const id of demoInstitutionIds) institutions.push(await fillInstitution(filling, id));
  return institutions;
}

async function fillInstitution(
  { warifu, clock, baseUrl }: Filling,
  id: DemoInstitutionId,
): Promise<DemoInstitution> {
  const { deps } = warifu;
  const added = await addInstitution(deps, demoPolicy(id));
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
  const { firstSerial, seed } = demoSeeds[id];
  const fobs = firstSerial === null ? [] : makeFobs(40, firstSerial, '2031-03-31');
  if (fobs.length > 0) await importFobs(warifu, institutionId, fobs);
  const bank = new DemoBank({ institutionId, baseUrl, apiKey: channel.text, clock });
  await seed({ bank, fobs, clock });
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
