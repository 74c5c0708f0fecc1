import type { ApiClient } from '@warifu/service';
import type { Scope } from '@warifu/wire';

/**
 * What a client states on somebody's behalf needs a scope of its own, whatever the operation: fixed
 * factors that it has checked, and acts of the institution's staff.
 */
export function missingScope(body: unknown, { scopes }: ApiClient): Scope | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  if ('factors' in body && hasItems(body.factors) && !scopes.has('factors:state'))
    return 'factors:state';
  if ('acting' in body && isStaff(body.acting) && !scopes.has('desk:act')) return 'desk:act';
  return undefined;
}

function hasItems(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}

function isStaff(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'staff_id' in value;
}
