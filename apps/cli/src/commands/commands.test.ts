import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { demoInstitutionIds, demoPolicy } from '@warifu/institutions';
import { demoTokenFile, makeFobs } from '@warifu/server/demo';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runBin } from '../testing/run-bin.ts';
import { runHere } from '../testing/run-here.ts';
import { serving } from '../testing/serving.ts';

const [institution] = demoInstitutionIds;
let folder = '';
let dataDir = '';
const path = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'warifu-commands-'));
  dataDir = path('data');
  writeFileSync(path('policy.json'), JSON.stringify(demoPolicy(institution)));
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (...args: string[]) => runHere(args, { env: { WARIFU_DATA_DIR: dataDir } });
const runJson = async (...args: string[]) => {
  const { code, out } = await run(...args, '--json');
  expect(out.trimEnd()).not.toContain('\n');
  const document: unknown = JSON.parse(out);
  return { code, document };
};

function tokenFile(name: string, first: number, count: number): void {
  const { xml, presharedKeyHex } = demoTokenFile(makeFobs(count, first, '2031-03-31'));
  writeFileSync(path(`${name}.pskcxml`), xml);
  writeFileSync(path(`${name}.hex`), `${presharedKeyHex}\n`);
}

function importing(name: string, keyFile = path(`${name}.hex`)): string[] {
  const file = path(`${name}.pskcxml`);
  const options = ['--format', 'pskc', '--preshared-key-file', keyFile];
  return ['tokens', 'import', file, '--institution', institution, ...options];
}

describe('policy check', () => {
  test('a valid document', async () => {
    const { code, document } = await runJson('policy', 'check', path('policy.json'));
    expect({ code, document }).toEqual({
      code: 0,
      document: { valid: true, institution, faults: [] },
    });
  });

  test('ALL-03 every fault is told with its path, and the end says what to do', async () => {
    const policy = JSON.parse(readFileSync(path('policy.json'), 'utf8'));
    policy.institution.time_zone = 'Asia/Nowhere';
    policy.lockout.unlock.desk = 'no_desk';
    writeFileSync(path('faulty.json'), JSON.stringify(policy));
    const { code, out, err } = await run('policy', 'check', path('faulty.json'));
    expect(code).toBe(1);
    expect(out).toContain('/institution/time_zone: ');
    expect(out).toContain('/lockout/unlock/desk: names no desk: no_desk');
    expect(err).toMatch(/^warifu: .*faulty\.json has 2 faults; correct and check it again.*\n$/);
    const added = await runJson('institutions', 'add', path('faulty.json'));
    const error = { code: 'policy_invalid' };
    expect(added).toMatchObject({ code: 1, document: { valid: false, error } });
  });

  test('what a policy does not know is to be removed, and told once', async () => {
    const policy = JSON.parse(readFileSync(path('policy.json'), 'utf8'));
    writeFileSync(path('more.json'), JSON.stringify({ ...policy, version: '1.0.0' }));
    const { code, out } = await run('policy', 'check', path('more.json'));
    expect({ code, out }).toEqual({ code: 1, out: '/version: is unknown, remove it\n' });
  });

  test.each([
    ['missing.json', 'there is no such file'],
    ['.', 'it is a folder'],
  ])('%s: %s', async (name, why) => {
    const { code, out, err } = await run('policy', 'check', path(name));
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toBe(`warifu: cannot read ${path(name)}: ${why}\n`);
  });

  test('what is not JSON', async () => {
    writeFileSync(path('text.json'), 'policy');
    const { code, err } = await run('policy', 'check', path('text.json'));
    expect({ code, err }).toEqual({
      code: 1,
      err: `warifu: ${path('text.json')} is not JSON; correct it and try again\n`,
    });
  });
});

