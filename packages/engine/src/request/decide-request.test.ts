import { describe, expect, it } from 'vitest';
import type { Policy } from '../policy/policy-schema.ts';
import { staffOn } from '../testing/cast.ts';
import { tokyo } from '../testing/instants.ts';
import { aRequest } from '../testing/papers.ts';
import { policyWith } from '../testing/policies.ts';
import { aUser, aView, outcome, viewAfter } from '../testing/views.ts';
import { decideRejection, decideRequest, type FileRequest } from './decide-request.ts';

const now = tokyo('2015-02-02T12:00:00.000');

type Edit = (policy: Policy) => void;

function file(command: Partial<FileRequest>, edit: Edit = () => {}, at = now) {
  const policy = policyWith(edit);
  const full: FileRequest = {
    requestId: 'req_1',
    kind: 'unlock',
    channel: 'paper',
    userId: 'u1',
    filedOn: '2015-02-02',
    documents: [],
    ...command,
  };
  return decideRequest(aView({ users: [aUser('u1')] }), full, { policy, now: at });
}

const sealed: Edit = ({ lockout }) => {
  lockout.unlock.documents = ['form', 'seal'];
};
const web: Edit = ({ revocation }) => {
  revocation.web_notification = true;
};
const byPhone: Edit = ({ adoption }) => {
  adoption.application = ['phone', 'web'];
};

describe('by which way a request comes', () => {
  const rows: {
    kind: FileRequest['kind'];
    channel: FileRequest['channel'];
    rule: string;
    edit?: Edit;
    expected: string;
  }[] = [
    { kind: 'unlock', channel: 'paper', rule: 'no documents', expected: 'ok' },
    { kind: 'unlock', channel: 'phone', rule: 'no documents', expected: 'ok' },
    { kind: 'unlock', channel: 'web', rule: 'any', expected: 'request_kind_not_offered' },
    {
      kind: 'unlock',
      channel: 'phone',
      rule: 'documents',
      edit: sealed,
      expected: 'request_kind_not_offered',
    },
    {
      kind: 'unlock',
      channel: 'paper',
      rule: 'documents',
      edit: sealed,
      expected: 'documents_missing',
    },
    { kind: 'revocation', channel: 'phone', rule: 'any', expected: 'ok' },
    { kind: 'revocation', channel: 'paper', rule: 'any', expected: 'ok' },
    { kind: 'revocation', channel: 'web', rule: 'none', expected: 'request_kind_not_offered' },
    { kind: 'revocation', channel: 'web', rule: 'web desk', edit: web, expected: 'ok' },
    {
      kind: 'restore',
      channel: 'web',
      rule: 'web desk',
      edit: web,
      expected: 'request_kind_not_offered',
    },
    { kind: 'reissue', channel: 'paper', rule: 'paper', expected: 'ok' },
    { kind: 'reissue', channel: 'phone', rule: 'paper', expected: 'request_kind_not_offered' },
    { kind: 'reissue', channel: 'web', rule: 'phone or web', edit: byPhone, expected: 'ok' },
    {
      kind: 'adoption',
      channel: 'paper',
      rule: 'phone or web',
      edit: byPhone,
      expected: 'request_kind_not_offered',
    },
    { kind: 'emergency_lift', channel: 'phone', rule: 'any', expected: 'ok' },
    { kind: 'same_day', channel: 'web', rule: 'any', expected: 'request_kind_not_offered' },
  ];
  it.each(rows)('S1-06 S1-11 S3-13 · $kind by $channel under $rule: $expected', (row) => {
    const decision = file({ kind: row.kind, channel: row.channel }, row.edit);
    expect(outcome(decision)).toBe(row.expected);
    if (!decision.ok) expect(decision.events).toEqual([]);
  });
});

describe('what a request must say', () => {
  const rows: { what: string; command: Partial<FileRequest>; expected: string }[] = [
    { what: 'all documents', command: { documents: ['seal', 'form'] }, expected: 'ok' },
    { what: 'one of two', command: { documents: ['form'] }, expected: 'documents_missing' },
    {
      what: 'tomorrow’s date',
      command: { documents: ['form', 'seal'], filedOn: '2015-02-03' },
      expected: 'filed_in_future',
    },
    { what: 'an unknown user', command: { userId: 'u9' }, expected: 'user_unknown' },
    {
      what: 'no user at all',
      command: { userId: null, documents: ['form', 'seal'] },
      expected: 'ok',
    },
    {
      what: 'a desk that is none',
      command: { acting: staffOn('x', 'other') },
      expected: 'desk_not_allowed',
    },
    {
      what: 'a user who is none',
      command: { acting: { kind: 'user', userId: 'u9' } },
      expected: 'user_unknown',
    },
    {
      what: 'the desk',
      command: { acting: staffOn('x'), documents: ['form', 'seal'] },
      expected: 'ok',
    },
  ];
  it.each(rows)('S4-05 · $what: $expected', ({ command, expected }) => {
    expect(outcome(file(command, sealed))).toBe(expected);
  });

  it('S4-05 · changes nothing but that it is known, each document once', () => {
    const decision = file({ documents: ['form', 'seal', 'form'] }, sealed);
    const view = aView({ users: [aUser('u1')] });
    const after = viewAfter(view, decision, { policy: policyWith(), now });
    expect(after.requests).toMatchObject([
      { id: 'req_1', state: 'filed', documents: ['form', 'seal'] },
    ]);
    expect({ ...after, requests: [] }).toEqual(view);
  });
});

