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
  operationOf,
  type Policy,
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
          operation: operationOfChange(changes, input.policy),
          decision: decideChangeUser(input.view, { userId, ...changes }, input.policy),
          userChange: changes,
          targetUserIds: [userId],
        }),
    },
    context,
  );
}

/**
 * A change of nothing but the mail address is the policy's operation `change_contact`, where it has
 * one: users may then do it for themselves, and a lock may stop it.
 */
function operationOfChange(
  { mailAddress, name, role, permissions }: Omit<ChangeUser, 'userId'>,
  policy: Policy,
): 'change_user' | 'change_contact' {
  const alone = [name, role, permissions].every((one) => one === undefined);
  const contact = alone && mailAddress !== undefined && operationOf(policy, 'change_contact');
  return contact ? 'change_contact' : 'change_user';
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