describe('a store of one’s own, from nothing', () => {
  test('without keyring or store each command says what to do', async () => {
    const migrate = await run('migrate');
    expect(migrate).toMatchObject({ code: 1, out: '' });
    expect(migrate.err).toContain('make one with `warifu keys init`');
    const verify = await run('audit', 'verify');
    expect(verify).toMatchObject({ code: 1, out: '' });
    expect(verify.err).toContain('there is no store in');
  });

  test('keyring, schema, institution', async () => {
    expect(await run('keys', 'init')).toMatchObject({ code: 0, err: '' });
    expect((await run('migrate')).out).toMatch(/^schema version 0 → \d+\n$/);
    expect((await run('migrate')).out).toMatch(/^the schema is up to date: version \d+\n$/);
    expect(await run('institutions', 'add', path('policy.json'))).toMatchObject({ code: 0 });
    const again = await run('institutions', 'add', path('policy.json'));
    expect(again).toMatchObject({ code: 1, out: '' });
    expect(again.err).toBe(`warifu: ${institution} is known already; nothing was changed\n`);
    const list = await runJson('institutions', 'list');
    expect(list).toEqual({ code: 0, document: { institutions: [institution] } });
  });

  test('keys rotate and check (row 42)', async () => {
    const before = await runJson('keys', 'check');
    const rotated = await runJson('keys', 'rotate');
    expect(rotated.code).toBe(0);
    expect(rotated.document).not.toEqual(before.document);
    expect(await runJson('keys', 'check')).toEqual({ code: 0, document: rotated.document });
  });

  test('another keyring does not open the store (row 40)', async () => {
    const keyring = { WARIFU_KEYRING_FILE: path('other.json'), WARIFU_DATA_DIR: dataDir };
    expect(await runHere(['keys', 'init'], { env: keyring })).toMatchObject({ code: 0 });
    const json = await runHere(['keys', 'check', '--json'], { env: keyring });
    expect({ code: json.code, err: json.err }).toEqual({ code: 1, err: '' });
    const message = expect.stringMatching(/^[^\n]*key[^\n]*$/);
    expect(JSON.parse(json.out)).toEqual({ error: { code: 'keyring', message } });
    const check = await runHere(['keys', 'check'], { env: keyring });
    expect(check.err).toMatch(/^warifu: [^\n]*key[^\n]*\n$/);
  });
});