describe('the days that a customer may expect', () => {
  const takes =
    (counts: boolean): Edit =>
    (policy) => {
      policy.calendar.closed = ['12-31', '01-02', '01-03'];
      policy.lockout.unlock.takes = {
        from: 2,
        to: 3,
        counts_filing_day: counts,
        meaning: 'estimate',
      };
      policy.adoption.recording_business_days = 3;
    };
  const rows = [
    // 2015-02-02 is a Monday.
    { kind: 'unlock', on: '2015-02-02', counts: true, days: '2015-02-03 2015-02-04' },
    { kind: 'unlock', on: '2015-02-02', counts: false, days: '2015-02-04 2015-02-05' },
    // Friday; the weekend; Wednesday 11 February is a holiday.
    { kind: 'unlock', on: '2015-02-06', counts: true, days: '2015-02-09 2015-02-10' },
    { kind: 'unlock', on: '2015-02-06', counts: false, days: '2015-02-10 2015-02-12' },
    // Filed on a Sunday: both begin with Monday as the first day.
    { kind: 'unlock', on: '2015-02-08', counts: true, days: '2015-02-10 2015-02-12' },
    { kind: 'unlock', on: '2015-02-08', counts: false, days: '2015-02-10 2015-02-12' },
    // Over the year end: Tuesday 30 December, then Monday 5 January.
    { kind: 'unlock', on: '2014-12-30', counts: true, days: '2015-01-05 2015-01-06' },
    { kind: 'reissue', on: '2014-12-30', counts: true, days: '2014-12-30 2015-01-07' },
    { kind: 'reissue', on: '2015-02-07', counts: true, days: '2015-02-09 2015-02-12' },
    { kind: 'revocation', on: '2015-02-02', counts: true, days: 'none' },
  ] as const;
  it.each(rows)('S4-05 S1-11 ALL-02 · $kind filed on $on, counting it $counts: $days', (row) => {
    const command = { kind: row.kind, filedOn: row.on };
    const [event] = file(command, takes(row.counts), tokyo('2015-03-01')).events;
    const from = event && 'expectedFromOn' in event ? event.expectedFromOn : undefined;
    const to = event && 'expectedToOn' in event ? event.expectedToOn : undefined;
    expect(from === null ? 'none' : `${from} ${to}`).toBe(row.days);
  });

  it('at once where the policy says nothing', () => {
    const [event] = file({ kind: 'reissue' }).events;
    expect(event).toMatchObject({ expectedFromOn: null, expectedToOn: null });
  });
});

describe('a request is refused', () => {
  const view = aView({ requests: [aRequest('req_1'), aRequest('req_2', { state: 'done' })] });
  const rows = [
    { what: 'the desk', requestId: 'req_1', acting: staffOn('x'), expected: 'ok' },
    {
      what: 'no desk',
      requestId: 'req_1',
      acting: staffOn('x', 'other'),
      expected: 'desk_not_allowed',
    },
    {
      what: 'a user',
      requestId: 'req_1',
      acting: { kind: 'user', userId: 'u1' },
      expected: 'institution_only',
    },
    {
      what: 'one that is done',
      requestId: 'req_2',
      acting: staffOn('x'),
      expected: 'request_closed',
    },
    {
      what: 'one that does not wait',
      requestId: 'req_3',
      acting: staffOn('x'),
      expected: 'request_closed',
    },
  ] as const;
  it.each(rows)('row 36 · $what: $expected', ({ requestId, acting, expected }) => {
    const decision = decideRejection(view, { requestId, acting }, { policy: policyWith(), now });
    expect(outcome(decision)).toBe(expected);
    const after = viewAfter(view, decision, { policy: policyWith(), now });
    expect(after.requests[0]?.state).toBe(expected === 'ok' ? 'rejected' : 'filed');
    expect(after.requests[0]?.closedAt).toBe(expected === 'ok' ? now : null);
  });
});
