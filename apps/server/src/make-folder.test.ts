import { existsSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ConfigError } from './config.ts';
import { makeFolder } from './make-folder.ts';
import { ownFolder } from './testing/own-warifu.ts';

test('a folder and those above it, for this user alone', () => {
  const folder = join(ownFolder(), 'a', 'b', 'c');
  makeFolder(folder);
  makeFolder(folder);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

test.each([
  ['below /proc', () => '/proc/foo/bar', 'cannot make the folder /proc/foo'],
  ['in the place of a file', () => madeFile(), 'is a file, not a folder'],
  ['below a file', () => join(madeFile(), 'a', 'b'), 'is a file, not a folder'],
  [
    'in the place of a link to nothing',
    () => madeLink(),
    'since a link to nothing is in its place',
  ],
])('what cannot be made is told at once: %s', (_, place, message) => {
  const folder = place();
  expect(() => makeFolder(folder)).toThrow(ConfigError);
  expect(() => makeFolder(folder)).toThrow(message);
});

test('of several levels nothing is made twice', () => {
  const folder = ownFolder();
  mkdirSync(join(folder, 'there'));
  writeFileSync(join(folder, 'there', 'kept'), '');
  makeFolder(join(folder, 'there', 'new'));
  expect(existsSync(join(folder, 'there', 'kept'))).toBe(true);
});

function madeFile(): string {
  const file = join(ownFolder(), 'file');
  writeFileSync(file, '');
  return file;
}

function madeLink(): string {
  const link = join(ownFolder(), 'link');
  symlinkSync(join(ownFolder(), 'away'), link);
  return link;
}
