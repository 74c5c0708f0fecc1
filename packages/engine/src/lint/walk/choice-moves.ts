import { bindingsOf, findToken } from '../../contract/contract-view.ts';
import {
  decideEmergencyLift,
  decideEmergencyStop,
} from '../../emergency-stop/decide-emergency-stop.ts';
import { decideStop } from '../../self-service/decide-stop.ts';
import { decideResumption, decideSuspension } from '../../suspension/decide-suspension.ts';
import type { ActingParty } from '../../user/acting-party.ts';
import type { User } from '../../user/user.ts';
import { deskEverOpens } from '../lint-desks.ts';
import { deskNamed, moveBy, nameOf, type Place, staffAt, statedFactors } from './moving.ts';
import { nextStep } from './situation.ts';
import type { Move } from './walk-state.ts';

/** What customers choose, and what undoes it: a pause, an emergency stop, 利用停止. */
export function choiceMoves(place: Place): Move[] {
  return [...pauses(place), ...stops(place), ...optOuts(place)];
}

function pauses(place: Place): Move[] {
  const { world, state, situation } = place;
  const { suspension, revocation } = world.policy;
  if (!suspension) return [];
  const context = { policy: world.policy, now: state.now };
  return situation.users.flatMap((user): Move[] => {
    const [binding] = bindingsOf(state.view, user.id);
    const token = binding && findToken(state.view, binding.tokenId);
    if (!token) return [];
    const name = nameOf(place, user);
    const pausing = token.suspendedAt === null;
    const parties: ActingParty[] = signedIn(place).map(({ id }) => ({ kind: 'user', userId: id }));
    if (!pausing && suspension.resume_by.includes('desk') && opens(place, revocation.desk))
      parties.push(staffAt(revocation.desk));
    return parties.flatMap((acting) => {
      const command = { tokenId: token.id, acting };
      return pausing
        ? moveBy(place, decideSuspension(state.view, command, context), {
            kind: 'choice',
            told: () => [`${name.ja}のトークンを一時停止する`, `the token of ${name.en} is paused`],
          })
        : moveBy(place, decideResumption(state.view, command, context), {
            kind: 'help',
            told: () => [`${name.ja}のトークンを再開する`, `the token of ${name.en} is resumed`],
          });
    });
  });
}

function signedIn({ situation }: Place): User[] {
  return situation.users.filter((one) => situation.atLogin(one) === 'in');
}

function opens({ world }: Place, desk: string): boolean {
  return deskEverOpens(world.policy, desk);
}

function stops(place: Place): Move[] {
  const { world, state } = place;
  const stop = world.policy.emergency_stop;
  if (!stop) return [];
  const context = { policy: world.policy, now: state.now };
  if (state.view.contract.stoppedAt !== null) {
    if (!opens(place, stop.lifted_by_desk)) return [];
    const label = deskNamed(place, stop.lifted_by_desk);
    const decision = decideEmergencyLift(state.view, staffAt(stop.lifted_by_desk), context);
    return moveBy(place, decision, {
      kind: 'help',
      told: () => [`${label.ja}が緊急停止を解除する`, `${label.en} lifts the emergency stop`],
    });
  }
  const actor = signedIn(place).find((one) => stop.roles.includes(one.role));
  if (!actor) return [];
  const name = nameOf(place, actor);
  const acting = { kind: 'user' as const, userId: actor.id };
  return moveBy(place, decideEmergencyStop(state.view, acting, context), {
    kind: 'choice',
    told: () => [`${name.ja}が緊急停止する`, `${name.en} stops everything`],
  });
}

function optOuts(place: Place): Move[] {
  const { world, state, situation } = place;
  const { policy } = world;
  if (!policy.self_service.actions.includes('stop')) return [];
  return situation.users.flatMap((user) => {
    const [binding] = bindingsOf(state.view, user.id);
    const token = binding && findToken(state.view, binding.tokenId);
    if (!token || !situation.hasCode(user)) return [];
    const name = nameOf(place, user);
    const command = {
      userId: user.id,
      tokenId: token.id,
      matches: [nextStep(token, state.now)],
      wellFormed: true,
      factors: statedFactors(policy.fixed_factors, state.now),
    };
    return moveBy(place, decideStop(state.view, command, { policy, now: state.now }), {
      kind: 'choice',
      told: () => [`${name.ja}が利用停止する`, `${name.en} stops using OTP`],
    });
  });
}
