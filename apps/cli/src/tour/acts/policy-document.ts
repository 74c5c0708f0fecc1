import type { Day } from '../day.ts';

/** The policy in force, as its document says it: for what an app or a page shows and no act decides. */
export async function policyDocument(day: Day): Promise<unknown> {
  const { body } = await day.channel.call('list_policies');
  const version = body.data.find((policy) => policy.in_force)?.version ?? 1;
  const params = { version: String(version) };
  return (await day.channel.call('get_policy', { params })).body.document;
}

/** The value at a path of names and indexes; undefined where there is none. */
export function valueAt(document: unknown, ...path: readonly (string | number)[]): unknown {
  let value = document;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, step);
  }
  return value;
}
