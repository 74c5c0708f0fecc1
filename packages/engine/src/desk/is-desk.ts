import type { Policy } from '../policy/policy-schema.ts';

/** Whether the policy has a desk of that name: staff act at one of its desks and nowhere else. */
export function isDesk({ desks }: Policy, name: string): boolean {
  return desks.some((desk) => desk.id === name);
}
