import type { Policy } from '../policy/policy-schema.ts';

/** One place of the document that differs; undefined where it is on one side only. */
export interface PolicyChange {
  /** JSON Pointer; in the new document where the place is still there, else in the old one. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * Every place in which two documents differ. Entries of lists are found again by their `id`, so that a
 * new rule is one change and not a change of every rule after it; their order is a place of its own.
 */
export function policyChanges(before: Policy, after: Policy): PolicyChange[] {
  return changesIn(before, after, '');
}

function changesIn(before: unknown, after: unknown, path: string): PolicyChange[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (isNamedList(before) && isNamedList(after)) return listChanges(before, after, path);
  if (isRecord(before) && isRecord(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => changesIn(before[key], after[key], `${path}/${key}`));
  }
  return [{ path, before, after }];
}

interface Named {
  readonly id: string;
}

function listChanges(before: readonly Named[], after: readonly Named[], path: string) {
  const inner = after.flatMap((one, index) => {
    const old = before.find((other) => other.id === one.id);
    return changesIn(old, one, `${path}/${index}`);
  });
  const gone = before.flatMap((one, index): PolicyChange[] =>
    after.some((other) => other.id === one.id)
      ? []
      : [{ path: `${path}/${index}`, before: one, after: undefined }],
  );
  const kept = (list: readonly Named[], other: readonly Named[]) =>
    list.map((one) => one.id).filter((id) => other.some((one) => one.id === id));
  const order = { before: kept(before, after), after: kept(after, before) };
  const moved = order.before.join() === order.after.join() ? [] : [{ path, ...order }];
  return [...inner, ...gone, ...moved];
}

function isNamedList(value: unknown): value is readonly Named[] {
  return (
    Array.isArray(value) && value.length > 0 && value.every((one) => isRecord(one) && 'id' in one)
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
