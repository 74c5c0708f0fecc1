import { lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addKeyToFile, dropRetiredKeys, initKeyringFile, readKeyring } from './keyring-file.ts';
import { ownFolder } from './testing/own-warifu.ts';

test('row 42 a keyring behind a link is changed where it is, and the link stays', () => {
  const [place, data] = [ownFolder(), ownFolder()];
  const target = join(place, 'keys.json');
  const link = join(data, 'keyring.json');
  initKeyringFile(target);
  symlinkSync(target, link);
  const { active } = addKeyToFile(link);
  dropRetiredKeys(link);
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(Object.keys(JSON.parse(readFileSync(target, 'utf8')).keys)).toEqual([active]);
  expect(statSync(target).mode & 0o777).toBe(0o600);
  expect([readdirSync(place), readdirSync(data)]).toEqual([['keys.json'], ['keyring.json']]);
});

test('no new keyring is made in the place of a link to nothing', () => {
  const link = join(ownFolder(), 'keyring.json');
  symlinkSync(join(ownFolder(), 'away.json'), link);
  expect(() => initKeyringFile(link)).toThrow('bring it back first');
  expect(() => readKeyring({ keyringText: null, keyringFile: link })).toThrow('no keyring');
});

test('a folder is no keyring, and the advice would not open it to anybody', () => {
  const folder = ownFolder();
  const read = () => readKeyring({ keyringText: null, keyringFile: folder });
  expect(read).toThrow(`${folder} is a folder, not a keyring`);
  expect(() => initKeyringFile(folder)).toThrow(`${folder} is a folder, not a keyring`);
});

test('an existing keyring is left as it is, and what to do is not to rotate it', () => {
  const file = join(ownFolder(), 'keyring.json');
  initKeyringFile(file);
  const before = readFileSync(file, 'utf8');
  expect(() => initKeyringFile(file)).toThrow('stays as it is; `warifu keys check` tells');
  expect(readFileSync(file, 'utf8')).toBe(before);
});
