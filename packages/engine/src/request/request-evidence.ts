import type { DomainEvent } from '../audit/events.ts';
import type { ContractView } from '../contract/contract-view.ts';
import type { ActRefusal } from '../refusal.ts';
import type { ActingParty } from '../user/acting-party.ts';
import type { CustomerRequest, RequestKind } from './customer-request.ts';

export interface EvidenceAsked {
  /** The kinds of requests that the act carries out. */
  readonly kinds: readonly RequestKind[];
  /** The documents that must have come with it; with any, staff do this on a filed request only. */
  readonly documents?: readonly string[];
  /**
   * For each thing that the act is done to, the users whom it concerns. A request that names a user
   * serves only where he is one of them every time: what one has signed helps no other.
   */
  readonly concerned: readonly (readonly string[])[];
  readonly now: number;
}

/** What a request as evidence adds to an act: it is carried out in the same step. */
export type Evidence =
  | { readonly ok: true; readonly events: readonly DomainEvent[] }
  | { readonly ok: false; readonly reason: ActRefusal };

const nothing: Evidence = { ok: true, events: [] };

/** The waiting request that the evidence of staff names, if it names one. */
export function requestNamed(
  view: ContractView,
  acting: ActingParty | undefined,
): CustomerRequest | undefined {
  if (acting?.kind !== 'staff') return undefined;
  return view.requests.find((one) => one.id === acting.evidence && one.state === 'filed');
}

/**
 * The request that an act of staff rests on, if its evidence names one. It must wait to be carried
 * out, be of the act's kind, have the documents that the policy asks for now, and be about whom the
 * act is about. An ID of a request that does not wait is no evidence at all.
 */
export function evidenceOf(
  view: ContractView,
  acting: ActingParty | undefined,
  { kinds, documents = [], concerned, now }: EvidenceAsked,
): Evidence {
  if (acting?.kind !== 'staff') return nothing;
  const request = requestNamed(view, acting);
  if (!request) {
    if (acting.evidence.startsWith('req_')) return { ok: false, reason: 'request_unknown' };
    return documents.length > 0 ? { ok: false, reason: 'documents_missing' } : nothing;
  }
  const { id: requestId, userId } = request;
  const fits = userId === null || concerned.every((ids) => isOneOf(ids, userId));
  if (!kinds.includes(request.kind) || !fits) return { ok: false, reason: 'request_unknown' };
  if (!documents.every((name) => request.documents.includes(name)))
    return { ok: false, reason: 'documents_missing' };
  return { ok: true, events: [{ type: 'request_closed', requestId, outcome: 'done', at: now }] };
}

/** What concerns nobody by name, a token that nobody has registered, is anybody's of the contract. */
function isOneOf(ids: readonly string[], userId: string): boolean {
  return ids.length === 0 || ids.includes(userId);
}
