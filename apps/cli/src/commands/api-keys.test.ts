import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoInstitutionIds, demoPolicy } from '@warifu/institutions';
import { scopeNames } from '@warifu/wire';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runHere } from '../testing/run-here.ts';
import { serving } from '../testing/serving.ts';

const [institution] = demoInstitutionIds;
let folder = '';
const env = () => ({ WARIFU_DATA_DIR: join(folder, 'data') });
const run = (...args: string[]) => runHere(['api-keys', ...args], { env: env() });

async function runJson(...args: string[]): Promise<Record<string, unknown>> {
  const { out, err } = await run(...args, '--json');
  expect(err).toBe('');
  return JSON.parse(out);
}

const create = (name: string, ...more: string[]) =>
  runJson('create', '--institution', institution, '--name', name, ...more);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'warifu-api-keys-'));
  const policy = join(folder, 'policy.json');
  writeFileSync(policy, JSON.stringify(demoPolicy(institution)));
  expect(await runHere(['keys', 'init'], { env: env() })).toMatchObject({ code: 0 });
  const added = await runHere(['institutions', 'add', policy], { env: env() });
  expect(added.out).toContain(`its store is new, in ${env().WARIFU_DATA_DIR}`);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('api-keys', () => {
  test('a key is printed once, with the scopes that were named', async () => {
    const one = await create('portal', '--scope', 'fees:read', '--scope', 'users:read');
    expect(one).toMatchObject({ scopes: ['fees:read', 'users:read'] });
    const text = await run('create', '--institution', institution, '--name', 'all', '--all-scopes');
    expect(text).toMatchObject({ code: 0, err: '' });
    expect(text.out).toMatch(/^wrf_\S+\n$/);
    expect(await create('every', '--all-scopes')).toMatchObject({ scopes: scopeNames });
    const but = ['--except', 'fees:read', '--except', 'verifications:reasons'];
    const { scopes } = await create('most', '--all-scopes', ...but);
    expect(scopes).toEqual(scopeNames.filter((name) => !but.includes(name)));
    expect(await create('none', '--scope', 'fees:read', ...but)).toMatchObject({
      error: { code: 'wrong_usage', message: expect.stringContaining('goes with --all-scopes') },
    });
    const elsewhere = await run('create', '--institution', 'no', '--name', 'x', '--all-scopes');
    expect(elsewhere.err).toMatch(/^warifu: there is no institution "no" here; /);
  });

  test.each([
    ['', 'api_key_name_empty'],
    [' ', 'api_key_name_empty'],
    ['twice', 'api_key_name_taken'],
  ])('the name "%s" is refused: %s', async (name, code) => {
    if (code === 'api_key_name_taken') await create(name, '--scope', 'fees:read');
    const refused = await create(name, '--scope', 'fees:read');
    expect(refused).toEqual({ error: { code, message: expect.any(String) } });
  });

  test('the list tells who may do what, and nothing of the keys', async () => {
    const made = await create('listed', '--scope', 'fees:read');
    const { api_keys: keys } = await runJson('list', '--institution', institution);
    expect(keys).toContainEqual({
      id: made['id'],
      institution,
      name: 'listed',
      scopes: ['fees:read'],
      created_at: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T.*Z$/),
      revoked_at: null,
    });
    const { out } = await run('list');
    expect(out).toMatch(
      /key_\w+ {2}nanahoshi {2}"listed" {2}made \S+ {2}in force\n {4}fees:read\n/,
    );
    expect(out).toMatch(/"every" .*\n {4}every scope\n/);
    expect(await runJson('list', '--institution', 'no')).toMatchObject({
      error: { code: 'institution_unknown' },
    });
  });

  test('a revoked key is let in no more, at once, and its name is free again', async () => {
    const [leaked, other] = [
      await create('leaked', '--scope', 'policies:read'),
      await create('other', '--scope', 'policies:read'),
    ];
    const server = await serving(env());
    const statusWith = async (key: unknown) => {
      const headers = { authorization: `Bearer ${key}` };
      return (await fetch(`${server.url}/v1/institutions`, { headers })).status;
    };
    try {
      expect(await statusWith(leaked['api_key'])).toBe(200);
      const revoked = await runJson('revoke', String(leaked['id']));
      expect(revoked).toMatchObject({ id: leaked['id'], revoked_at: expect.any(String) });
      expect(await statusWith(leaked['api_key'])).toBe(401);
      expect(await statusWith(other['api_key'])).toBe(200);
      const again = await run('revoke', String(leaked['id']));
      expect(again.err).toBe(
        `warifu: the API key ${leaked['id']} is revoked already; nothing was changed\n`,
      );
      const next = await create('leaked', '--scope', 'policies:read');
      expect(await statusWith(next['api_key'])).toBe(200);
      expect((await run('list')).out).toMatch(/"leaked" .* revoked \d{4}/);
    } finally {
      expect(await server.stop()).toBe(0);
    }
    expect(await runJson('revoke', String(leaked['id']))).toMatchObject({
      error: { code: 'api_key_already_revoked' },
    });
    expect(await runJson('revoke', 'key_0')).toMatchObject({ error: { code: 'api_key_unknown' } });
  });
});
