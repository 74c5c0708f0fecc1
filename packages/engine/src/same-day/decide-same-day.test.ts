import { describe, expect, it } from 'vitest';
import { sameDayResumesAt } from '../challenge/standing-obstacle.ts';
import { noSameDayFacts, type SameDayFacts } from '../contract/contract.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { staffOn, user } from '../testing/cast.ts';
import { tokyo } from '../testing/instants.ts';
import { aRequest } from '../testing/papers.ts';
import { policyWith } from '../testing/policies.ts';
import { aContract, aView, eventTypes, outcome, viewAfter } from '../testing/views.ts';
import { decideSameDay, type RecordSameDay, sameDayMissing } from './decide-same-day.ts';

const now = tokyo('2015-04-28T15:00:00.000');
const text = { ja: '対策', en: 'Measure' };

const policy = policyWith((document) => {
  document.same_day = {
    operations: ['one_off_transfer'],
    requires: ['application', 'screening', 'measures', 'call'],
    measures: [
      { id: 'otp', label: text },
      { id: 'software', label: text },
    ],
    resumes: 'next_business_day',
  };
});

const all: SameDayFacts = {
  appliedAt: 1,
  screenedAt: 2,
  measures: ['otp', 'software'],
  calledAt: 3,
  confirmedAt: null,
};

function record(
  facts: Partial<SameDayFacts>,
  command: Partial<RecordSameDay>,
  { by = policy, at = now }: { readonly by?: Policy; readonly at?: number } = {},
) {
  const view = aView({
    contract: aContract({ sameDay: { ...noSameDayFacts, ...facts } }),
    requests: [aRequest('req_1', { kind: 'same_day', userId: null })],
  });
  const full: RecordSameDay = { step: 'confirmation', measures: [], ...command };
  const decision = decideSameDay(view, full, { policy: by, now: at });
  const after = viewAfter(view, decision, { policy: by, now: at }).contract;
  return { decision, after };
}

describe('the confirmation waits for everything', () => {
  const rows: { lacks: Partial<SameDayFacts>; missing: string[] }[] = [
    { lacks: {}, missing: [] },
    { lacks: { appliedAt: null }, missing: ['application'] },
    { lacks: { screenedAt: null }, missing: ['screening'] },
    { lacks: { measures: ['otp'] }, missing: ['measures'] },
    { lacks: { calledAt: null }, missing: ['call'] },
    { lacks: { measures: [], calledAt: null }, missing: ['measures', 'call'] },
  ];
  it.each(rows)('S3-09 · without $lacks: $missing', ({ lacks, missing }) => {
    const facts = { ...all, ...lacks };
    expect(sameDayMissing(facts, policy)).toEqual(missing);
    const { decision } = record(facts, {});
    expect(outcome(decision)).toBe(missing.length === 0 ? 'ok' : 'same_day_incomplete');
  });

  it('S3-09 · only what the policy requires', () => {
    const less = policyWith((document) => {
      document.same_day = policy.same_day && { ...policy.same_day, requires: ['call'] };
    });
    expect(outcome(record({ calledAt: 1 }, {}, { by: less }).decision)).toBe('ok');
  });
});

describe('who records what', () => {
  const rows: { what: string; command: Partial<RecordSameDay>; by?: Policy; expected: string }[] = [
    { what: 'the institution', command: {}, expected: 'ok' },
    { what: 'the desk', command: { acting: staffOn('call 3') }, expected: 'ok' },
    { what: 'no desk', command: { acting: staffOn('x', 'other') }, expected: 'desk_not_allowed' },
    { what: 'the customer', command: { acting: user('u1') }, expected: 'institution_only' },
    {
      what: 'no measure',
      command: { step: 'measures', measures: ['luck'] },
      expected: 'measure_unknown',
    },
    { what: 'no such bank', command: {}, by: policyWith(), expected: 'same_day_not_offered' },
    { what: 'no paper', command: { acting: staffOn('req_9') }, expected: 'request_unknown' },
  ];
  it.each(rows)('S3-09 · $what: $expected', ({ command, by = policy, expected }) => {
    expect(outcome(record(all, command, { by }).decision)).toBe(expected);
  });

  it('S3-09 ALL-04 · the form is carried out with the step', () => {
    const { decision } = record({}, { step: 'application', acting: staffOn('req_1') });
    expect(eventTypes(decision)).toEqual(['same_day_recorded', 'request_closed']);
  });
});

describe('what is on record', () => {
  it.each(['application', 'screening', 'call', 'confirmation'] as const)(
    'S3-09 · %s again keeps the first instant, so it suspends nothing anew',
    (step) => {
      const facts = { ...all, confirmedAt: 4 };
      expect(record(facts, { step }).after.sameDay).toEqual(facts);
    },
  );

  it('S3-09 · a measure that is given up undoes the confirmation; a further one does not', () => {
    const facts = { ...all, confirmedAt: 4 };
    const fewer = record(facts, { step: 'measures', measures: ['otp'] });
    expect(fewer.after.sameDay).toMatchObject({ measures: ['otp'], confirmedAt: null });
    const same = record(facts, { step: 'measures', measures: ['software', 'otp', 'otp'] });
    expect(same.after.sameDay).toMatchObject({ measures: ['software', 'otp'], confirmedAt: 4 });
  });

  it('S3-09 · a withdrawal takes all of it back', () => {
    expect(record({ ...all, confirmedAt: 4 }, { step: 'withdrawal' }).after.sameDay).toEqual(
      noSameDayFacts,
    );
  });
});

describe('when they resume', () => {
  const rows = [
    // Tuesday 28 April 2015; the 29th is a holiday, then 30 April.
    { at: '2015-04-28T15:00:00.000', from: '2015-04-30' },
    // Friday 1 May; the weekend and 4 to 6 May are none.
    { at: '2015-05-01T00:00:00.000', from: '2015-05-07' },
    { at: '2015-05-07T23:59:59.999', from: '2015-05-08' },
  ];
  it.each(rows)('S3-09 ALL-02 · confirmed at $at: from $from', ({ at, from }) => {
    const { after } = record(all, {}, { at: tokyo(at) });
    expect(sameDayResumesAt(after, policy)).toBe(tokyo(from));
  });
});
