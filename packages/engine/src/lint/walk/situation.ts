import type { StatedFacts } from '../../challenge/challenge-rules.ts';
import { type Requirement, requirementFor } from '../../challenge/decide-challenge.ts';
import { bindingsOf, type ContractView, findToken } from '../../contract/contract-view.ts';
import { mayDo } from '../../enrolment/enrolment-status.ts';
import { operationKindOf, operationOf } from '../../policy/operations.ts';
import type { Token } from '../../token/token.ts';
import type { User } from '../../user/user.ts';
import { decideVerification } from '../../verification/decide-verification.ts';
import type { AtLogin, OwnAnswers, Stuck } from './answers.ts';
import { ownKey, type PartKeys } from './state-key.ts';
import type { WalkState, World } from './walk-state.ts';

/**
 * What the engine answers in one state. Users whose contract, standing and tokens are alike get the same
 * answers in many states, so each is asked for once and remembered for the whole walk.
 */
export class Situation {
  readonly state: WalkState;
  readonly #world: World;
  readonly #own: ReadonlyMap<string, OwnAnswers>;
  #stuck: readonly Stuck[] | undefined;

  constructor(world: World, state: WalkState, keys: PartKeys) {
    this.#world = world;
    this.state = state;
    this.#own = new Map(
      state.view.users.map((user) => {
        const key = ownKey(user, keys, state, world);
        const known = world.answers.get(key) ?? { acts: new Map() };
        world.answers.set(key, known);
        return [user.id, known];
      }),
    );
  }

  get users(): readonly User[] {
    return this.state.view.users;
  }

  #answers(user: User): OwnAnswers {
    return this.#own.get(user.id) ?? { acts: new Map() };
  }

  /** Who is stuck, and where. */
  stuck(): readonly Stuck[] {
    this.#stuck ??= this.users.flatMap((user) => {
      const own = this.#answers(user);
      own.stuck ??= this.#world.probes.flatMap(({ facts }) => this.#stuckAt(user, facts));
      return own.stuck.map((one) => ({ ...one, user }));
    });
    return this.#stuck;
  }

  #stuckAt(user: User, facts: StatedFacts): Omit<Stuck, 'user'>[] {
    const { policy } = this.#world;
    if (!mayDo(user, facts.operation, policy)) return [];
    const answer = this.requirement(user, facts);
    const reason = answer && this.#obstacle(user, answer);
    return reason ? [{ operation: facts.operation, reason }] : [];
  }

  #obstacle(user: User, { required, reason }: Requirement): string | null {
    switch (required) {
      case 'none':
      case 'fixed_factors':
        return null;
      case 'otp':
        return this.hasCode(user) ? null : 'no_code';
      case 'registration':
        return reason;
      case 'blocked':
        // What an amount is too large for, or a permission missing, is no state to be led out of.
        return reason === 'over_limit' || reason === 'permission_missing' ? null : reason;
    }
  }

  requirement(user: User, facts: StatedFacts): Requirement | undefined {
    const { policy } = this.#world;
    const question = { challengeId: '', userId: user.id, facts };
    const answer = requirementFor(this.state.view, question, { policy, now: this.state.now });
    return answer.ok ? answer.requirement : undefined;
  }

  /** The instants at which what stops a user ends by itself, as the engine names them. */
  ends(): number[] {
    return this.users.flatMap((user) =>
      this.#world.probes.flatMap(({ facts }) => this.requirement(user, facts)?.blockedUntil ?? []),
    );
  }

  /** Whether the user holds a token whose next code is accepted. */
  hasCode(user: User): boolean {
    const own = this.#answers(user);
    own.code ??= this.#findsCode(user);
    return own.code;
  }

  #findsCode(user: User): boolean {
    const { view, gone } = this.state;
    return bindingsOf(view, user.id).some(({ tokenId }) => {
      const token = findToken(view, tokenId);
      return token !== undefined && !gone.includes(tokenId) && this.accepts(user, token);
    });
  }

  accepts(user: User, token: Token): boolean {
    const { view, now } = this.state;
    const { policy } = this.#world;
    const asked = withFreshCode(view, token, now);
    const matches = [nextStep(token, now)];
    const command = { userId: user.id, tokenId: token.id, matches, wellFormed: true };
    return decideVerification(asked, command, { policy, now }).ok;
  }

  atLogin(user: User): AtLogin {
    const own = this.#answers(user);
    own.login ??= this.#login(user);
    return own.login;
  }

  #login(user: User): AtLogin {
    const { policy, probes } = this.#world;
    const login = probes.find(({ facts }) => operationKindOf(policy, facts.operation) === 'login');
    if (!login) return 'in';
    const answer = this.requirement(user, login.facts);
    if (!answer) return 'refused';
    if (answer.required === 'registration') return 'registration_screen';
    return this.#obstacle(user, answer) === null ? 'in' : 'refused';
  }

  /** Whether a user can sign in and prove what an act asks of him. */
  canAct(user: User, operation: string): boolean {
    const { acts } = this.#answers(user);
    const known = acts.get(operation);
    if (known !== undefined) return known;
    const found = this.#mayAct(user, operation);
    acts.set(operation, found);
    return found;
  }

  #mayAct(user: User, operation: string): boolean {
    if (this.atLogin(user) !== 'in') return false;
    const { policy } = this.#world;
    if (!operationOf(policy, operation)) return true;
    if (!mayDo(user, operation, policy)) return false;
    const answer = this.requirement(user, { operation });
    return answer !== undefined && this.#obstacle(user, answer) === null;
  }
}

/** The step or counter of the next code that a token would show. */
export function nextStep(token: Token, now: number): number {
  const fresh = token.lastAcceptedStep + 1;
  if (token.stepSeconds === null) return fresh;
  return Math.max(fresh, Math.floor(now / (token.stepSeconds * 1_000)));
}

/** A code by mail is sent when it is asked for. */
function withFreshCode(view: ContractView, token: Token, now: number): ContractView {
  if (token.form !== 'email') return view;
  const mailedCode = { counter: nextStep(token, now), sentAt: now, ofTheDay: 1 };
  const tokens = view.tokens.map((one) => (one.id === token.id ? { ...one, mailedCode } : one));
  return { ...view, tokens };
}
