import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { demoInstitutionIds, demoPolicy } from '@warifu/institutions';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runHere } from '../testing/run-here.ts';

const [institution] = demoInstitutionIds;
let folder = '';
const path = (name: string) => join(folder, name);
const run = (...args: string[]) => runHere(args, { env: { WARIFU_DATA_DIR: path('data') } });
const runJson = async (...args: string[]) => {
  const { code, out } = await run(...args, '--json');
  return { code, document: JSON.parse(out) };
};

/** The demo's policy with one thing changed, in a file. */
function policyFile(name: string, edit: (policy: ReturnType<typeof demoDocument>) => void): string {
  const policy = demoDocument();
  edit(policy);
  writeFileSync(path(name), JSON.stringify(policy));
  return path(name);
}

function demoDocument() {
  const text = JSON.stringify(demoPolicy(institution));
  return JSON.parse(text);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'warifu-policy-tools-'));
  policyFile('policy.json', () => undefined);
  await run('keys', 'init');
  expect((await run('institutions', 'add', path('policy.json'))).code).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('policy lint', () => {
  test('ALL-03 a policy without errors: exit 0, with what is below the standards', async () => {
    const { code, document } = await runJson('policy', 'lint', path('policy.json'), '--quick');
    expect(code).toBe(0);
    expect(document).toMatchObject({ errors: 0 });
    const codes = document.findings.map((one: { code: string }) => one.code);
    expect(codes).toContain('step_long');
  });

  test('ALL-03 a policy with errors: exit 1, in the language that is asked for', async () => {
    const file = policyFile('short-grace.json', (policy) => {
      Object.assign(policy.enrolment.grace, { count_from: 'application', length: { days: 5 } });
    });
    const english = await run('policy', 'lint', file, '--quick');
    expect(english.code).toBe(1);
    expect(english.out).toContain('error  /enrolment/grace/length');
    expect(english.err).toMatch(/^warifu: .* must not become active/);
    const japanese = await run('policy', 'lint', file, '--quick', '--lang', 'ja');
    expect(japanese.out).toContain('誤り  /enrolment/grace/length');
    expect(japanese.out).toMatch(/誤り 1件、警告 \d+件/);
    const { document } = await runJson('policy', 'lint', file, '--quick');
    expect(document).toMatchObject({ errors: 1, error: { code: 'policy_has_errors' } });
  });

  test('ALL-03 what does not parse is told as faults, in Japanese too', async () => {
    const file = policyFile('faulty.json', (policy) => {
      policy.surprise = 1;
    });
    const { code, out } = await run('policy', 'lint', file, '--lang', 'ja');
    expect(code).toBe(1);
    expect(out).toContain('/surprise: この項目はありません。削除してください');
  });
});

describe('policy diff', () => {
  const cheaper = () =>
    policyFile('cheaper.json', (policy) => {
      policy.fees.additional_yen = 500;
      policy.lockout.threshold = 3;
    });

  test('ALL-03 two files: every place, and what it means', async () => {
    const { code, out } = await run('policy', 'diff', path('policy.json'), cheaper());
    expect(code).toBe(0);
    expect(out).toContain('[/fees/additional_yen]');
    expect(out).toMatch(/\+ .*5 → 3/);
    expect(out).toMatch(/- .*1080 → 500/);
  });

  test('ALL-03 a version of the store and a file', async () => {
    const options = ['--institution', institution];
    const { document } = await runJson('policy', 'diff', '1', cheaper(), ...options);
    expect(document.changes.map((one: { path: string }) => one.path)).toEqual([
      '/lockout/threshold',
      '/fees/additional_yen',
    ]);
    const same = await run('policy', 'diff', '1', path('policy.json'), ...options);
    expect(same.out).toBe('nothing differs\n');
    const unknown = await run('policy', 'diff', '9', path('policy.json'), ...options);
    expect(unknown).toMatchObject({ code: 1, err: expect.stringContaining('no such version') });
    const whose = await run('policy', 'diff', '1', path('policy.json'));
    expect(whose.err).toContain('--institution');
  });
});

describe('policy simulate and explain', () => {
  const options = ['--institution', institution];

  test('ALL-03 a store without contracts: nobody is affected', async () => {
    const { code, document } = await runJson('policy', 'simulate', '1', ...options);
    expect(code).toBe(0);
    expect(document).toEqual({ contracts: 0, users: 0, affected: 0, counts: [], examples: [] });
  });

  test('what cannot be simulated or explained says why', async () => {
    const faulty = policyFile('faulty.json', (policy) => {
      delete policy.fees;
    });
    expect((await run('policy', 'simulate', faulty, ...options)).err).toContain('faults');
    const asked = ['--contract', '1', '--user', 'x', '--operation', 'login'];
    const none = await run('policy', 'explain', ...options, ...asked);
    expect(none).toMatchObject({ code: 1, err: expect.stringContaining('no contract') });
    const when = await run('policy', 'explain', ...options, ...asked, '--at', 'noon');
    expect(when).toMatchObject({ code: 2, err: expect.stringContaining('no instant') });
  });
});

describe('the institutions of the guide', () => {
  const examples = new URL('../../../../docs/policy-guide/examples/', import.meta.url);

  test.each(readdirSync(examples))(
    'ALL-03 %s is taken as it is, beside the others',
    async (name) => {
      const file = fileURLToPath(new URL(name, examples));
      const id = name.replace('.json', '');
      expect((await run('institutions', 'add', file)).code).toBe(0);
      const { code, document } = await runJson('policy', 'simulate', file, '--institution', id);
      expect({ code, contracts: document.contracts }).toEqual({ code: 0, contracts: 0 });
      const same = await run('policy', 'diff', '1', file, '--institution', id, '--lang', 'ja');
      expect(same.out).toBe('違いはありません\n');
    },
  );
});
