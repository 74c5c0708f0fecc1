import { endOfDay, type Fee, monthOf } from '@warifu/engine';
import { assessMonthlyFee } from '../../acts/monthly-fees.ts';
import type { JobItem } from '../../ports/jobs.ts';
import { type JobContext, type JobKind, pageOfList } from '../job-kind.ts';

/** The list of monthly fees; each stands on it once. */
export const monthlyFeesList = 'monthly_fees';

/**
 * Assesses the fee of the month for every contract that is in use on the day and has none yet. It runs
 * every day, so that a contract that begins in the middle of a month is found, and makes up for missed
 * days, so that a month whose last days were missed loses none. Every contract is looked at; two further
 * queries a page find those in use and those that have their fee. A fee that a killed runner has assessed
 * comes onto the list by the next one.
 */
export const monthlyFees: JobKind = {
  name: 'monthly_fees',
  schedule: { kind: 'daily', time: '00:00', missedDays: 'each' },
  async page(context, cursor) {
    const { deps, job, policy, pageSize } = context;
    if (policy.fees.monthly_yen === 0) return pageOfList(null, { done: 0, items: [] });
    const page = { limit: pageSize, after: cursor };
    const { rows, next } = await deps.store.queries.contracts(job.institutionId, {}, page);
    const ids = rows.map((contract) => contract.id);
    const fees = await feesOf(ids, context);
    return pageOfList(next, { done: rows.length, items: fees.map(listed) });
  },
};

/** The fees of the month of these contracts, those that were missing assessed. */
async function feesOf(
  ids: readonly string[],
  { deps, job: { institutionId, dueOn: on }, policy }: JobContext,
): Promise<readonly Fee[]> {
  const { due } = deps.store;
  const end = endOfDay(on, policy.institution.time_zone);
  const inUse = await due.contractsInUse(institutionId, ids, end);
  const fees = [...(await due.feesOfMonth(institutionId, inUse, monthOf(on)))];
  const charged = new Set(fees.map((fee) => fee.contractId));
  for (const contractId of inUse)
    if (!charged.has(contractId))
      fees.push(...(await assessMonthlyFee(deps, { institutionId, contractId, on })));
  return fees;
}

function listed({ id, contractId, amountYen, month, dueOn }: Fee): JobItem {
  const data = JSON.stringify({ month, due_on: dueOn });
  return { list: monthlyFeesList, subject: id, contractId, amountYen, data };
}
