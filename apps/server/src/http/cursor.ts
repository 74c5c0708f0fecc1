import type { FieldError, Route } from '@warifu/wire';

/** A cursor as the list of that operation gives them: the key of a row, in base64url. */
const own: Readonly<Record<string, RegExp>> = {
  list_audit_events: /^\d{1,15}$/,
  list_locks: /^(token:tok|user:usr)_[0-9A-Za-z]{26}$/,
  list_replacements: /^\d{4}-\d{2}-\d{2}tok_[0-9A-Za-z]{26}$/,
  list_tokens: /^(\d{4}-\d{2}-\d{2})?tok_[0-9A-Za-z]{26}$/,
};
const anId = /^[a-z]{3}_[0-9A-Za-z]{26}$/;

/** What is wrong with the cursor of a query: a text that no page ended with is no place to go on from. */
export function cursorFault(route: Route, query: unknown): FieldError[] | undefined {
  if (typeof query !== 'object' || query === null || !('cursor' in query)) return undefined;
  const cursor = String(query.cursor);
  const key = Buffer.from(cursor, 'base64url').toString('utf8');
  const whole = Buffer.from(key, 'utf8').toString('base64url') === cursor;
  if (whole && (own[route.operationId] ?? anId).test(key)) return undefined;
  return [{ path: 'cursor', message: 'is not a cursor of this list' }];
}
