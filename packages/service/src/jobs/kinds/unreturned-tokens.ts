import { addDays, type Fee, startOfDay } from '@warifu/engine';
import { assessUnreturned } from '../../acts/unreturned.ts';
import type { JobItem } from '../../ports/jobs.ts';
import { type JobContext, type JobKind, pageOfList } from '../job-kind.ts';

/** The list of exchanges whose broken token did not come back in time; each stands on it once. */
export const unreturnedTokensList = 'unreturned_tokens';

/** For how long after its days for the return an exchange is looked at; no server stands still longer. */
const lookBackDays = 400;

const dayMs = 86_400_000;
/** Clocks are put forward by so much at most, so a day may be that much shorter. */
const shorterDayMs = 2 * 3_600_000;

/**
 * Charges broken tokens that were exchanged and did not come back within the policy's days (S3-08),
 * once for each exchange. What may owe is found by one query; whether it does, the engine decides on
 * the contract. A fee that a killed runner has assessed comes onto the list by the next one.
 */
export const unreturnedTokens: JobKind = {
  name: 'unreturned_tokens',
  schedule: { kind: 'daily', time: '00:00', missedDays: 'latest' },
  async page(context, cursor) {
    const { deps, job, policy, pageSize } = context;
    const { return_within_days: days, broken_unreturned_yen: yen = 0 } = policy.fees;
    if (days === undefined || yen === 0) return pageOfList(null, { done: 0, items: [] });
    const { institutionId } = job;
    const { due } = deps.store;
    const page = { limit: pageSize, after: cursor };
    const { rows, next } = await due.unreturnedExchanges(
      institutionId,
      filterOf(days, context),
      page,
    );
    for (const contractId of new Set(rows.map((shipment) => shipment.contractId)))
      await assessUnreturned(deps, { institutionId, contractId });
    const ids = rows.map((shipment) => shipment.id);
    const fees = await due.feesOfShipments(institutionId, ids, 'broken_unreturned');
    return pageOfList(next, { done: rows.length, items: fees.map(listed) });
  },
};

/** Posted so long ago that the days for the return are over now. */
function filterOf(days: number, { job, policy }: JobContext) {
  const startOf = (day: string) => startOfDay(day, policy.institution.time_zone);
  return {
    postedFrom: startOf(addDays(job.dueOn, -days - lookBackDays)),
    postedTo: startOf(addDays(job.dueOn, -days)) - 1,
    inTimeMs: days * dayMs - shorterDayMs,
    list: unreturnedTokensList,
  };
}

function listed({ id, contractId, shipmentId, tokenId, amountYen, dueOn }: Fee): JobItem {
  const data = JSON.stringify({ fee_id: id, token_id: tokenId, due_on: dueOn });
  return { list: unreturnedTokensList, subject: shipmentId ?? id, contractId, amountYen, data };
}
