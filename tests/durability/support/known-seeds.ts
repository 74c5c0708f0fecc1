import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { withAdmin } from '@warifu/server';
import { pskcTestToken } from '@warifu/testkit';
import { expect } from 'vitest';
import type { Api, Json } from '../../scenarios/support/api.ts';
import type { Bank } from './bank.ts';
import { importRequest, writeTokenFile } from './pskc-file.ts';
import { scratchFolder } from './scratch.ts';
import type { Secret } from './seed-scan.ts';
import type { Server } from './server.ts';

/**
 * Row 37: 1,000 seeds that are known come into a store as a file, and some are used. What is looked
 * for afterwards are they, the keyring's key and the secrets of the API keys.
 */
export const seeds = 1_000;
const used = 20;

export const seedSecrets: readonly Secret[] = Array.from({ length: seeds }, (_, index) => {
  const { serial, secret } = pskcTestToken(index);
  return { name: `seed ${serial}`, bytes: secret };
});

/** Imports the file and uses some of its tokens; gives everything that was answered on the way. */
export async function useStore(bank: Bank, server: Server): Promise<string> {
  const file = join(scratchFolder('fobs'), 'fobs.pskcxml');
  await writeTokenFile(file, seeds);
  const told: unknown[] = [];
  await withAdmin(bank.config, async (admin) => {
    told.push(await admin.importTokens(importRequest(file), (keys) => told.push(keys)));
    told.push(await admin.listTokens({ institution: 'nanahoshi', limit: 2_000 }));
    told.push(await admin.status(), await admin.checkKeys(), await admin.verifyAudit());
  });
  expect(told).toContainEqual(expect.objectContaining({ ok: true, imported: seeds }));
  await useTokens(bank, server.api(bank.operatorKey), told);
  return JSON.stringify(told);
}

/** A contract gets some of the fobs; each user registers one, and types a right and a wrong code. */
async function useTokens(bank: Bank, api: Api, told: unknown[]): Promise<void> {
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
    const code = (steps: number) => codeOf(bank, index, steps);
    await send(`/v1/enrolments/${String(user_id)}/registration`, { serial, otp: code(-1) });
    const verification = { user_id, purpose: 'one_off_transfer' };
    const accepted = await send('/v1/verifications', { ...verification, otp: code(0) });
    expect(accepted['result']).toBe('accepted');
    await send('/v1/verifications', { ...verification, otp: code(0) });
  }
  told.push(await api.ok('/v1/audit_events?limit=200'), await api.ok('/v1/tokens?limit=200'));
}

/** RFC 6238 with SHA-1, 6 digits and 60 s, by node:crypto alone. */
function codeOf(bank: Bank, index: number, steps: number): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(Math.floor(bank.startAt / 60_000) + steps));
  const mac = createHmac('sha1', pskcTestToken(index).secret).update(message).digest();
  const offset = mac.readUInt8(19) & 0xf;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

export function keySecrets(bank: Bank): Secret[] {
  const { keys }: { keys: Record<string, string> } = JSON.parse(bank.keyring);
  const apiKeys = { channel: bank.channelKey, operator: bank.operatorKey };
  return [
    ...Object.entries(keys).map(([name, key]) => ({
      name: `key ${name}`,
      bytes: Buffer.from(key, 'base64'),
    })),
    ...Object.entries(apiKeys).flatMap(([name, text]) => {
      // The secret is base64url and may hold underscores itself.
      const secret = /^wrf_key_[^_]+_(.{43})$/.exec(text)?.[1] ?? '';
      return [
        { name: `API secret of ${name}`, bytes: Buffer.from(secret, 'base64url') },
        { name: `text of the API secret of ${name}`, bytes: Buffer.from(secret) },
      ];
    }),
  ];
}
