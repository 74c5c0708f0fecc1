import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoInstitutionIds } from '@warifu/institutions';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runHere } from '../testing/run-here.ts';

const [institution] = demoInstitutionIds;
let dataDir = '';
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'warifu-tour-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const tour = (id: string) => runHere(['tour', '--institution', id, '--data-dir', dataDir]);
const all = () => runHere(['tour', '--all', '--data-dir', dataDir]);
const demoFile = (text: string) => writeFileSync(join(dataDir, 'demo.json'), text);
const demo = { base_url: 'http://127.0.0.1:9', institutions: [{ id: institution }] };

test('without a demo the tour says how to start one', async () => {
  const { code, out, err } = await tour(institution);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(
    /^warifu: there is no demo in .*; start one with `npm run demo` and leave it/,
  );
});

test('a demo that was stopped', async () => {
  demoFile(JSON.stringify(demo));
  const { code, err } = await tour(institution);
  expect(code).toBe(1);
  expect(err).toMatch(/^warifu: no demo runs on .*; start one with `npm run demo`/);
});

test('all institutions need a demo too', async () => {
  const missing = await all();
  expect(missing.code).toBe(1);
  expect(missing.err).toMatch(/^warifu: there is no demo in /);
  demoFile(JSON.stringify(demo));
  expect((await all()).err).toMatch(/^warifu: no demo runs on /);
});

test.each([[[]], [['--all', '--institution', institution]]])(
  'one institution or all of them, and not %j',
  async (args) => {
    const { code, err } = await runHere(['tour', ...args]);
    expect({ code, err }).toEqual({
      code: 2,
      err: 'warifu: give either --institution <id> or --all; see `warifu tour --help`\n',
    });
  },
);

test('an institution that the demo does not have', async () => {
  demoFile(JSON.stringify(demo));
  const { code, err } = await tour('elsewhere');
  expect({ code, err }).toEqual({
    code: 1,
    err: `warifu: the demo has no institution "elsewhere"; it has ${institution}\n`,
  });
});

test('a damaged demo.json', async () => {
  demoFile('{');
  const { code, err } = await tour(institution);
  expect(code).toBe(1);
  expect(err).toMatch(/demo\.json is damaged; begin anew with `npm run demo -- --reset`\n$/);
});
