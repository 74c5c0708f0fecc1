import { lockAt } from '../../lockout/guard.ts';
import type { BothLanguages } from '../../policy/policy-fault.ts';
import type { Policy } from '../../policy/policy-schema.ts';
import { accidentMoves } from './accident-moves.ts';
import type { Stuck } from './answers.ts';
import { worldsOf } from './cast.ts';
import { choiceMoves } from './choice-moves.ts';
import { careMoves } from './customer-moves.ts';
import { postMoves } from './post-moves.ts';
import { registrationMoves } from './registration-moves.ts';
import { Situation } from './situation.ts';
import { keyOf, partKeysOf } from './state-key.ts';
import { timeMoves } from './time-moves.ts';
import type { Move, WalkState, World } from './walk-state.ts';

/**
 * The walk: every state that a small contract can come to under a policy, by the acts of customers and
 * staff and by time, with the engine's own decisions. A state in which somebody is stuck must have a
 * way out by some actor; from where there is none, people need a new policy.
 */
export interface WalkLimits {
  /**
   * How many troubles at the same time are looked at (locked subjects, lost or paused devices, an
   * emergency stop), by number of users. A contract with too many states is walked with one fewer.
   */
  readonly troubles: readonly number[];
  /** States of one contract. */
  readonly states: number;
}

export const usualLimits: WalkLimits = { troubles: [3, 3, 2], states: 8_000 };

export interface DeadEnd {
  readonly who: BothLanguages;
  readonly stuck: Stuck;
  /** The shortest history, step by step. */
  readonly history: readonly BothLanguages[];
  /** How many states of the walk end alike. */
  readonly states: number;
}

export interface Walk {
  readonly contracts: number;
  readonly states: number;
  readonly moves: number;
  /** How many troubles at the same time were looked at in the end, by number of users. */
  readonly troubles: readonly number[];
  /** False where the limit of states cut the walk of some contract short even so. */
  readonly complete: boolean;
  readonly deadEnds: readonly DeadEnd[];
}

interface Node {
  readonly state: WalkState;
  readonly from: number | null;
  readonly move: Move | null;
  readonly situation: Situation;
  /** Where help and time lead. */
  readonly out: number[];
  /** False where a limit left it unlooked at; such a state is given the benefit of the doubt. */
  isExpanded: boolean;
}

/** Walks through all contracts of a policy. */
export function walkPolicy(policy: Policy, limits: WalkLimits = usualLimits): Walk {
  const found = new Map<string, DeadEnd>();
  const troubles = [...limits.troubles];
  let [contracts, states, moves] = [0, 0, 0];
  let complete = true;
  for (const world of worldsOf(policy)) {
    const graph = exploreWithin(world, { troubles, states: limits.states });
    contracts += 1;
    states += graph.nodes.length;
    moves += graph.moves;
    complete &&= graph.complete;
    for (const [key, deadEnd] of deadEndsOf(graph.nodes, world)) {
      const known = found.get(key);
      const shorter = known && known.history.length <= deadEnd.history.length ? known : deadEnd;
      found.set(key, { ...shorter, states: (known?.states ?? 0) + deadEnd.states });
    }
  }
  return { contracts, states, moves, troubles, complete, deadEnds: [...found.values()] };
}

/** Explores with as many troubles as the limit of states allows, and notes how many that were. */
function exploreWithin(
  world: World,
  limits: { readonly troubles: number[]; readonly states: number },
) {
  const size = world.start.view.users.length - 1;
  for (;;) {
    const most = limits.troubles[size] ?? 0;
    const graph = explore(world, most, limits.states);
    if (graph.complete || most === 0) return graph;
    limits.troubles[size] = most - 1;
  }
}

