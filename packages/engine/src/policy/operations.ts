import type { operationKinds } from './challenge-schema.ts';
import type { Policy } from './policy-schema.ts';

export type Operation = Policy['operations'][string];
export type OperationKind = (typeof operationKinds)[number];

/**
 * The operation of that name, if the policy has one. Names come from outside, and every object has
 * a `constructor`: only the document's own keys are operations.
 */
export function operationOf(policy: Policy, name: string): Operation | undefined {
  return Object.hasOwn(policy.operations, name) ? policy.operations[name] : undefined;
}

/** The kind of an operation, as other rules of the policy look at it. */
export function operationKindOf(policy: Policy, name: string): OperationKind {
  return operationOf(policy, name)?.kind ?? 'other';
}
