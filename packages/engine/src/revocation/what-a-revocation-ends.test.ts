import { describe, expect, it } from 'vitest';
import type { ContractView } from '../contract/contract-view.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { staff, staffOn, user } from '../testing/cast.ts';
import { tokyo } from '../testing/instants.ts';
import { anIssuance, aRequest } from '../testing/papers.ts';
import { policyWith } from '../testing/policies.ts';
import {
  aBinding,
  aContract,
  aToken,
  aUser,
  aView,
  lockedGuard,
  outcome,
  viewAfter,
} from '../testing/views.ts';
import { decideRevocation, type Revoke } from './decide-revocation.ts';

const now = tokyo('2015-02-10T12:00:00.000');

function company(): ContractView {
  return aView({
    users: [aUser('boss', { role: 'master' }), aUser('u1'), aUser('u2'), aUser('u3')],
    tokens: [
      aToken('fob'),
      aToken('app', { form: 'phone_app' }),
      aToken('shared', { form: 'phone_app' }),
      aToken('bosses'),
    ],
    bindings: [
      aBinding('u1', 'fob'),
      aBinding('u2', 'fob'),
      aBinding('u1', 'app'),
      aBinding('u2', 'shared'),
      aBinding('u3', 'shared'),
      aBinding('boss', 'bosses'),
    ],
    requests: [
      aRequest('req_web', { kind: 'revocation', channel: 'web' }),
      aRequest('req_paper', { kind: 'revocation' }),
      aRequest('req_restore', { kind: 'restore' }),
      aRequest('req_unlock'),
    ],
  });
}

function revoke(
  command: Partial<Revoke>,
  edit: (policy: Policy) => void = () => {},
  view = company(),
) {
  const policy = policyWith((document) => {
    const [desk] = document.desks;
    if (desk) document.desks.push({ ...desk, id: 'web_desk' });
    edit(document);
  });
  const full: Revoke = {
    target: { userIds: ['u1'] },
    reason: 'revoked',
    acting: user('boss'),
    ...command,
  };
  const decision = decideRevocation(view, full, { policy, now });
  const after = viewAfter(view, decision, { policy, now });
  const ended = after.bindings.filter((one) => one.endedAt !== null);
  return {
    outcome: outcome(decision),
    ended: ended.map((one) => `${one.userId}-${one.tokenId}`).join(' '),
    retired: after.tokens
      .filter((one) => one.state === 'retired')
      .map((one) => one.id)
      .join(' '),
    after,
  };
}

const web = ({ revocation }: Policy) => {
  revocation.web_notification = true;
};
const whole = ({ revocation }: Policy) => {
  revocation.scope = 'token';
};
const notOwn = (policy: Policy) => {
  whole(policy);
  policy.revocation.oneself = false;
};

describe('which tokens end with the bindings', () => {
  const rows: {
    what: string;
    users: string[];
    edit?: (policy: Policy) => void;
    ended: string;
    retired: string;
  }[] = [
    { what: 'an app with its last binding', users: ['u1'], ended: 'u1-fob u1-app', retired: 'app' },
    { what: 'a shared app not before', users: ['u2'], ended: 'u2-fob u2-shared', retired: '' },
    {
      what: 'a shared app with the last of them',
      users: ['u2', 'u3'],
      ended: 'u2-fob u2-shared u3-shared',
      retired: 'shared',
    },
    {
      what: 'for all, where the scope is the token',
      users: ['u1'],
      edit: whole,
      ended: 'u1-fob u2-fob u1-app',
      retired: 'fob app',
    },
  ];
  it.each(rows)('S0-10 S1-06 · $what', ({ users, edit, ended, retired }) => {
    const result = revoke({ target: { userIds: users } }, edit);
    expect(result).toMatchObject({ outcome: 'ok', ended, retired });
  });

  it('S2-07 · whoever loses a token with another begins his pause too', () => {
    const { after } = revoke({}, whole);
    expect(after.users.map((one) => one.lastRevokedAt)).toEqual([null, now, now, null]);
  });

  it('S2-06 · an issue that is under way for him goes no further', () => {
    const view = {
      ...company(),
      issuances: [anIssuance('i1', { userId: 'u1' }), anIssuance('i2', { userId: 'u3' })],
    };
    const { after } = revoke({}, undefined, view);
    expect(after.issuances.map((one) => one.state)).toEqual(['cancelled', 'open']);
  });
});

