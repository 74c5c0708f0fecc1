import { createHmac, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { KeyVault, systemKeyOwner, VaultError } from './key-vault.ts';
import {
  followingStore,
  keyringActivated,
  keyringPrepared,
  keyringWith,
  keyringWithoutRetired,
  parseKeyring,
} from './keyring.ts';

const random = { bytes: (length: number): Uint8Array => randomBytes(length) };
const place = { institutionId: 'a-bank', tokenId: 'tok_1', contractId: 'con_1' };
const message = Buffer.from([0, 0, 0, 0, 0, 0, 0, 1]);

function vaultWith(keyringText = keyringWith(null, randomBytes(32)), epoch = 0) {
  return new KeyVault({ keyring: parseKeyring(keyringText), random, epoch });
}

/** A new data key, in use as one that has reached the store. */
function create(vault: KeyVault, owner: string, now = 0) {
  const wrapped = vault.create(owner, now);
  vault.load([wrapped]);
  return wrapped;
}

test('a sealed seed opens in its place and gives the HMAC of node:crypto', () => {
  const vault = vaultWith();
  create(vault, 'a-bank');
  const seed = randomBytes(20);
  const { hmac } = vault.open(vault.seal(seed, place), place, 'SHA1') ?? {};
  expect(hmac?.(message)).toEqual(createHmac('sha1', seed).update(message).digest());
});

test('row 38: 1,000 ciphertexts swapped between tokens and contracts, or of another epoch or key version, are refused', () => {
  const vault = vaultWith();
  create(vault, 'a-bank');
  create(vault, 'b-bank');
  create(vault, 'a-bank', 1);
  let refused = 0;
  for (let index = 0; index < 1_000; index++) {
    const own = { ...place, tokenId: `tok_${index}`, contractId: `con_${index % 7}` };
    const seed = vault.seal(randomBytes(20), own);
    const [changed, sealed] = [
      [{ ...own, tokenId: `tok_${index + 1}` }, seed],
      [{ ...own, contractId: 'con_other' }, seed],
      [{ ...own, contractId: null }, seed],
      [{ ...own, institutionId: 'b-bank' }, seed],
      [own, { ...seed, epoch: seed.epoch + 1 }],
      [own, { ...seed, keyVersion: 1 }],
    ][index % 6] as [typeof own, typeof seed];
    if (vault.open(sealed, changed, 'SHA1') === undefined) refused++;
    expect(vault.open(seed, own, 'SHA1')).toBeDefined();
  }
  expect(refused).toBe(1_000);
});

test('row 39: nonces do not repeat across two vaults and a reload (100,000 encryptions)', () => {
  const keyring = keyringWith(null, randomBytes(32));
  const first = vaultWith(keyring);
  const wrapped = create(first, 'a-bank');
  const second = vaultWith(keyring);
  second.load([wrapped]);
  const restored = vaultWith(keyring, 1);
  restored.load([wrapped]);
  const count = process.env['WARIFU_FULL'] === '1' ? 1_000_000 : 100_000;
  const nonces = new Set<string>();
  const seed = randomBytes(20);
  for (let index = 0; index < count; index++) {
    const vault = [first, second, restored][index % 3] as KeyVault;
    nonces.add(Buffer.from(vault.seal(seed, place).nonce).toString('latin1'));
  }
  expect(nonces.size).toBe(count);
});

test('row 40: another key, or a missing one, does not open the data keys', () => {
  const wrapped = vaultWith().create('a-bank', 0);
  expect(() => vaultWith().load([wrapped])).toThrow(VaultError);
  expect(() => vaultWith().seal(randomBytes(20), place)).toThrow('no data key');
  expect(() => vaultWith().mac(message)).toThrow('system key');
});

test('rotation wraps the same data keys anew and needs the old key no more', () => {
  const old = keyringWith(null, randomBytes(32));
  const vault = vaultWith(old);
  const wrapped = [create(vault, 'a-bank'), create(vault, systemKeyOwner)];
  const seed = vault.seal(randomBytes(20), place);
  const mac = vault.mac(message);
  const both = keyringWith(old, randomBytes(32));
  const rewrapped = vault.rewrap(wrapped, parseKeyring(both));
  const later = vaultWith(keyringWithoutRetired(both));
  later.load(rewrapped);
  expect(later.open(seed, place, 'SHA1')).toBeDefined();
  expect(later.mac(message)).toEqual(mac);
  expect(() => later.load(wrapped)).toThrow('not in the keyring');
});

test('row 37: a data key that did not reach the store seals nothing', () => {
  const vault = vaultWith();
  const wrapped = vault.create('a-bank', 0);
  expect(() => vault.seal(randomBytes(20), place)).toThrow('no data key');
  vault.load([wrapped]);
  vault.forget(wrapped);
  expect(vault.has('a-bank')).toBe(false);
  expect(() => vault.seal(randomBytes(20), place)).toThrow('no data key');
});

test('a prepared key wraps nothing until the store’s keys are wrapped by it', () => {
  const first = keyringWith(null, randomBytes(32));
  const prepared = keyringPrepared(first, randomBytes(32));
  const [old, other] = [...parseKeyring(prepared).keys.keys()];
  expect(parseKeyring(prepared).active).toBe(old);
  expect(parseKeyring(keyringActivated(prepared, other ?? '')).active).toBe(other);
  expect(followingStore(parseKeyring(prepared), other).active).toBe(other);
  expect(followingStore(parseKeyring(prepared), 'k9').active).toBe(old);
  expect(() => keyringActivated(prepared, 'k9')).toThrow('no key "k9"');
});

test.each([
  ['', 'is not a warifu-keyring/1 document'],
  ['[]', 'is not a warifu-keyring/1 document'],
  ['{"schema":"warifu-keyring/1","active":"k1","keys":[]}', 'is not a warifu-keyring/1 document'],
  ['{"schema":"warifu-keyring/1","active":"k1","keys":{"k1":"AAAA"}}', 'is not 32 bytes'],
  [
    `{"schema":"warifu-keyring/1","active":"k2","keys":{"k1":"${Buffer.alloc(32).toString('base64')}"}}`,
    'is not among its keys',
  ],
])('a keyring that cannot be used is refused with the reason: %s', (text, reason) => {
  expect(() => parseKeyring(text)).toThrow(reason);
});
