import { StoreFailure } from '@warifu/service';
import { expect, test } from 'vitest';
import { storeMessage } from './store-message.ts';

const secret = 'postgres://warifu:secret@10.1.2.3/warifu';
const coded = (code: string, cause?: unknown) =>
  Object.assign(new Error(`something about ${secret}`, { cause }), { code });
const unsafe = Object.assign(new Error('set fsync = on'), { name: 'UnsafeStore' });
const failure = (cause?: unknown) => new StoreFailure('store_unavailable', secret, { cause });

test.each<[string, unknown, boolean, string]>([
  ['a setting', failure(unsafe), true, 'set fsync = on'],
  [
    'SQLSTATE',
    failure(coded('28P01')),
    true,
    'the database refuses: SQLSTATE 28P01; look at its log',
  ],
  [
    'no way there',
    failure(coded('ECONNREFUSED')),
    true,
    'the database cannot be reached (ECONNREFUSED); look at it and at the way to it',
  ],
  ['no code', failure(), true, 'the database cannot be reached; look at it and at the way to it'],
  ['no error', 'odd', true, 'the database cannot be reached; look at it and at the way to it'],
  [
    'a full disk',
    new StoreFailure('store_full', secret),
    true,
    'the disk is full: free space on it',
  ],
  ['a file', failure(), false, 'the store takes no writes; look at the disk and the log'],
])('%s is told without an address', (_title, error, shared, message) => {
  expect(storeMessage(error, shared)).toBe(message);
});
