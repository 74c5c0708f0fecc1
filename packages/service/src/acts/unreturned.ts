import { decided, type Fee, unreturnedFees } from '@warifu/engine';
import type { ServiceDeps } from '../deps.ts';
import { dueWorkCall } from './due-work-call.ts';
import { perform } from './perform.ts';

export interface AssessUnreturned {
  readonly institutionId: string;
  readonly contractId: string;
}

/**
 * Assesses what a contract owes for broken tokens that were exchanged and did not come back in time
 * (S3-08), as due work calls it. It may be called as often as one likes: an exchange is assessed once,
 * and where nothing is due nothing is written. Gives what was assessed.
 */
export async function assessUnreturned(
  deps: ServiceDeps,
  { institutionId, contractId }: AssessUnreturned,
): Promise<readonly Fee[]> {
  if (!(await isDue(deps, { institutionId, contractId }))) return [];
  let assessed: readonly Fee[] = [];
  const context = dueWorkCall<readonly Fee[]>(institutionId, (fees) => {
    assessed = fees;
  });
  await perform(
    deps,
    {
      action: 'assess_unreturned',
      scope: { kind: 'contract', institutionId, by: { contractId } },
      missing: 'contract_unknown',
      decide: ({ view, policy, now }) => ({
        decision: decided(...unreturnedFees(view, () => deps.newId('fee'), { policy, now })),
        value: (after) => after.fees.filter((fee) => !view.fees.includes(fee)),
      }),
    },
    context,
  );
  return assessed;
}

/** Looks before it acts, so that a day on which nothing is due leaves no record for each contract. */
async function isDue(
  deps: ServiceDeps,
  { institutionId, contractId }: AssessUnreturned,
): Promise<boolean> {
  const view = await deps.store.queries.contract(institutionId, { contractId });
  const now = deps.clock.now();
  const policy = deps.policies.inForce(institutionId, now)?.policy;
  return (
    view !== undefined &&
    policy !== undefined &&
    unreturnedFees(view, (id) => id, { policy, now }).length > 0
  );
}
