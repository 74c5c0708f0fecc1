import {
  type Binding,
  type ContractView,
  type Decision,
  type RegisterToken,
  refused,
  type Token,
} from '@warifu/engine';
import type { ServiceDeps } from '../deps.ts';
import { claimedSeed, withUnclaimed } from './claims.ts';
import { type CodeCheck, checkCode } from './code-check.ts';
import type { ActInput, ActOutput } from './perform.ts';

/** What every form of registration has in common: a token by its serial, and codes that it shows. */
export interface TypedProof {
  readonly otp: string;
  /** The code after it, where the policy asks for two. */
  readonly secondOtp?: string | undefined;
}

export interface RegistrationResult {
  /** The new bindings: one, or one for each user whom an administrator registered. */
  readonly bindings: readonly Binding[];
  readonly endedBindingIds: readonly string[];
}

/** What the decision about a registration looks at: the codes are compared, the token is in the view. */
export interface ComparedProof
  extends Pick<RegisterToken, 'token' | 'matches' | 'wellFormed' | 'second' | 'revokedTokenIds'> {
  readonly view: ContractView;
}

interface Registering {
  readonly typed: TypedProof;
  readonly bindingIds: readonly string[];
  readonly decide: (compared: ComparedProof) => Decision;
}

/** Compares what was typed with the token of the scope, decides, and tells which bindings came and went. */
export function registering(
  deps: ServiceDeps,
  { typed, bindingIds, decide }: Registering,
  input: ActInput,
): Omit<ActOutput<RegistrationResult>, 'factors' | 'userId'> {
  const [token] = input.loaded.candidates;
  const base = withUnclaimed(input.view, token);
  const check = compare(deps, { token, typed: typed.otp }, input);
  const second =
    typed.secondOtp === undefined
      ? undefined
      : compare(deps, { token, typed: typed.secondOtp }, input);
  const { revokedTokenIds } = input.loaded;
  const { matches, wellFormed } = check;
  const decision = check.unreadable
    ? refused('seed_unreadable')
    : decide({ view: base, token, matches, wellFormed, second, revokedTokenIds });
  return {
    decision,
    base,
    extra: () => (decision.ok ? claimedSeed(deps, token, input) : {}),
    outcome: 'accepted',
    tokenId: tokenOnRecord(input.view, token, decision),
    value: (after) => resultOf(input.view, after, bindingIds),
  };
}

function compare(
  deps: ServiceDeps,
  { token, typed }: { readonly token: Token | undefined; readonly typed: string },
  { loaded, policy, now }: ActInput,
): CodeCheck {
  const seed = token && loaded.seeds.get(token.id);
  return checkCode(deps, { typed, token, seed, policy, now, purpose: 'registration' });
}

/** A serial of somebody else's token is not written into this contract's record. */
function tokenOnRecord(
  { contract }: ContractView,
  token: Token | undefined,
  decision: Decision,
): string | null {
  if (!token) return null;
  return token.contractId === contract.id || decision.ok ? token.id : null;
}

function resultOf(
  before: ContractView,
  after: ContractView,
  bindingIds: readonly string[],
): RegistrationResult {
  const bindings = bindingIds.map((id) => {
    const binding = after.bindings.find((one) => one.id === id);
    if (!binding) throw new Error('a registration was decided without a binding');
    return binding;
  });
  const endedBindingIds = before.bindings
    .filter((one, index) => one.endedAt === null && after.bindings[index]?.endedAt !== null)
    .map((one) => one.id);
  return { bindings, endedBindingIds };
}

/** The names of the factors that a registration rests on, for the record. */
export function factorsOf(typed: TypedProof, stated: readonly { readonly kind: string }[]) {
  const second = typed.secondOtp === undefined ? [] : ['second_otp'];
  return [...stated.map((one) => one.kind), 'serial', 'otp', ...second];
}
