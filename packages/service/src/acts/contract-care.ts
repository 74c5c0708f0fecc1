import {
  type ActingParty,
  type Contract,
  type Decision,
  decideEmergencyLift,
  decideEmergencyStop,
  decideSameDay,
  type RecordSameDay,
} from '@warifu/engine';
import type { ServiceDeps } from '../deps.ts';
import type { RunResult } from '../ports/store.ts';
import type { CallContext } from './call-context.ts';
import { contractScope } from './contracts.ts';
import { type ActInput, perform } from './perform.ts';

interface ContractAct {
  readonly action: string;
  readonly contractId: string;
  readonly decide: (input: ActInput) => Decision;
}

function onContract(
  deps: ServiceDeps,
  { action, contractId, decide }: ContractAct,
  context: CallContext<Contract>,
): Promise<RunResult> {
  return perform(
    deps,
    {
      action,
      scope: contractScope(context, { contractId }, undefined),
      missing: 'contract_unknown',
      decide: (input) => ({ decision: decide(input), value: (after) => after.contract }),
    },
    context,
  );
}

interface ByParty {
  readonly contractId: string;
  readonly acting: ActingParty;
}

/** 緊急停止 by the customer, or by staff for him. */
export function stopContract(
  deps: ServiceDeps,
  { contractId, acting }: ByParty,
  context: CallContext<Contract>,
): Promise<RunResult> {
  const decide = ({ view, policy, now }: ActInput) =>
    decideEmergencyStop(view, acting, { policy, now });
  return onContract(deps, { action: 'stop_contract', contractId, decide }, context);
}

/** Lifts an emergency stop at the desk. */
export function liftStop(
  deps: ServiceDeps,
  { contractId, acting }: ByParty,
  context: CallContext<Contract>,
): Promise<RunResult> {
  const decide = ({ view, policy, now }: ActInput) =>
    decideEmergencyLift(view, acting, { policy, now });
  return onContract(deps, { action: 'lift_stop', contractId, decide }, context);
}

/** Records one step towards same-day transfers (S3-09). */
export function recordSameDay(
  deps: ServiceDeps,
  { contractId, ...recorded }: Omit<RecordSameDay, 'acting'> & { readonly contractId: string },
  context: CallContext<Contract>,
): Promise<RunResult> {
  const { acting } = context;
  const decide = ({ view, policy, now }: ActInput) =>
    decideSameDay(view, { ...recorded, acting }, { policy, now });
  return onContract(deps, { action: 'record_same_day', contractId, decide }, context);
}
