import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { withAdmin } from '@warifu/server';
import { pskcTestToken } from '@warifu/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Api, Json } from '../scenarios/support/api.ts';
import { type Bank, prepareBank, removeBank } from './support/bank.ts';
import { report } from './support/counts.ts';
import { storeFileIn } from './support/ledger.ts';
import { patchedPolicy } from './support/policies.ts';
import { cleanUp } from './support/processes.ts';
import { generatedSerials, importRequest, writeTokenFile } from './support/pskc-file.ts';
import { removeScratch, scratchFolder } from './support/scratch.ts';
import { type Secret, SecretScan, textsOf } from './support/seed-scan.ts';
import { Server } from './support/server.ts';

/**
 * Row 37: who has the store, its log, a backup, a dump, or everything that a server ever printed, has
 * no seed and no key. 1,000 seeds that are known come in as a file, are used, and are looked for.
 */
const seeds = 1_000;
const used = 20;

const seedSecrets: readonly Secret[] = Array.from({ length: seeds }, (_, index) => {
  const { serial, secret } = pskcTestToken(index);
  return { name: `seed ${serial}`, bytes: secret };
});

let bank: Bank;
let folder: string;

beforeAll(async () => {
  folder = scratchFolder('stolen');
  bank = await prepareBank(1, patchedPolicy({ serialPattern: generatedSerials }));
});

afterAll(async () => {
  await cleanUp();
  removeBank(bank);
  removeScratch(folder);
});

test.each([...Object.keys(textsOf(Buffer.alloc(20))), 'raw'])(
  'the scan finds a seed as %s',
  (form) => {
    const bytes = Buffer.from(seedSecrets[7]?.bytes ?? []);
    const written = form === 'raw' ? bytes : Buffer.from(textsOf(bytes)[form] ?? '');
    const haystack = Buffer.concat([Buffer.from('…{"a":"'), written, Buffer.from('"}…')]);
    expect(new SecretScan(seedSecrets).hits(haystack)).toContain(`${form} of seed T000000007`);
  },
);

test(`row 37 ${seeds} known seeds, the keyring’s key and the API secrets: 0 hits in store, WAL, backup, dump, outputs`, async () => {
  const server = await Server.start(bank);
  const heard = await useStore(server);
  await backup(openCopy(), join(folder, 'backup.sqlite'));
  const dump = dumpOf(join(folder, 'backup.sqlite'));
  await server.kill();
  const dataFiles = readdirSync(bank.dataDir)
    .map((name) => join(bank.dataDir, name))
    .filter((file) => statSync(file).isFile() && !file.endsWith('keyring.json'));
  const haystacks = new Map<string, Buffer>([
    ...[...dataFiles, join(folder, 'backup.sqlite')].map((file): [string, Buffer] => [
      file,
      readFileSync(file),
    ]),
    ['dump', Buffer.from(dump)],
    ['outputs of server and admin', Buffer.from(server.output + heard)],
  ]);
  const scan = new SecretScan([...seedSecrets, ...keySecrets()]);
  const hits = [...haystacks].flatMap(([name, bytes]) =>
    scan.hits(bytes).map((h) => `${name}: ${h}`),
  );
  const bytes = [...haystacks.values()].reduce((sum, one) => sum + one.length, 0);
  report('row 37', { seeds, places: haystacks.size, bytes, hits: hits.length });
  expect([...haystacks.keys()].filter((name) => name.endsWith('-wal'))).toHaveLength(1);
  expect(hits).toEqual([]);
  // The looked-for key is the one that is in the keyring.
  expect(scan.hits(readFileSync(bank.config.keyringFile))).not.toEqual([]);
});

/** Imports the file and uses some of its tokens; gives everything that was answered on the way. */
async function useStore(server: Server): Promise<string> {
  const file = join(folder, 'fobs.pskcxml');
  await writeTokenFile(file, seeds);
  const told: unknown[] = [];
  await withAdmin(bank.config, async (admin) => {
    told.push(await admin.importTokens(importRequest(file), (keys) => told.push(keys)));
    told.push(await admin.listTokens({ institution: 'nanahoshi', limit: 2_000 }));
    told.push(await admin.status(), await admin.checkKeys(), await admin.verifyAudit());
  });
  expect(told).toContainEqual(expect.objectContaining({ ok: true, imported: seeds }));
  await useTokens(server.api(bank.operatorKey), told);
  return JSON.stringify(told);
}

