import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoInstitutionIds, demoPolicy } from '@warifu/institutions';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runHere } from '../testing/run-here.ts';

const [institution] = demoInstitutionIds;
let folder = '';

const run = (...args: string[]) =>
  runHere(args, { env: { WARIFU_DATA_DIR: join(folder, 'data') } });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'warifu-jobs-'));
  const policy = join(folder, 'policy.json');
  writeFileSync(policy, JSON.stringify(demoPolicy(institution)));
  await run('keys', 'init');
  expect((await run('institutions', 'add', policy)).code).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true }));

const runJob = (kind: string, date: string, ...more: string[]) =>
  run('jobs', 'run', '--institution', institution, '--kind', kind, '--date', date, ...more);

test('a job is carried out for a day, once', async () => {
  const first = await runJob('fee_run', '2026-10-31');
  expect(first).toMatchObject({ code: 0 });
  expect(first.out).toMatch(/^2026-10-31\s+fee_run\s+done\s+0 rows, items 0, amount_yen 0\n$/);
  const again = await runJob('fee_run', '2026-10-31', '--json');
  expect(JSON.parse(again.out)).toMatchObject({
    kind: 'fee_run',
    due_on: '2026-10-31',
    state: 'done',
    report: { items: 0, amount_yen: 0 },
    ran: false,
  });
  const listed = await run('jobs', 'list', '--institution', institution, '--date', '2026-10-31');
  expect(listed.out).toMatch(/fee_run\s+done.*\n1 job\n$/);
  const json = await run('jobs', 'list', '--institution', institution, '--json');
  const { jobs } = JSON.parse(json.out);
  expect(jobs.map((job: { kind: string }) => job.kind)).toContain('post_replacements_due');
});

test.each([
  ['tax_run', '2026-10-31', /there is no such kind of job; there are: unreturned_tokens, /],
  ['fee_run', '31 October', /give the date as YYYY-MM-DD/],
  ['fee_run', '2999-01-01', /that day has not come yet/],
  ['remove_old_rows', '2026-10-31', /today only/],
])('%s for %s is refused, with what to do', async (kind, date, message) => {
  const { code, err } = await runJob(kind, date);
  expect(code).toBe(1);
  expect(err).toMatch(message);
});

test('an institution that is not here', async () => {
  const { code, err } = await run('jobs', 'list', '--institution', 'nobody');
  expect(code).toBe(1);
  expect(err).toMatch(/^warifu: there is no institution "nobody" here/);
});
