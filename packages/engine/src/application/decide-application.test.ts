import { describe, expect, it } from 'vitest';
import { type ApplicationKind, applicationKinds } from '../audit/events.ts';
import { tokyo } from '../testing/instants.ts';
import { policyWith } from '../testing/policies.ts';
import { aContract, aView, outcome, viewAfter } from '../testing/views.ts';
import { decideApplication } from './decide-application.ts';

const now = tokyo('2014-12-20T10:00:00.000');

function apply(kind: ApplicationKind, adoptedAt: number | null) {
  const view = aView({ contract: aContract({ adoptedAt, firstDeliveredAt: null }) });
  const filed = { tokenCount: 2, filedOn: '2014-12-15', authenticator: null };
  const context = { policy: policyWith(), now };
  const decision = decideApplication(view, { applicationId: 'a1', kind, ...filed }, context);
  return { decision, after: viewAfter(view, decision, context) };
}

describe('the adoption comes first, and once', () => {
  const rows = applicationKinds.flatMap((kind) => [
    { kind, adopted: false, expected: kind === 'adoption' ? 'ok' : 'not_adopted' },
    { kind, adopted: true, expected: kind === 'adoption' ? 'already_adopted' : 'ok' },
  ]);

  it.each(rows)('S0-02 · $kind, adopted $adopted: $expected', ({ kind, adopted, expected }) => {
    expect(outcome(apply(kind, adopted ? 1 : null).decision)).toBe(expected);
  });

  it('S0-03 ALL-02 · counts from its recording, not from its filing', () => {
    const { after } = apply('adoption', null);
    expect(after.contract.adoptedAt).toBe(now);
    expect(after.applications).toEqual([
      {
        id: 'a1',
        contractId: 'c1',
        kind: 'adoption',
        tokenCount: 2,
        filedOn: '2014-12-15',
        authenticator: null,
        recordedAt: now,
      },
    ]);
  });

  it('ALL-02 · a later application begins nothing anew', () => {
    expect(apply('reissue', 1).after.contract.adoptedAt).toBe(1);
  });
});
