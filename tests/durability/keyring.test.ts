import { randomBytes } from 'node:crypto';
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { keyringWith } from '@warifu/service';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bank, copyOf, prepareBank, removeBank } from './support/bank.ts';
import { cleanUp } from './support/processes.ts';
import { NotReady, Server } from './support/server.ts';

/** Row 40: without its own keyring a server ends before it listens, and says what is missing. */
let prepared: Bank;

beforeAll(async () => {
  prepared = await prepareBank(1);
});

afterAll(async () => {
  await cleanUp();
  removeBank(prepared);
});

/** A keyring that names its key as the bank's own does, and holds another. */
function sameNameOtherKey(keyring: string): string {
  const document: { keys: Record<string, string> } = JSON.parse(keyring);
  const names = Object.keys(document.keys);
  const keys = names.map((name) => [name, randomBytes(32).toString('base64')]);
  return JSON.stringify({ ...document, keys: Object.fromEntries(keys) });
}

const faults: readonly {
  readonly title: string;
  readonly ruin: (file: string, keyring: string) => void;
  readonly env?: Readonly<Record<string, string>>;
  readonly message: RegExp;
}[] = [
  {
    title: 'no keyring',
    ruin: (file) => rmSync(file),
    message: /^there is no keyring at .*; make one with `warifu keys init`/m,
  },
  {
    title: 'the keyring of another bank',
    ruin: (file) => writeFileSync(file, keyringWith(null, randomBytes(32))),
    message: /^key-encryption key ".*" is not in the keyring$/m,
  },
  {
    title: 'another key under the right name',
    ruin: (file, keyring) => writeFileSync(file, sameNameOtherKey(keyring)),
    message: /^key-encryption key ".*" does not open the data key of .*; is this the keyring/m,
  },
  {
    title: 'a keyring that is cut off',
    ruin: (file, keyring) => writeFileSync(file, keyring.slice(0, 60)),
    message: /^the keyring is not a warifu-keyring\/1 document/m,
  },
  {
    title: 'a key of half the length',
    ruin: (file, keyring) => writeFileSync(file, keyring.replace(/"([\w+/]{20})[\w+/]+="/, '"$1"')),
    message: /^the keyring's key ".*" is not 32 bytes in base64$/m,
  },
  {
    title: 'a keyring that everybody can read',
    ruin: (file) => chmodSync(file, 0o644),
    message: /can be read by others than its owner; run: chmod 600/m,
  },
  {
    title: 'another keyring in the environment',
    ruin: () => undefined,
    env: { WARIFU_KEYRING: keyringWith(null, randomBytes(32)) },
    message: /^key-encryption key ".*" is not in the keyring$/m,
  },
];

test.each(faults)(
  'row 40 $title: ready 0, accepted 0, and a message that says what to do',
  async ({ ruin, env, message }) => {
    const bank = copyOf(prepared);
    ruin(bank.config.keyringFile, bank.keyring);
    const refusal = await Server.start(bank, env ? { env } : {}).catch((error: unknown) => error);
    removeBank(bank);
    if (!(refusal instanceof NotReady)) throw new Error('the server got ready');
    expect(refusal.exitCode).toBe(1);
    expect(refusal.message).toMatch(message);
    expect(refusal.message).not.toMatch(/ready /);
    // No key in what is told, whole or in part.
    expect(refusal.message).not.toMatch(/[\w+/]{30,}=?/);
  },
);

test('row 40 with its own keyring back the same store serves: nothing was changed', async () => {
  const bank = copyOf(prepared);
  rmSync(bank.config.keyringFile);
  await expect(Server.start(bank)).rejects.toBeInstanceOf(NotReady);
  writeFileSync(bank.config.keyringFile, bank.keyring, { mode: 0o600 });
  const server = await Server.start(bank);
  const ready = await fetch(`${server.url}/readyz`);
  await server.stop();
  removeBank(bank);
  expect(ready.status).toBe(200);
});
