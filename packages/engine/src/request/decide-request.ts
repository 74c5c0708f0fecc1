import { addBusinessDays, businessDayOnOrAfter } from '../calendar/business-days.ts';
import { dateOf } from '../calendar/dates.ts';
import { type ContractView, findUser } from '../contract/contract-view.ts';
import { type Decision, decided, refused } from '../decision.ts';
import { isDesk } from '../desk/is-desk.ts';
import type { Policy } from '../policy/policy-schema.ts';
import type { ActRefusal } from '../refusal.ts';
import type { ActingParty } from '../user/acting-party.ts';
import type { RequestChannel, RequestKind } from './customer-request.ts';

export interface FileRequest {
  readonly requestId: string;
  readonly kind: RequestKind;
  readonly channel: RequestChannel;
  readonly userId: string | null;
  /** The date on the form, YYYY-MM-DD. */
  readonly filedOn: string;
  readonly documents: readonly string[];
  /** Who took it in; nobody for what came in without signing in. */
  readonly acting?: ActingParty | undefined;
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
  const { requestId, kind, channel, userId, filedOn, documents, acting } = command;
  if (userId !== null && !findUser(view, userId)) return refused('user_unknown');
  if (filedOn > dateOf(now, policy.institution.time_zone)) return refused('filed_in_future');
  const obstacle =
    takerObstacle(view, acting, policy) ??
    channelObstacle(command, policy) ??
    documentObstacle(command, policy);
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

function takerObstacle(
  view: ContractView,
  acting: ActingParty | undefined,
  policy: Policy,
): ActRefusal | null {
  if (acting?.kind === 'staff') return isDesk(policy, acting.desk) ? null : 'desk_not_allowed';
  return acting && !findUser(view, acting.userId) ? 'user_unknown' : null;
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

/** What the policy lets a customer expect: how long a desk takes to unlock, or to record an application. */
function expectedDays(
  { kind, filedOn }: FileRequest,
  { lockout: { unlock }, adoption, calendar }: Policy,
) {
  if (kind === 'unlock' && unlock.takes !== null) {
    const { from, to, counts_filing_day: countsFirstDay } = unlock.takes;
    const day = (days: number) => addBusinessDays(filedOn, { days, countsFirstDay }, calendar);
    return { expectedFromOn: day(from), expectedToOn: day(to) };
  }
  const days = adoption.recording_business_days;
  if (!applications.includes(kind) || days === 0)
    return { expectedFromOn: null, expectedToOn: null };
  return {
    expectedFromOn: businessDayOnOrAfter(filedOn, calendar),
    expectedToOn: addBusinessDays(filedOn, { days, countsFirstDay: false }, calendar),
  };
}

export interface RejectRequest {
  readonly requestId: string;
  readonly acting: ActingParty;
}

/** Staff refuse a request: it ends, and nothing else happens. */
export function decideRejection(
  view: ContractView,
  { requestId, acting }: RejectRequest,
  { policy, now }: RequestContext,
): Decision {
  if (acting.kind !== 'staff') return refused('institution_only');
  if (!isDesk(policy, acting.desk)) return refused('desk_not_allowed');
  // A view holds the requests that wait; one that is known and does not was closed before.
  const waits = view.requests.some((one) => one.id === requestId && one.state === 'filed');
  if (!waits) return refused('request_closed');
  return decided({ type: 'request_closed', requestId, outcome: 'rejected', at: now });
}
