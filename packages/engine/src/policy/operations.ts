import type { Policy } from './policy-schema.ts';

export type Operation = Policy['operations'][string];

/**
 * The operation of that name, if the policy has one. Names come from outside, and every object has
 * a `constructor`: only the document's own keys are operations.
 */
export function operationOf(policy: Policy, name: string): Operation | undefined {
  return Object.hasOwn(policy.operations, name) ? policy.operations[name] : undefined;
}