describe('token files', () => {
  beforeAll(() => {
    tokenFile('first', 3_000_000_001, 3);
    tokenFile('second', 3_100_000_001, 2);
  });

  test('a wrong key publishes nothing', async () => {
    writeFileSync(path('wrong.hex'), '00'.repeat(16));
    const { code, out, err } = await run(...importing('first', path('wrong.hex')));
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/\(cannot_decrypt\); nothing was imported\n$/);
    const list = await runJson('tokens', 'list', '--institution', institution);
    expect(list.document).toEqual({ tokens: [], more: false });
  });

  test('a folder instead of a file', async () => {
    const file = ['tokens', 'import', folder, '--institution', institution, '--format', 'csv'];
    expect((await run(...file)).err).toBe(
      `warifu: ${folder}: is a folder; name the token file in it (file_is_folder); nothing was imported\n`,
    );
  });

  test('a key file that holds no key is refused without repeating what it holds (row 44)', async () => {
    writeFileSync(path('odd.hex'), 'not-a-key-but-secret');
    const { code, err } = await run(...importing('first', path('odd.hex')));
    expect(code).toBe(1);
    expect(err).toContain('write 32, 48 or 64 hex digits into it');
    expect(err).not.toContain('secret');
  });

  test('the right key from standard input, with progress on the error output', async () => {
    const stdin = readFileSync(path('first.hex'), 'utf8');
    const env = { WARIFU_DATA_DIR: dataDir };
    const { code, out, err } = await runHere([...importing('first', '-'), '--json'], {
      env,
      stdin,
    });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ imported: 3, without_expiry: 0 });
    expect(err).toBe('3 keys\n');
    const again = await run(...importing('first'));
    expect(again.err).toContain('(file_already_imported); nothing was imported');
  });

  test('the list tells everything but the secret', async () => {
    const list = ['tokens', 'list', '--institution', institution];
    const some = await runJson(...list, '--state', 'in_stock', '--limit', '2');
    expect(some.document).toMatchObject({
      more: true,
      tokens: [
        { serial: '3000000001', state: 'in_stock', expires_on: '2031-03-31', contract_id: null },
        { serial: '3000000002', kind: 'totp', algorithm: 'SHA1', digits: 6, step_seconds: 60 },
      ],
    });
    expect((await run(...list)).out).toMatch(/\n3 tokens\n$/);
    expect((await run(...list, '--state', 'retired')).out).toBe('0 tokens\n');
    const unknown = await run('tokens', 'list', '--institution', 'none');
    expect(unknown).toMatchObject({
      code: 1,
      err: 'warifu: there is no institution "none" here; `warifu institutions list` shows which are\n',
    });
  });

  test('while a server runs, commands go through its admin socket', async () => {
    const server = await serving({ WARIFU_DATA_DIR: dataDir });
    expect(server.said).toEqual({
      ready: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      data_dir: dataDir,
    });
    expect(await run(...importing('second'))).toMatchObject({ code: 0 });
    const list = await run('tokens', 'list', '--institution', institution, '--limit', '4');
    expect(list.out).toContain('the first 4 tokens');
    expect(await runJson('audit', 'verify')).toMatchObject({ code: 0, document: { ok: true } });
    expect((await runJson('migrate')).document).toMatchObject({ served: true });
    expect((await run('serve')).err).toMatch(/^warifu: a server runs on .* already; stop it/);
    const taken = new URL(server.url).port;
    const second = { WARIFU_DATA_DIR: path('second'), PORT: taken };
    expect(await runHere(['keys', 'init'], { env: second })).toMatchObject({ code: 0 });
    expect(await runHere(['migrate'], { env: second })).toMatchObject({ code: 0 });
    const refused = `warifu: cannot listen on 127.0.0.1:${taken}, which is in use; set PORT or HOST to another, or stop what is there\n`;
    expect(await runBin(['serve'], { env: second })).toEqual({ code: 1, out: '', err: refused });
    expect(await server.stop()).toBe(0);
  });
});

describe('audit verify', () => {
  test('ALL-04 a whole record', async () => {
    const { code, out } = await run('audit', 'verify');
    expect(code).toBe(0);
    expect(out).toMatch(
      /^the audit record is whole: \d+ records\nhead of \S+: record \d+, [0-9a-f]{64}\n$/,
    );
  });

  test('row 83 a torn line of the anchor file is told and not taken for damage', async () => {
    const file = join(dataDir, 'audit-anchors.jsonl');
    appendFileSync(file, '{"chain":"node-1","seq');
    const { code, out } = await run('audit', 'verify');
    expect(code).toBe(0);
    expect(out).toMatch(/^the audit record is whole: .*\n.*\n1 unreadable line in audit-anchors/);
    const { document } = await runJson('audit', 'verify');
    expect(document).toMatchObject({ ok: true, unreadable_anchors: 1 });
  });

  test('ALL-04 a changed record: exit 1 with chain, sequence and fault (row 83)', async () => {
    rmSync(join(dataDir, 'audit-anchors.jsonl'));
    const store = new DatabaseSync(join(dataDir, 'warifu.sqlite'));
    store.exec("UPDATE audit_records SET action = 'forged' WHERE sequence = 2");
    store.close();
    const { code, out, err } = await run('audit', 'verify');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(
      /^warifu: the audit record is damaged: chain \S+, record 2: record_altered; /,
    );
    expect(await runJson('audit', 'verify')).toMatchObject({
      code: 1,
      document: { ok: false, sequence: 2, fault: 'record_altered' },
    });
  });
});
