import { describe, expect, it } from 'vitest';
import type { Policy } from '../policy/policy-schema.ts';
import { staff, staffOn, user } from '../testing/cast.ts';
import { aRequest } from '../testing/papers.ts';
import { policyWith } from '../testing/policies.ts';
import { aContract, aUser, aView, eventTypes, outcome, viewAfter } from '../testing/views.ts';
import type { ActingParty } from '../user/acting-party.ts';
import { decideEmergencyLift, decideEmergencyStop } from './decide-emergency-stop.ts';

const now = 1_000;
const offered = policyWith((policy) => {
  policy.emergency_stop = {
    roles: ['master'],
    scheduled_transfers: 'stop',
    lifted_by_desk: 'night_desk',
  };
  const [desk] = policy.desks;
  if (desk) policy.desks.push({ ...desk, id: 'night_desk' });
});
const none = policyWith();

const company = (stoppedAt: number | null) =>
  aView({
    contract: aContract({ stoppedAt }),
    users: [aUser('boss', { role: 'master' }), aUser('u1')],
    requests: [
      aRequest('req_1', { kind: 'emergency_lift', userId: null }),
      aRequest('req_2', { kind: 'unlock' }),
    ],
  });

const rows: { who: ActingParty; policy: Policy; named: string; stop: string; lift: string }[] = [
  { who: user('boss'), policy: offered, named: 'offered', stop: 'ok', lift: 'institution_only' },
  {
    who: user('u1'),
    policy: offered,
    named: 'offered',
    stop: 'role_not_allowed',
    lift: 'institution_only',
  },
  {
    who: user('u9'),
    policy: offered,
    named: 'offered',
    stop: 'user_unknown',
    lift: 'institution_only',
  },
  { who: staff(), policy: offered, named: 'offered', stop: 'ok', lift: 'desk_not_allowed' },
  { who: staff('night_desk'), policy: offered, named: 'offered', stop: 'ok', lift: 'ok' },
  {
    who: staff('other'),
    policy: offered,
    named: 'offered',
    stop: 'desk_not_allowed',
    lift: 'desk_not_allowed',
  },
  {
    who: staffOn('req_1', 'night_desk'),
    policy: offered,
    named: 'offered',
    stop: 'ok',
    lift: 'ok',
  },
  {
    who: staffOn('req_2', 'night_desk'),
    policy: offered,
    named: 'offered',
    stop: 'ok',
    lift: 'request_unknown',
  },
  // A policy that no longer has it leaves no contract stopped.
  { who: staff(), policy: none, named: 'gone', stop: 'emergency_stop_not_offered', lift: 'ok' },
  {
    who: staff('other'),
    policy: none,
    named: 'gone',
    stop: 'emergency_stop_not_offered',
    lift: 'desk_not_allowed',
  },
];

describe('緊急停止', () => {
  it.each(rows)('ALL-03 · $who, $named: $stop, $lift', ({ who, policy, stop, lift }) => {
    expect(outcome(decideEmergencyStop(company(null), who, { policy, now }))).toBe(stop);
    expect(outcome(decideEmergencyLift(company(1), who, { policy, now }))).toBe(lift);
  });

  it('ALL-04 · once, and the paper is carried out with the lifting', () => {
    const context = { policy: offered, now };
    const stopped = viewAfter(
      company(null),
      decideEmergencyStop(company(null), user('boss'), context),
      context,
    );
    expect(stopped.contract.stoppedAt).toBe(now);
    expect(outcome(decideEmergencyStop(stopped, user('boss'), context))).toBe('already_stopped');
    const lifted = decideEmergencyLift(stopped, staffOn('req_1', 'night_desk'), context);
    expect(eventTypes(lifted)).toEqual(['emergency_stop_lifted', 'request_closed']);
    const after = viewAfter(stopped, lifted, context);
    expect(after.contract.stoppedAt).toBeNull();
    expect(outcome(decideEmergencyLift(after, staff('night_desk'), context))).toBe('not_stopped');
  });
});
