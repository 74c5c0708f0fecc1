import { type PageRequest, parseMailAddress } from '@warifu/service';
import { defaultPageLimit } from '@warifu/wire';

/** An instant as answers carry it: RFC 3339 in UTC with milliseconds. */
export function instantText(at: number): string {
  return new Date(at).toISOString();
}

export function instantOrNull(at: number | null): string | null {
  return at === null ? null : instantText(at);
}

/** A mail address that the schema has let through, in the one spelling that mail is sent to. */
export function mailAddressOf(text: string): string {
  return parseMailAddress(text) ?? text;
}

/** Milliseconds of an instant that the schema has let through. */
export function instantOf(text: string): number {
  return Date.parse(text);
}

/** The members that are given, without those that are undefined. */
export function given<T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(members).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

interface PageQuery {
  readonly limit?: number;
  readonly cursor?: string;
}

/** A cursor is the store's key in base64url: opaque, and safe in an address. */
export function pageRequest({ limit = defaultPageLimit, cursor }: PageQuery): PageRequest {
  const after = cursor === undefined ? null : Buffer.from(cursor, 'base64url').toString('utf8');
  return { limit, after };
}

export function pageBody<T>(
  data: T[],
  next: string | null,
): { data: T[]; next_cursor: string | null } {
  return { data, next_cursor: next === null ? null : Buffer.from(next).toString('base64url') };
}
