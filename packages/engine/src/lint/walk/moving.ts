import type { DomainEvent } from '../../audit/events.ts';
import type { StatedFactor } from '../../challenge/decide-proof.ts';
import type { ContractView } from '../../contract/contract-view.ts';
import { evolve } from '../../contract/evolve.ts';
import type { Decision } from '../../decision.ts';
import type { BothLanguages } from '../../policy/policy-fault.ts';
import type { ActingParty } from '../../user/acting-party.ts';
import type { User } from '../../user/user.ts';
import type { Situation } from './situation.ts';
import { type Move, type MoveKind, settled, type WalkState, type World } from './walk-state.ts';

/** Everything that a maker of moves looks at. */
export interface Place {
  readonly world: World;
  readonly state: WalkState;
  readonly situation: Situation;
}

export type Told = readonly [ja: string, en: string];

export interface Moving {
  readonly kind: MoveKind;
  readonly told: () => Told;
  /** The view that the events are applied to, where a device joins it first. */
  readonly view?: ContractView;
  readonly gone?: readonly string[];
}

/** The state after events, with what was revoked for whom. */
export function stateAfter(
  { world, state }: Pick<Place, 'world' | 'state'>,
  events: readonly DomainEvent[],
  { view = state.view, gone = state.gone }: Partial<Moving> = {},
): WalkState {
  const { policy } = world;
  const after = evolve(view, events, { now: state.now, limits: policy.lockout });
  const revoked = policy.revocation.reuse ? [] : [...state.revoked, ...revokedBy(events)];
  return settled({ now: state.now, view: after, gone, revoked }, policy);
}

function revokedBy(events: readonly DomainEvent[]): string[] {
  return events.flatMap((event) =>
    event.type === 'binding_ended' && ['lost', 'stolen', 'broken', 'revoked'].includes(event.reason)
      ? [`${event.userId} ${event.tokenId}`]
      : [],
  );
}

/** The move that a decision allows, or none. */
export function moveBy(place: Place, decision: Decision, moving: Moving): Move[] {
  return decision.ok ? [moveWith(place, decision.events, moving)] : [];
}

export function moveWith(place: Place, events: readonly DomainEvent[], moving: Moving): Move {
  return {
    kind: moving.kind,
    told: () => both(moving.told()),
    next: stateAfter(place, events, moving),
  };
}

export function both([ja, en]: Told): BothLanguages {
  return { ja, en };
}

export function nameOf({ world }: Pick<Place, 'world'>, user: User): BothLanguages {
  return world.names.get(user.id) ?? { ja: user.id, en: user.id };
}

export function deskNamed({ world }: Pick<Place, 'world'>, id: string): BothLanguages {
  return world.policy.desks.find((one) => one.id === id)?.label ?? { ja: id, en: id };
}

/** What staff act on: a form of the customer where the policy asks for one. */
export const formOnFile = 'form';

export function staffAt(desk: string): ActingParty {
  return { kind: 'staff', staffId: 'staff', desk, evidence: formOnFile };
}

/** Fixed factors that the institution has just checked. */
export function statedFactors(kinds: readonly string[], now: number): StatedFactor[] {
  return kinds.map((kind) => ({ kind, checkedAt: now }));
}
