import { type OperationId, routes } from '@warifu/wire';
import { describe, expect, it } from 'vitest';
import { cursorFault } from './cursor.ts';

const id = '01k4y8m2v5t7q9r3w6x0z1b2c3';
const rows: { operation: OperationId; key: string; fits: boolean }[] = [
  { operation: 'list_users', key: `usr_${id}`, fits: true },
  { operation: 'list_contracts', key: `con_${id}`, fits: true },
  { operation: 'list_tokens', key: `tok_${id}`, fits: true },
  { operation: 'list_replacements', key: `2027-03-31tok_${id}`, fits: true },
  { operation: 'list_locks', key: `token:tok_${id}`, fits: true },
  { operation: 'list_locks', key: `user:usr_${id}`, fits: true },
  { operation: 'list_audit_events', key: '200', fits: true },
  { operation: 'list_audit_events', key: `usr_${id}`, fits: false },
  { operation: 'list_users', key: '200', fits: false },
  { operation: 'list_locks', key: `user:${id}`, fits: false },
  { operation: 'list_replacements', key: `tok_${id}`, fits: false },
];

describe('cursorFault', () => {
  it.each(rows)('$operation, $key: $fits', ({ operation, key, fits }) => {
    const cursor = Buffer.from(key).toString('base64url');
    expect(cursorFault(routes[operation], { cursor }) === undefined).toBe(fits);
  });

  it('a query without a cursor begins at the beginning; one of nonsense is a fault', () => {
    expect(cursorFault(routes.list_users, { limit: 3 })).toBeUndefined();
    const message = 'is not a cursor of this list';
    expect(cursorFault(routes.list_users, { cursor: 'AB' })).toEqual([{ path: 'cursor', message }]);
  });
});
