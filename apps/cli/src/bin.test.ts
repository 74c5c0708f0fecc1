import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runBin } from './testing/run-bin.ts';

describe('the committed bin', () => {
  let dataDir = '';
  beforeAll(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'warifu-bin-'));
  });
  afterAll(() => rmSync(dataDir, { recursive: true }));

  test('exit 0 and nothing on the error output for help and for a command that is carried out', async () => {
    const help = await runBin(['--help']);
    expect(help).toMatchObject({ code: 0, err: '' });
    expect(help.out).toContain('Usage: warifu');
    const init = await runBin(['keys', 'init'], { env: { WARIFU_DATA_DIR: dataDir } });
    expect(init).toMatchObject({ code: 0, err: '' });
    const migrate = await runBin(['migrate', '--json'], { env: { WARIFU_DATA_DIR: dataDir } });
    expect(migrate).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(migrate.out)).toEqual({ served: false, from: 0, to: expect.any(Number) });
  });

  test('exit 1 and one line when it is refused', async () => {
    const again = await runBin(['keys', 'init', '--data-dir', dataDir]);
    expect(again).toMatchObject({ code: 1, out: '' });
    expect(again.err).toBe(
      `warifu: ${join(dataDir, 'keyring.json')} exists already and stays as it is; \`warifu keys check\` tells whether it opens the store\n`,
    );
  });

  test('exit 2 and one line for wrong usage', async () => {
    const wrong = await runBin(['tokens', 'import', 'file', '--institution', 'x']);
    expect(wrong).toMatchObject({ code: 2, out: '' });
    expect(wrong.err).toMatch(
      /^warifu: required option '--format .*warifu tokens import --help`\n$/,
    );
  });

  test('an old Node is told what to install, before anything else is loaded', async () => {
    const old = "Object.defineProperty(process, 'versions', { value: { node: '20.19.0' } })";
    const node = ['--import', `data:text/javascript,${encodeURIComponent(old)}`];
    const { code, out, err } = await runBin(['--help'], { node });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^warifu: needs Node 24, and this is Node 20\.19\.0: run npm ci[^\n]*\n$/);
  });
});
