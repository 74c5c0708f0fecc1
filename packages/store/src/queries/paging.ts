import type { Page, PageRequest } from '@warifu/service';

/** A page from rows that were asked for with one more than the limit, to know whether any follow. */
export function pageOf<Row, T>(
  rows: readonly Row[],
  { limit }: PageRequest,
  { key, from }: { readonly key: (row: Row) => string; readonly from: (row: Row) => T },
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { rows: shown.map(from), next: more ? key(last) : null };
}
