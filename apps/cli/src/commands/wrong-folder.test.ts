import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runBin } from '../testing/run-bin.ts';
import { runHere } from '../testing/run-here.ts';
import { serving } from '../testing/serving.ts';

let folder = '';
const path = (name: string) => join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'warifu-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a data folder that was mistyped', () => {
  test('serve makes no bank of it, and no folder', async () => {
    const env = { WARIFU_DATA_DIR: path('typo'), WARIFU_KEYRING_FILE: path('keyring.json') };
    await runHere(['keys', 'init'], { env });
    expect(await runBin(['serve', '--port', '0'], { env })).toEqual({
      code: 1,
      out: '',
      err: `warifu: there is no store in ${path('typo')}; name its folder with --data-dir, or make one with \`warifu migrate\`\n`,
    });
    expect(existsSync(path('typo'))).toBe(false);
  });

  test('a start without a keyring leaves no folder behind', async () => {
    const { err } = await runHere(['migrate', '--data-dir', path('typo')]);
    expect(err).toContain('there is no keyring at');
    expect(existsSync(path('typo'))).toBe(false);
  });

  test.each(['/proc/foo', '/proc/foo/bar'])('%s ends at once', async (dataDir) => {
    const env = { WARIFU_DATA_DIR: dataDir, WARIFU_KEYRING_FILE: path('keyring.json') };
    await runHere(['keys', 'init'], { env });
    const { code, err } = await runBin(['migrate'], { env });
    expect(code).toBe(1);
    expect(err).toMatch(/^warifu: cannot make the folder \/proc\/foo, [^\n]*; name another\n$/);
  });

  test('a server without an institution is not ready', async () => {
    const env = { WARIFU_DATA_DIR: path('new') };
    await runHere(['keys', 'init'], { env });
    await runHere(['migrate'], { env });
    const server = await serving(env);
    try {
      const reply = await fetch(`${server.url}/readyz`);
      expect(reply.status).toBe(503);
      expect(await reply.json()).toMatchObject({
        ready: false,
        checks: {
          store: { ok: true },
          institutions: {
            ok: false,
            message: expect.stringContaining('`warifu institutions add '),
          },
        },
      });
    } finally {
      await server.stop();
    }
  });
});

describe('the keyring that is meant', () => {
  test('an empty variable is not set', async () => {
    const env = { WARIFU_DATA_DIR: path('data'), WARIFU_KEYRING_FILE: '', WARIFU_KEYRING: '' };
    const { code, out } = await runHere(['keys', 'init'], { env });
    expect({ code, out }).toMatchObject({
      code: 0,
      out: expect.stringContaining(`made ${path('data')}/keyring.json; `),
    });
  });

  test.each([['init'], ['check']])('keys %s: a folder is no keyring', async (command) => {
    const env = { WARIFU_DATA_DIR: path('data'), WARIFU_KEYRING_FILE: folder };
    mkdirSync(path('data'));
    writeFileSync(path('data/warifu.sqlite'), '');
    const { code, err } = await runHere(['keys', command], { env });
    expect({ code, err }).toEqual({
      code: 1,
      err: `warifu: ${folder} is a folder, not a keyring; name the file in it with WARIFU_KEYRING_FILE\n`,
    });
  });

  test('while a server runs, a keyring that is named is the one that is checked', async () => {
    const env = { WARIFU_DATA_DIR: path('data'), PORT: 'abc' };
    const own = path('data/keyring.json');
    await runHere(['keys', 'init'], { env });
    expect(await runHere(['migrate'], { env })).toMatchObject({ code: 0 });
    copyFileSync(own, path('copy.json'));
    await runHere(['keys', 'init'], { env: { WARIFU_KEYRING_FILE: path('other.json') } });
    const named = (file: string) => ({ env: { ...env, WARIFU_KEYRING_FILE: path(file) } });
    const server = await serving({ ...env, PORT: '' });
    try {
      const servers = await runHere(['keys', 'check'], { env });
      expect(servers.out).toMatch(`the running server's keyring (${own}) opens 1 data key; k1-`);
      const copy = await runHere(['keys', 'check'], named('copy.json'));
      expect(copy.out).toMatch(`${path('copy.json')} opens 1 data key; k1-`);
      const other = await runHere(['keys', 'check'], named('other.json'));
      expect(other).toMatchObject({ code: 1, out: '' });
      expect(other.err).toMatch(/^warifu: key-encryption key "k1-\w+" is not in the keyring\n$/);
      const rotated = await runHere(['keys', 'rotate'], named('copy.json'));
      expect(rotated.err).toBe(
        `warifu: the running server's keyring is ${own}, and you name ${path('copy.json')}; name none to rotate the server's\n`,
      );
      const { code, out } = await runHere(['keys', 'rotate'], { env });
      expect({ code, out }).toEqual({
        code: 0,
        out: expect.stringContaining(` in ${own}; copy it`),
      });
      expect(await runHere(['keys', 'check'], named('copy.json'))).toMatchObject({ code: 1 });
    } finally {
      await server.stop();
    }
  });
});
