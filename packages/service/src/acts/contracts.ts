import {
  type AddUser,
  type ChangeUser,
  type Contract,
  type ContractKind,
  decideAddUser,
  decideChangeUser,
  decided,
  decideRemoveUser,
  noSameDayFacts,
} from '@warifu/engine';
import type { ServiceDeps } from '../deps.ts';
import type { RunResult } from '../ports/store.ts';
import type { CallContext } from './call-context.ts';
import { perform } from './perform.ts';
import { type ByParty, type UserInContract, userAct } from './user-act.ts';

export interface OpenContract {
  readonly number: string;
  readonly kind: ContractKind;
  /** YYYY-MM-DD. */
  readonly openedOn: string;
}

/** Makes a contract known. Refused with `contract_number_taken` when its number is known already. */
export function openContract(
  deps: ServiceDeps,
  command: OpenContract,
  context: CallContext<Contract>,
): Promise<RunResult> {
  const { institutionId } = context.client;
  const contract: Contract = {
    id: deps.newId('con'),
    institutionId,
    number: command.number,
    kind: command.kind,
    openedOn: command.openedOn,
    adoptedAt: null,
    setUpAt: null,
    firstDeliveredAt: null,
    firstEnrolledAt: null,
    authenticator: null,
    stoppedAt: null,
    sameDay: noSameDayFacts,
    countedTokens: 0,
    version: 0,
  };
  return perform(
    deps,
    {
      action: 'open_contract',
      scope: { kind: 'new_contract', institutionId, number: command.number, contract },
      missing: 'contract_number_taken',
      decide: () => ({
        decision: decided({
          type: 'contract_opened',
          contractId: contract.id,
          number: contract.number,
          kind: contract.kind,
          openedOn: contract.openedOn,
        }),
        extra: () => ({ contracts: [contract] }),
        value: () => contract,
      }),
    },
    context,
  );
}

export function addUser(
  deps: ServiceDeps,
  command: Omit<AddUser, 'userId'> & ByParty & { readonly contractId: string },
  context: CallContext<UserInContract>,
): Promise<RunResult> {
  const { contractId, challengeId, acting, ...added } = command;
  const userId = deps.newId('usr');
  return perform(
    deps,
    {
      action: 'add_user',
      scope: contractScope(context, { contractId }, challengeId),
      missing: 'contract_unknown',
      decide: (input) =>
        userAct(input, userId, {
          by: { acting, challengeId },
          operation: 'add_user',
          decision: decideAddUser(input.view, { userId, ...added }, input.policy),
          userChange: added,
        }),
    },
    context,
  );
}

export function changeUser(
  deps: ServiceDeps,
  command: ChangeUser & ByParty,
  context: CallContext<UserInContract>,
): Promise<RunResult> {
  const { challengeId, acting, userId, ...changes } = command;
  return perform(
    deps,
    {
      action: 'change_user',
      scope: contractScope(context, { userId }, challengeId),
      missing: 'user_unknown',
      decide: (input) =>
        userAct(input, userId, {
          by: { acting, challengeId },
          operation: 'change_user',
          decision: decideChangeUser(input.view, { userId, ...changes }, input.policy),
          userChange: changes,
          targetUserIds: [userId],
        }),
    },
    context,
  );
}

export function removeUser(
  deps: ServiceDeps,
  command: { readonly userId: string } & ByParty,
  context: CallContext<UserInContract>,
): Promise<RunResult> {
  const { challengeId, acting, userId } = command;
  return perform(
    deps,
    {
      action: 'remove_user',
      scope: contractScope(context, { userId }, challengeId),
      missing: 'user_unknown',
      decide: (input) =>
        userAct(input, userId, {
          by: { acting, challengeId },
          operation: 'change_user',
          decision: decideRemoveUser(input.view, userId, input.now),
          userChange: null,
          targetUserIds: [userId],
        }),
    },
    context,
  );
}

/** The scope of an act on a whole contract, with the challenge that it uses up if there is one. */
export function contractScope(
  context: CallContext<never>,
  by: { readonly contractId: string } | { readonly userId: string } | { readonly tokenId: string },
  challengeId: string | undefined,
) {
  const { institutionId } = context.client;
  return challengeId === undefined
    ? ({ kind: 'contract', institutionId, by } as const)
    : ({ kind: 'contract', institutionId, by, challengeId } as const);
}
