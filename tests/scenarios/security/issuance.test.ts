import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { acts } from '../support/acts.ts';
import type { Json } from '../support/api.ts';
import { mailsTo } from '../support/soft-acts.ts';
import { bytesOfBase32, newDeviceId, SoftToken } from '../support/soft-token.ts';
import { World } from '../support/world.ts';

const full = process.env['WARIFU_FULL'] === '1';
const password = '73194628';

let world: World;
beforeEach(async () => {
  world = await World.start({ institution: 'kenyo' });
  for (const line of ['contract C', 'user M C master', 'user U C member', 'apply C adoption 1'])
    await act(line);
});
afterEach(() => world.close());

async function act(line: string): Promise<string> {
  const [verb = '', ...words] = line.split(' ');
  return (await acts[verb]?.(world, words)) ?? 'no such act';
}

async function issue(user = 'U'): Promise<Json> {
  const body = {
    user_id: world.user(user),
    activation_password: password,
    mail_address: `${user.toLowerCase()}@mail.example`,
  };
  return await world.channel.ok('/v1/issuances', { body });
}

interface Proof {
  readonly service_id: unknown;
  readonly app_user_id: unknown;
  readonly activation_password: string;
  readonly device_id: string;
}

function proofOf(issuance: Json, device_id = newDeviceId()): Proof {
  const { service_id, app_user_id } = issuance;
  return { service_id, app_user_id, activation_password: password, device_id };
}

