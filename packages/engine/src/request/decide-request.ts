import { addBusinessDays } from '../calendar/business-days.ts';
import { dateOf } from '../calendar/dates.ts';
import { type ContractView, findUser } from '../contract/contract-view.ts';
import { type Decision, decided, refused } from '../decision.ts';
import type { Policy } from '../policy/policy-schema.ts';
import type { ActRefusal } from '../refusal.ts';
import type { RequestChannel, RequestKind } from './customer-request.ts';

export interface FileRequest {
  readonly requestId: string;
  readonly kind: RequestKind;
  readonly channel: RequestChannel;
  readonly userId: string | null;
  /** The date on the form, YYYY-MM-DD. */
  readonly filedOn: string;
  readonly documents: readonly string[];
}

export interface RequestContext {
  readonly policy: Policy;
  readonly now: number;
}

/**
 * Takes a request of a customer (S1-06, S1-11, S3-12, S4-05). It changes nothing but that the request
 * is known, with the days on which it is expected to be carried out: an estimate, and never a reason
 * to carry it out by itself.
 */
export function decideRequest(
  view: ContractView,
  command: FileRequest,
  { policy, now }: RequestContext,
): Decision {
  const { requestId, kind, channel, userId, filedOn, documents } = command;
  if (userId !== null && !findUser(view, userId)) return refused('user_unknown');
  if (filedOn > dateOf(now, policy.institution.time_zone)) return refused('filed_in_future');
  const obstacle = channelObstacle(command, policy) ?? documentObstacle(command, policy);
  if (obstacle) return refused(obstacle);
  return decided({
    type: 'request_filed',
    requestId,
    kind,
    channel,
    userId,
    filedOn,
    documents: [...new Set(documents)],
    ...expectedDays(command, policy),
    at: now,
  });
}

const applications: readonly RequestKind[] = [
  'adoption',
  'addition',
  'reissue',
  'exchange',
  'method_change',
];

/** By which way a request may come: applications as the policy says, a web notification where there is one. */
function channelObstacle({ kind, channel }: FileRequest, policy: Policy): ActRefusal | null {
  const { adoption, revocation, lockout } = policy;
  if (applications.includes(kind))
    return adoption.application.includes(channel) ? null : 'request_kind_not_offered';
  if (channel === 'web')
    return kind === 'revocation' && revocation.web_notification ? null : 'request_kind_not_offered';
  // Documents come on paper; what needs none may be phoned in, as a loss is (S3-13).
  const onPaper = kind === 'unlock' && lockout.unlock.documents.length > 0;
  return channel === 'phone' && onPaper ? 'request_kind_not_offered' : null;
}

function documentObstacle({ kind, documents }: FileRequest, policy: Policy): ActRefusal | null {
  if (kind !== 'unlock') return null;
  const missing = policy.lockout.unlock.documents.some((name) => !documents.includes(name));
  return missing ? 'documents_missing' : null;
}

function expectedDays({ kind, filedOn }: FileRequest, { lockout, calendar }: Policy) {
  const { takes } = lockout.unlock;
  if (kind !== 'unlock' || takes === null) return { expectedFromOn: null, expectedToOn: null };
  const day = (days: number) =>
    addBusinessDays(filedOn, { days, countsFirstDay: takes.counts_filing_day }, calendar);
  return { expectedFromOn: day(takes.from), expectedToOn: day(takes.to) };
}

/** Refuses a request: it ends, and nothing else happens. */
export function decideRejection(
  view: ContractView,
  requestId: string,
  { now }: RequestContext,
): Decision {
  const request = view.requests.find((one) => one.id === requestId);
  if (!request) return refused('request_unknown');
  return decided({ type: 'request_closed', requestId, outcome: 'rejected', at: now });
}
