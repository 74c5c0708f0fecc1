import type { DomainEvent } from '../audit/events.ts';
import type { ContractView } from '../contract/contract-view.ts';
import type { ActRefusal } from '../refusal.ts';
import type { ActingParty } from '../user/acting-party.ts';
import type { RequestKind } from './customer-request.ts';

export interface EvidenceAsked {
  readonly kind: RequestKind;
  /** Whether the policy lets staff do this only on a request that was filed. */
  readonly needed: boolean;
  /** Whom the act is about; a request that names another user is none for it. */
  readonly userIds: readonly string[];
  readonly now: number;
}

/** What a request as evidence adds to an act: it is carried out in the same step. */
export type Evidence =
  | { readonly ok: true; readonly events: readonly DomainEvent[] }
  | { readonly ok: false; readonly reason: ActRefusal };

const nothing: Evidence = { ok: true, events: [] };

/**
 * The request that an act of staff rests on, if its evidence names one. It must wait to be carried
 * out, be of the act's kind, and be about the same user where it is about one.
 */
export function evidenceOf(
  view: ContractView,
  acting: ActingParty,
  { kind, needed, userIds, now }: EvidenceAsked,
): Evidence {
  if (acting.kind !== 'staff') return nothing;
  const { evidence: requestId } = acting;
  const request = view.requests.find((one) => one.id === requestId);
  if (!request) {
    if (needed) return { ok: false, reason: 'documents_missing' };
    return requestId.startsWith('req_') ? { ok: false, reason: 'request_unknown' } : nothing;
  }
  const others = request.userId !== null && !userIds.includes(request.userId);
  if (request.kind !== kind || others) return { ok: false, reason: 'request_unknown' };
  return { ok: true, events: [{ type: 'request_closed', requestId, outcome: 'done', at: now }] };
}
