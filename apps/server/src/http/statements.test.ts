import type { ApiClient } from '@warifu/service';
import { describe, expect, it } from 'vitest';
import { missingScope } from './statements.ts';

const staff = { staff_id: 's-1', desk: 'help_desk', evidence: 'form 1' };
const rows: { input: unknown; needs: string | undefined }[] = [
  { input: undefined, needs: undefined },
  { input: {}, needs: undefined },
  { input: { factors: [] }, needs: undefined },
  { input: { factors: [{ kind: 'pin' }] }, needs: 'factors:state' },
  { input: { acting: { user_id: 'usr_1' } }, needs: undefined },
  { input: { acting: staff }, needs: 'desk:act' },
  { input: { acting_user_id: 'usr_1' }, needs: undefined },
  { input: { acting_staff_id: 's-1' }, needs: 'desk:act' },
];

function client(...scopes: string[]): ApiClient {
  return { keyId: 'key_1', institutionId: 'i', scopes: new Set(scopes) };
}

describe('missingScope', () => {
  it.each(rows)('ALL-04 · $input needs $needs', ({ input, needs }) => {
    expect(missingScope(input, client())).toBe(needs);
    expect(missingScope(input, client('factors:state', 'desk:act'))).toBeUndefined();
  });
});
