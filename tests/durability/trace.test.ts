import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Disk } from './support/disk-image.ts';
import { removeScratch, scratchFolder } from './support/scratch.ts';
import { readTrace } from './support/strace-log.ts';

/** The instruments of row 67 themselves: what is read from a trace, and what a disk may then hold. */
const hex = (text: string) =>
  [...Buffer.from(text)].map((byte) => `\\x${byte.toString(16)}`).join('');

test('row 67 a trace is read: padded process ids, interrupted calls, answers from their first line', async () => {
  const folder = scratchFolder('trace');
  const file = hex(`${folder}/a`);
  const lines = [
    `6840  openat(AT_FDCWD<${hex('x')}>, "${hex('a')}", O_RDWR|O_CREAT, 0600) = 7<${file}>`,
    `6840  pwrite64(7<${file}>, "${hex('abc')}", 3, 8) = 3`,
    `6840  fsync(7<${file}> <unfinished ...>`,
    `12345 write(9<TCP:[127.0.0.1:1->127.0.0.1:4242]>, "${hex('HTTP/1.1 200')}", 12 <unfinished ...>`,
    '6840  <... fsync resumed>)              = 0',
    '12345 <... write resumed>)              = 12',
    `12345 pwrite64(7<${file}>, "${hex('d')}", 1, 0) = -1 ENOSPC (No space left on device)`,
    `12345 ftruncate(7<${file}>, 2) = 0`,
    `12345 fsync(8<${hex(folder)}>) = 0`,
    `12345 unlink("${hex(`${folder}/a`)}") = 0`,
    `12345 write(3<${hex('/elsewhere')}>, "${hex('x')}", 1) = 1`,
  ];
  const log = join(folder, 'log');
  writeFileSync(log, `${lines.join('\n')}\n`);
  const events = await readTrace(log, folder);
  removeScratch(folder);
  expect(events).toEqual([
    { kind: 'created', file: 'a' },
    { kind: 'written', file: 'a', offset: 8, data: Buffer.from('abc') },
    { kind: 'answered', port: 4242, count: 1 },
    { kind: 'synced', file: 'a', since: 2 },
    { kind: 'truncated', file: 'a', size: 2 },
    { kind: 'synced', file: '', since: 5 },
    { kind: 'unlinked', file: 'a' },
  ]);
});

test('row 67 a disk after a cut: synced writes are there, others as fate has it, unnamed files are not', () => {
  const disk = new Disk(new Map([['old', Buffer.from('....')]]));
  const write = (file: string, offset: number, text: string) =>
    disk.take({ kind: 'written', file, offset, data: Buffer.from(text) });
  disk.take({ kind: 'created', file: 'new' });
  write('old', 0, 'A');
  write('old', 1, 'B');
  disk.take({ kind: 'synced', file: 'old', since: 2 });
  write('new', 0, 'N');
  expect(disk.unsynced).toBe(2);
  expect(disk.contents(() => 'not')).toEqual(new Map([['old', Buffer.from('A...')]]));
  expect(disk.contents(() => 'whole')).toEqual(
    new Map([
      ['old', Buffer.from('AB..')],
      ['new', Buffer.from('N')],
    ]),
  );
  disk.take({ kind: 'synced', file: '', since: 5 });
  expect(disk.contents((_index, _of, bytes) => Math.min(0, bytes)).get('new')).toEqual(
    Buffer.alloc(0),
  );
});
