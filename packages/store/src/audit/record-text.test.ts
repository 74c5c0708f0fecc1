import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { aDraft } from '../conformance/fixture.ts';
import { genesisHash, headMessage, linkHash, recordFrom, recordText } from './record-text.ts';

test('a link is what sha256sum says of the previous hash and the stored text', () => {
  const text = recordText('node-1', 1, aDraft({ action: '割符を作る' }));
  const input = genesisHash + text;
  expect(linkHash(genesisHash, text)).toBe(
    String(execFileSync('sha256sum', { input })).split(' ')[0],
  );
});

test('a record comes back from its text', () => {
  const draft = aDraft({ events: [{ type: 'token_put_in_service', tokenId: 't-1' }] });
  const record = recordText('node-1', 7, draft);
  expect(recordFrom({ chain: 'node-1', sequence: 7, record, hash: 'ab' })).toEqual({
    id: 'node-1-7',
    chain: 'node-1',
    sequence: 7,
    hash: 'ab',
    ...draft,
  });
});

test('what a head MAC covers tells a chain from its place', () => {
  expect(headMessage('a', 11, 'x')).not.toEqual(headMessage('a1', 1, 'x'));
});
