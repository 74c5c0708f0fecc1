import { describe, expect, it } from 'vitest';
import { type ApplicationKind, applicationKinds } from '../audit/events.ts';
import { staffOn } from '../testing/cast.ts';
import { tokyo } from '../testing/instants.ts';
import { aRequest } from '../testing/papers.ts';
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

describe('the paper that an application rests on', () => {
  const rows = [
    { what: 'of its kind', on: 'req_1', desk: 'desk', expected: 'ok' },
    { what: 'of another kind', on: 'req_2', desk: 'desk', expected: 'request_unknown' },
    { what: 'that does not wait', on: 'req_9', desk: 'desk', expected: 'request_unknown' },
    { what: 'by its number only', on: 'form 12', desk: 'desk', expected: 'ok' },
    { what: 'at no desk', on: 'form 12', desk: 'other', expected: 'desk_not_allowed' },
  ];
  it.each(rows)('S1-11 S3-12 · $what: $expected', ({ on, desk, expected }) => {
    const view = aView({
      contract: aContract({ adoptedAt: null }),
      requests: [
        aRequest('req_1', { kind: 'adoption', userId: 'u1' }),
        aRequest('req_2', { kind: 'addition' }),
      ],
    });
    const command = {
      applicationId: 'a1',
      kind: 'adoption',
      tokenCount: 1,
      filedOn: '2014-12-19',
    } as const;
    const decision = decideApplication(
      view,
      { ...command, authenticator: null, acting: staffOn(on, desk) },
      { policy: policyWith(), now: tokyo('2014-12-20') },
    );
    expect(outcome(decision)).toBe(expected);
    const closes = decision.events.some((event) => event.type === 'request_closed');
    expect(closes).toBe(on === 'req_1');
  });
});
