import type { ApiClient } from '@warifu/service';
import type { Scope } from '@warifu/wire';

/**
 * What a client states on somebody's behalf needs a scope of its own, whatever the operation: fixed
 * factors that it has checked, and acts of the institution's staff. `input` is a body, or a query where there is no body.
 */
export function missingScope(input: unknown, { scopes }: ApiClient): Scope | undefined {
  if (typeof input !== 'object' || input === null) return undefined;
  if ('factors' in input && hasItems(input.factors) && !scopes.has('factors:state'))
    return 'factors:state';
  const byStaff = ('acting' in input && isStaff(input.acting)) || 'acting_staff_id' in input;
  if (byStaff && !scopes.has('desk:act')) return 'desk:act';
  return undefined;
}

function hasItems(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}

function isStaff(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'staff_id' in value;
}