/** A contract gets some of the fobs; each user registers one, and types a right and a wrong code. */
async function useTokens(api: Api, told: unknown[]): Promise<void> {
  const send = async (path: string, body: unknown): Promise<Json> => {
    const answer = await api.ok(path, { body });
    told.push(answer);
    return answer;
  };
  const number = '9999999';
  const contract = await send('/v1/contracts', {
    number,
    kind: 'corporate',
    opened_on: '2014-10-01',
  });
  const contract_id = contract['id'];
  const application = { contract_id, kind: 'adoption', token_count: used, filed_on: '2027-01-04' };
  const { id: application_id } = await send('/v1/applications', application);
  const serials = Array.from({ length: used }, (_, index) => pskcTestToken(index).serial);
  const posted = await send('/v1/shipments', {
    contract_id,
    application_id,
    reason: 'adoption',
    serials,
  });
  const shipment = posted['shipment'] as Json;
  await send(`/v1/shipments/${String(shipment['id'])}/delivery`, {});
  for (const [index, serial] of serials.entries()) {
    const role = index === 0 ? 'master' : 'member';
    const permissions = ['one_off_transfer'];
    const person = { contract_id, login_id: `u${index}`, name: 'user', role, permissions };
    const { id: user_id } = await send('/v1/users', person);
    const code = (steps: number) => codeOf(index, steps);
    await send(`/v1/enrolments/${String(user_id)}/registration`, { serial, otp: code(-1) });
    const verification = { user_id, purpose: 'one_off_transfer' };
    const accepted = await send('/v1/verifications', { ...verification, otp: code(0) });
    expect(accepted['result']).toBe('accepted');
    await send('/v1/verifications', { ...verification, otp: code(0) });
  }
  told.push(await api.ok('/v1/audit_events?limit=200'), await api.ok('/v1/tokens?limit=200'));
}

/** RFC 6238 with SHA-1, 6 digits and 60 s, by node:crypto alone. */
function codeOf(index: number, steps: number): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(Math.floor(bank.startAt / 60_000) + steps));
  const mac = createHmac('sha1', pskcTestToken(index).secret).update(message).digest();
  const offset = mac.readUInt8(19) & 0xf;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** The store belongs to the server alone, so a backup is taken of a copy of its files. */
function openCopy(): DatabaseSync {
  const copy = join(folder, 'copy.sqlite');
  for (const end of ['', '-wal']) {
    const bytes = readFileSync(`${storeFileIn(bank.dataDir)}${end}`);
    writeFileSync(`${copy}${end}`, bytes);
  }
  return new DatabaseSync(copy);
}

/** Every value of every table as text, bytes in hex: what `.dump` would print. */
function dumpOf(file: string): string {
  const database = new DatabaseSync(file, { readOnly: true });
  const names = database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).all();
  const tables = names.map(({ name }) => {
    const rows = database.prepare(`SELECT * FROM "${String(name)}"`).all();
    return JSON.stringify(rows, (_key, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
    );
  });
  database.close();
  return tables.join('\n');
}

function keySecrets(): Secret[] {
  const { keys }: { keys: Record<string, string> } = JSON.parse(bank.keyring);
  const apiKeys = { channel: bank.channelKey, operator: bank.operatorKey };
  return [
    ...Object.entries(keys).map(([name, key]) => ({
      name: `key ${name}`,
      bytes: Buffer.from(key, 'base64'),
    })),
    ...Object.entries(apiKeys).flatMap(([name, text]) => {
      const secret = text.slice(text.lastIndexOf('_') + 1);
      return [
        { name: `API secret of ${name}`, bytes: Buffer.from(secret, 'base64url') },
        { name: `text of the API secret of ${name}`, bytes: Buffer.from(secret) },
      ];
    }),
  ];
}
