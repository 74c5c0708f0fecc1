import {
  canonicaliseLoginId,
  canonicaliseSerial,
  decideSelfService,
  decideStop,
  type RefusalReason,
  refused,
  type SelfServiceAsked,
  type StatedFactor,
  selfServiceObstacle,
} from '@warifu/engine';
import type { ServiceDeps } from '../deps.ts';
import type { RunResult } from '../ports/store.ts';
import type { CallContext } from './call-context.ts';
import { type ActInput, type ActOutput, perform } from './perform.ts';
import { factorsOf, type RegistrationResult, registering, type TypedProof } from './registering.ts';
import { checkTokens } from './several-tokens.ts';

/** Who stands at the login page: by what he types there, or by the ID that the institution knows. */
export type SelfServiceUser =
  | { readonly userId: string }
  | {
      readonly contractNumber: string;
      /** Needed unless the contract has one user only. */
      readonly loginId: string | undefined;
    };

export interface SelfRegister extends TypedProof {
  readonly action: 'register' | 'exchange';
  readonly who: SelfServiceUser;
  readonly serial: string;
  /** A code of the old token, for an exchange. */
  readonly oldOtp?: string | undefined;
  readonly factors: readonly StatedFactor[];
}

/** 利用登録/交換 from the login page (S4-02). */
export async function selfRegister(
  deps: ServiceDeps,
  command: SelfRegister,
  context: CallContext<RegistrationResult>,
): Promise<RunResult> {
  const { institutionId } = context.client;
  const { action, factors, oldOtp } = command;
  const userId = await userIdOf(deps, institutionId, command.who);
  const bindingId = deps.newId('bnd');
  const asked = { action, factors, hasOldCode: oldOtp !== undefined, second: secondOf(command) };
  const old = (input: ActInput) =>
    oldOtp === undefined ? undefined : checkTokens(deps, { userId, typed: oldOtp }, input);
  return perform(
    deps,
    {
      action: action === 'register' ? 'self_register_token' : 'self_exchange_token',
      scope: {
        kind: 'registration',
        institutionId,
        userId,
        serial: canonicaliseSerial(command.serial),
      },
      missing: missingReason(deps, institutionId, asked),
      decide: (input) => ({
        ...registering(
          deps,
          {
            typed: command,
            bindingIds: [bindingId],
            decide: ({ view, ...proof }) =>
              decideSelfService(
                view,
                { ...proof, action, userId, bindingId, factors, old: old(input) },
                input,
              ),
          },
          input,
        ),
        userId,
        factors: [...factorsOf(command, factors), ...(oldOtp === undefined ? [] : ['old_otp'])],
      }),
    },
    context,
  );
}

/** Only whether there is one matters where nobody is known whose code it could be. */
function secondOf({ secondOtp }: TypedProof) {
  return secondOtp === undefined ? undefined : { matches: [], wellFormed: true };
}

export interface SelfStop {
  readonly who: SelfServiceUser;
  readonly otp: string;
  readonly factors: readonly StatedFactor[];
}

/** 利用停止 from the login page (S4-04). */
export async function selfStop(
  deps: ServiceDeps,
  command: SelfStop,
  context: CallContext<{ readonly stopped: true }>,
): Promise<RunResult> {
  const { institutionId } = context.client;
  const { factors } = command;
  const userId = await userIdOf(deps, institutionId, command.who);
  return perform(
    deps,
    {
      action: 'self_stop_otp',
      scope: { kind: 'verification_of_several', institutionId, by: { userId } },
      missing: missingReason(deps, institutionId, { action: 'stop', factors, hasOldCode: false }),
      decide: (input) => stopping(deps, { ...command, userId }, input),
    },
    context,
  );
}

function stopping(
  deps: ServiceDeps,
  { userId, otp, factors }: SelfStop & { readonly userId: string },
  input: ActInput,
): ActOutput<{ readonly stopped: true }> {
  const check = checkTokens(deps, { userId, typed: otp }, input);
  const { tokenId, matches, wellFormed } = check;
  return {
    decision: check.unreadable
      ? refused('seed_unreadable')
      : decideStop(input.view, { userId, tokenId, matches, wellFormed, factors }, input),
    outcome: 'accepted',
    userId,
    tokenId: tokenId ?? null,
    factors: [...factors.map((one) => one.kind), 'otp'],
    value: () => ({ stopped: true }),
  };
}

/**
 * What is refused when there is no such user. What the request itself lacks is told first, so that it
 * does not tell whether there is one (row 26).
 */
function missingReason(
  deps: ServiceDeps,
  institutionId: string,
  asked: SelfServiceAsked,
): RefusalReason {
  const now = deps.clock.now();
  const policy = deps.policies.inForce(institutionId, now)?.policy;
  return (policy && selfServiceObstacle(asked, { policy, now })) ?? 'user_unknown';
}

/** The ID of the user, or one that nobody has. */
async function userIdOf(
  deps: ServiceDeps,
  institutionId: string,
  who: SelfServiceUser,
): Promise<string> {
  if ('userId' in who) return who.userId;
  const { queries } = deps.store;
  const filter = { number: who.contractNumber };
  const contracts = await queries.contracts(institutionId, filter, { limit: 1, after: null });
  const [contract] = contracts.rows;
  if (!contract) return '';
  const { loginId } = who;
  if (loginId === undefined) return await onlyUserOf(deps, institutionId, contract.id);
  const named = { contractId: contract.id, loginId: canonicaliseLoginId(loginId) };
  const users = await queries.users(institutionId, named, { limit: 1, after: null });
  return users.rows[0]?.id ?? '';
}

/** A contract of one person needs no login ID beside its number. */
async function onlyUserOf(
  deps: ServiceDeps,
  institutionId: string,
  contractId: string,
): Promise<string> {
  const view = await deps.store.queries.contract(institutionId, { contractId });
  const [user, another] = view?.users.filter((one) => one.state === 'active') ?? [];
  return user && !another ? user.id : '';
}
