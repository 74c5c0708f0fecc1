import type { DomainEvent } from './audit/events.ts';
import type { RefusalReason } from './refusal.ts';

/**
 * What a decision gives: events to apply and keep, or a refusal with its reason. A refusal may have
 * events too: a wrong code is refused and counted in one decision.
 */
export type Decision =
  | { readonly ok: true; readonly events: readonly DomainEvent[] }
  | {
      readonly ok: false;
      readonly reason: RefusalReason;
      readonly events: readonly DomainEvent[];
    };

export function decided(...events: readonly DomainEvent[]): Decision {
  return { ok: true, events };
}

export function refused(reason: RefusalReason, ...events: readonly DomainEvent[]): Decision {
  return { ok: false, reason, events };
}