function explore(world: World, mostTroubles: number, mostStates: number) {
  const nodes: Node[] = [];
  const known = new Map<string, number>();
  let moves = 0;
  const add = (state: WalkState, from: number | null, move: Move | null): number => {
    const keys = partKeysOf(state, world);
    const key = keyOf(keys, state, world);
    const seen = known.get(key);
    if (seen !== undefined) return seen;
    const situation = new Situation(world, state, keys);
    nodes.push({ state, situation, from, move, out: [], isExpanded: false });
    known.set(key, nodes.length - 1);
    return nodes.length - 1;
  };
  add(world.start, null, null);
  for (let at = 0; at < nodes.length && nodes.length <= mostStates; at++) {
    const node = nodes[at];
    if (!node) break;
    node.isExpanded = true;
    for (const move of movesOf({ world, ...node }, mostTroubles)) {
      moves += 1;
      const next = add(move.next, at, move);
      if (move.kind === 'help' || move.kind === 'time') node.out.push(next);
    }
  }
  return { nodes, moves, complete: nodes.length <= mostStates };
}

function movesOf(place: { world: World; state: WalkState; situation: Situation }, most: number) {
  const more = troublesOf(place.state) < most;
  return [
    ...careMoves(place),
    ...postMoves(place),
    ...registrationMoves(place),
    ...choiceMoves(place).filter((move) => more || move.kind === 'help'),
    ...(more ? accidentMoves(place) : []),
    ...timeMoves(place),
  ];
}

function troublesOf({ view, now, gone }: WalkState): number {
  const locked = [...view.users, ...view.tokens].filter((one) => lockAt(one.guard, now)).length;
  const paused = view.tokens.filter((token) => token.suspendedAt !== null).length;
  return locked + paused + gone.length + (view.contract.stoppedAt === null ? 0 : 1);
}

/** States from which no help leads to one where nobody is stuck, and who of them is lost for good. */
function deadEndsOf(nodes: readonly Node[], world: World): Map<string, DeadEnd> {
  const saved = savedNodes(nodes);
  const found = new Map<string, DeadEnd>();
  nodes.forEach((node, at) => {
    // What follows from a dead end is told with it, and not again.
    if (saved.has(at) || (node.from !== null && !saved.has(node.from))) return;
    for (const stuck of node.situation.stuck()) {
      const key = `${stuck.reason} ${world.classes.get(stuck.user.id)}`;
      const known = found.get(key);
      if (known) found.set(key, { ...known, states: known.states + 1 });
      else if (!isLedOut(nodes, at, stuck, world))
        found.set(key, { ...tell(nodes, at), stuck, who: whoIs(stuck, world), states: 1 });
    }
  });
  return found;
}

function isFine({ isExpanded, situation }: Node): boolean {
  return !isExpanded || situation.stuck().length === 0;
}

/** Backwards from all states in which nobody is stuck. */
function savedNodes(nodes: readonly Node[]): Set<number> {
  const into = new Map<number, number[]>();
  nodes.forEach((node, at) => {
    for (const next of node.out) into.set(next, [...(into.get(next) ?? []), at]);
  });
  const queue = nodes.flatMap((node, at) => (isFine(node) ? [at] : []));
  const saved = new Set(queue);
  for (let one = queue.pop(); one !== undefined; one = queue.pop())
    for (const before of into.get(one) ?? [])
      if (!saved.has(before)) {
        saved.add(before);
        queue.push(before);
      }
  return saved;
}

/**
 * Whether this very user is led out, though others of the state may not be. Users of one class may have
 * changed places on the way, so it is enough that as many of his class are free as are stuck here.
 */
function isLedOut(nodes: readonly Node[], from: number, stuck: Stuck, world: World): boolean {
  const lost = (node: Node | undefined) =>
    new Set(
      (node?.situation.stuck() ?? [])
        .filter((one) => world.classes.get(one.user.id) === world.classes.get(stuck.user.id))
        .map((one) => one.user.id),
    ).size;
  const before = lost(nodes[from]);
  const seen = new Set([from]);
  const queue = [from];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    const node = nodes[at];
    if (!node) continue;
    if (!node.isExpanded || lost(node) < before) return true;
    for (const next of node.out)
      if (!seen.has(next)) {
        seen.add(next);
        queue.push(next);
      }
  }
  return false;
}

function tell(nodes: readonly Node[], at: number) {
  const history: BothLanguages[] = [];
  for (let node = nodes[at]; node?.move; node = node.from === null ? undefined : nodes[node.from])
    history.unshift(node.move.told());
  return { history };
}

function whoIs({ user }: Stuck, { names }: World): BothLanguages {
  return names.get(user.id) ?? { ja: user.id, en: user.id };
}
