import { parsePolicy } from '@warifu/engine';
import { describe, expect, it } from 'vitest';
import { demoInstitutionIds, demoPolicy } from './index.ts';

describe('the demo policies', () => {
  it.each(demoInstitutionIds)('ALL-03 · %s has no fault and goes by its own id', (id) => {
    const parsed = parsePolicy(demoPolicy(id));
    expect(parsed.ok ? [] : parsed.faults).toEqual([]);
    expect(parsed.ok && parsed.policy.institution.id).toBe(id);
  });

  it.each(demoInstitutionIds)('ALL-03 · %s gives a document of his own to everybody', (id) => {
    expect(demoPolicy(id)).not.toBe(demoPolicy(id));
    expect(demoPolicy(id)).toEqual(demoPolicy(id));
  });
});