describe('one’s own token by way of another’s', () => {
  const together = { ...company(), bindings: [aBinding('boss', 'fob'), aBinding('u1', 'fob')] };
  it.each([
    { what: 'may', edit: whole, expected: 'ok' },
    { what: 'may not', edit: notOwn, expected: 'not_oneself' },
  ])('S2-06 · who $what revoke his own: $expected', ({ edit, expected }) => {
    expect(revoke({}, edit, together).outcome).toBe(expected);
  });
});

describe('what a desk acts on', () => {
  const rows: {
    what: string;
    acting: Revoke['acting'];
    target?: Revoke['target'];
    edit?: (policy: Policy) => void;
    expected: string;
  }[] = [
    { what: 'the desk on a call', acting: staff(), expected: 'ok' },
    { what: 'the desk on a paper', acting: staffOn('req_paper'), expected: 'ok' },
    { what: 'the desk on the paper that restores', acting: staffOn('req_restore'), expected: 'ok' },
    {
      what: 'the desk on another kind',
      acting: staffOn('req_unlock'),
      expected: 'request_unknown',
    },
    {
      what: 'the web desk on its own',
      acting: staff('web_desk'),
      edit: web,
      expected: 'desk_not_allowed',
    },
    {
      what: 'the web desk on a notification',
      acting: staffOn('req_web', 'web_desk'),
      edit: web,
      expected: 'ok',
    },
    {
      what: 'the web desk where there is none',
      acting: staffOn('req_web', 'web_desk'),
      expected: 'desk_not_allowed',
    },
    {
      what: 'the web desk on a paper',
      acting: staffOn('req_paper', 'web_desk'),
      edit: web,
      expected: 'desk_not_allowed',
    },
    {
      what: 'no desk',
      acting: staffOn('req_web', 'other'),
      edit: web,
      expected: 'desk_not_allowed',
    },
    {
      what: 'a notification about another',
      acting: staffOn('req_web', 'web_desk'),
      target: { userIds: ['u1', 'u2'] },
      edit: web,
      expected: 'request_unknown',
    },
    {
      what: 'a token that he shares',
      acting: staffOn('req_paper'),
      target: { tokenId: 'fob' },
      expected: 'ok',
    },
    {
      what: 'a token that he does not hold',
      acting: staffOn('req_paper'),
      target: { tokenId: 'shared' },
      expected: 'request_unknown',
    },
  ];
  it.each(rows)('S1-06 S3-13 · $what: $expected', ({ acting, target, edit, expected }) => {
    expect(revoke({ acting, ...(target ? { target } : {}) }, edit).outcome).toBe(expected);
  });
});

describe('an actor who is stopped himself', () => {
  const locked = {
    ...company(),
    users: [aUser('boss', { role: 'master', guard: lockedGuard() }), aUser('u1')],
  };
  const service = ({ lockout }: Policy) => {
    lockout.scope = 'user_service';
  };
  const stop = (policy: Policy) => {
    policy.emergency_stop = { roles: [], scheduled_transfers: 'stop', lifted_by_desk: 'desk' };
  };
  const stopped = { ...company(), contract: aContract({ stoppedAt: 1 }) };
  it.each([
    { what: 'his codes are locked', view: locked, expected: 'ok' },
    { what: 'his whole service is locked', view: locked, edit: service, expected: 'actor_locked' },
    { what: 'everything is stopped', view: stopped, edit: stop, expected: 'already_stopped' },
    { what: 'it is stopped, and no policy has that', view: stopped, expected: 'ok' },
  ])('S2-04 S3-05 · $what: $expected', ({ view, edit, expected }) => {
    expect(revoke({}, edit, view).outcome).toBe(expected);
    expect(revoke({ acting: staff() }, edit, view).outcome).toBe('ok');
  });
});