async function toApp(path: string, body: unknown, institution = 'kenyo') {
  const response = await fetch(`${world.server.url}/v1/app/${institution}/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, text, body: JSON.parse(text) as Json };
}

const activate = (proof: Proof) => toApp('activations', proof);

async function complete(issuance: Json, otp: string): Promise<Json> {
  const path = `/v1/issuances/${String(issuance['id'])}/completion`;
  return (await world.operator.send(path, { body: { otp } })).body;
}

test('row 29 service ID and user ID: 60 random bits each, never twice, readable; no mail of the suite holds them, a password or a seed', async () => {
  const rounds = full ? 2_000 : 100;
  const ids: string[] = [];
  const secrets: string[] = [];
  for (let round = 0; round < rounds; round++) {
    const issuance = await issue();
    ids.push(String(issuance['service_id']), String(issuance['app_user_id']));
    if (round % 10 === 0) {
      world.server.clock.advance(60_000);
      secrets.push(String((await activate(proofOf(issuance))).body['secret']));
    }
  }
  expect(new Set(ids).size).toBe(2 * rounds);
  // 12 characters of 32, and every character at every place: 12 × 5 = 60 bits.
  expect(ids.every((id) => /^(?:[0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}$/.test(id))).toBe(
    true,
  );
  const places = Array.from({ length: 12 }, (_, place) =>
    ids.map((id) => id.replaceAll('-', '').charAt(place)),
  );
  for (const seen of places) expect(new Set(seen).size).toBeGreaterThanOrEqual(30);
  expect(secrets.every((secret) => bytesOfBase32(secret).length * 8 >= 160)).toBe(true);
  expect(new Set(secrets).size).toBe(secrets.length);
  const mails = (await mailsTo(world, 'u@mail.example')).join('\n');
  const told = [...ids, ...ids.map((id) => id.replaceAll('-', '')), ...secrets, password];
  expect(mails.length).toBeGreaterThan(1_000);
  expect(told.filter((secret) => mails.includes(secret))).toEqual([]);
});

test('row 26 row 29 whatever is wrong with an activation, the answer is the same to the byte; nothing serves twice', async () => {
  const wrong: string[] = [];
  const refuse = async (proof: Proof) => {
    world.server.clock.advance(60_000);
    const { status, text } = await activate(proof);
    wrong.push(`${status} ${text}`);
  };
  const unknown = 'K7QD-2M9X-4TRB';
  const first = await issue();
  await refuse({ ...proofOf(first), service_id: unknown });
  await refuse({ ...proofOf(first), app_user_id: unknown });
  await refuse({ ...proofOf(first), service_id: String(first['app_user_id']) });
  await refuse({ ...proofOf(first), activation_password: '0000' });
  await refuse({ ...proofOf(first), activation_password: 'no digits at all' });
  await world.channel.ok(`/v1/issuances/${String(first['id'])}/cancellation`, { body: {} });
  await refuse(proofOf(first));
  const second = await issue();
  const third = await issue();
  await refuse(proofOf(second));
  const token = new SoftToken((await activate(proofOf(third))).body);
  await refuse(proofOf(third));
  expect(await complete(third, token.codeAt(world.now))).toMatchObject({ result: 'accepted' });
  await refuse(proofOf(third));
  const fourth = await issue('M');
  world.server.clock.advance(86_400_000);
  await refuse(proofOf(fourth));
  expect(new Set(wrong).size).toBe(1);
  expect(wrong[0]).toContain('activation_refused');
});

test('row 12 row 29 of 50 wrong passwords at once at most five are looked at; then the right one is refused too', async () => {
  const issuance = await issue();
  const guesses = Array.from({ length: 50 }, (_, guess) => ({
    ...proofOf(issuance),
    activation_password: String(1_000 + guess),
  }));
  const answers = await Promise.all(guesses.map(activate));
  expect(answers.every(({ status }) => status === 403 || status === 429)).toBe(true);
  world.server.clock.advance(60_000);
  expect((await activate(proofOf(issuance))).status).toBe(403);
  const { data } = await world.operator.ok('/v1/audit_events?limit=200&action=activate_app');
  const looked = (data as Json[]).filter((one) => one['reason'] === 'activation_password_wrong');
  expect(looked).toHaveLength(5);
});

test('row 2 row 29 ten phones at once with everything right: one gets the token; ten codes at once: one binds', async () => {
  const issuance = await issue();
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => activate(proofOf(issuance, newDeviceId()))),
  );
  const given = answers.filter(({ status }) => status === 201);
  expect(given).toHaveLength(1);
  const otp = new SoftToken(given[0]?.body ?? {}).codeAt(world.now);
  const bound = await Promise.all(Array.from({ length: 10 }, () => complete(issuance, otp)));
  expect(bound.filter(({ result }) => result === 'accepted')).toHaveLength(1);
  const { data } = await world.channel.ok(`/v1/bindings?user_id=${world.user('U')}`);
  expect(data).toHaveLength(1);
});

test('row 23 what apps call is limited: by source, by what is named, and nothing but known institutions is answered', async () => {
  const issuance = await issue();
  const named = [];
  for (let call = 0; call < 11; call++)
    named.push((await activate({ ...proofOf(issuance), app_user_id: 'nobody' })).status);
  expect(named).toEqual([...Array.from({ length: 10 }, () => 403), 429]);
  const sources = new Set<number>();
  for (let call = 0; call < 60; call++)
    sources.add((await activate({ ...proofOf(issuance), service_id: `X${call}` })).status);
  expect([...sources]).toEqual([403, 429]);
  world.server.clock.advance(60_000);
  expect((await toApp('activations', proofOf(issuance), 'no_such_bank')).status).toBe(404);
  expect((await toApp('activations', { ...proofOf(issuance), more: 1 })).status).toBe(400);
  expect((await toApp('credentials', { device_id: newDeviceId() })).status).toBe(422);
  expect((await activate(proofOf(issuance))).status).toBe(201);
});

test('row 37 row 44 row 45 no seed, password or ID of the screen in audit and reads; no seed and no password in the store’s files', async () => {
  const issuance = await issue();
  const proof = proofOf(issuance);
  const lost = (await activate(proof)).body;
  const { body } = await activate(proof);
  const token = new SoftToken(body);
  await complete(issuance, token.wrongCodeAt(world.now));
  await complete(issuance, token.codeAt(world.now));
  const ids = [issuance['service_id'], issuance['app_user_id']].map(String);
  const names = [...ids, ...ids.map((id) => id.replaceAll('-', '')), password, proof.device_id];
  const seeds = [lost, body].flatMap(({ secret }) => {
    const bytes = bytesOfBase32(String(secret));
    return [String(secret), bytes.toString('hex'), bytes.toString('base64').replace(/=+$/, '')];
  });
  const reads = await Promise.all(
    [
      '/v1/audit_events?limit=200',
      '/v1/tokens?limit=200',
      `/v1/users/${world.user('U')}`,
      `/v1/issuances/${String(issuance['id'])}`,
    ].map(async (path) => (await world.operator.send(path)).text),
  );
  const told = reads.join('\n');
  expect(told).toContain(token.serial);
  expect([...names, ...seeds].filter((secret) => told.includes(secret))).toEqual([]);
  await world.server.stop();
  const { dataDir } = world.server.config;
  const files = readdirSync(dataDir).filter((name) => name.includes('.sqlite'));
  const bytes = Buffer.concat(files.map((name) => readFileSync(join(dataDir, name))));
  const raw = [lost, body].map(({ secret }) => bytesOfBase32(String(secret)));
  const hidden = [...seeds, password, proof.device_id];
  expect(bytes.includes(token.serial)).toBe(true);
  expect(hidden.filter((secret) => bytes.includes(secret))).toEqual([]);
  expect(raw.filter((secret) => bytes.includes(secret))).toEqual([]);
});

test('row 30 with the password alone no route binds, replaces or deletes a factor where one exists', async () => {
  const issuance = await issue();
  const phone = proofOf(issuance);
  const token = new SoftToken((await activate(phone)).body);
  await complete(issuance, token.codeAt(world.now));
  world.server.clock.advance(60_000);
  const user_id = world.user('U');
  const acting = { user_id };
  const attempts: [path: string, body: unknown][] = [
    ['/v1/issuances', { user_id, activation_password: password, mail_address: 'x@evil.example' }],
    ['/v1/issuances', { user_id, activation_password: password, acting }],
    [`/v1/issuances/${String(issuance['id'])}/completion`, { otp: '000000' }],
    [`/v1/issuances/${String(issuance['id'])}/cancellation`, { acting }],
    [`/v1/enrolments/${user_id}/registration`, { serial: token.serial, otp: '000000' }],
    [`/v1/enrolments/${user_id}/skip`, {}],
    [`/v1/users/${user_id}/mailed_codes`, {}],
    ['/v1/revocations', { user_ids: [user_id], reason: 'lost', acting }],
  ];
  let takeovers = 0;
  for (const [path, body] of attempts) {
    const { status, body: answer } = await world.channel.send(path, { body });
    if (status < 300 && answer['result'] !== 'refused') takeovers++;
  }
  for (const proof of [phone, { ...phone, device_id: newDeviceId() }])
    if ((await activate(proof)).status === 201) takeovers++;
  expect(takeovers).toBe(0);
  world.fobs.set('A', token);
  expect(await act('verify U A')).toBe('accepted');
});
