import { unclaimedSince } from '@warifu/engine';
import { endExpiredIssues, retireUnclaimed } from '../../acts/ended-issues.ts';
import { type JobContext, type JobKind, type JobPage, pageOfList } from '../job-kind.ts';

/**
 * Ends what was begun with software tokens and never finished: issues whose time is over, with the
 * tokens that nobody was bound to, and then tokens that an app has made and nobody has registered.
 * Both would go on taking places on a phone, which holds so many and no more (S1-03). Each is an act
 * with a record of its own, and finds nothing to do the second time. What a runner did that was killed
 * before it could write it down is missing from the count, nothing else.
 */
export const endIssues: JobKind = {
  name: 'end_issues',
  schedule: { kind: 'every', hours: 6 },
  page: (context, cursor) =>
    cursor?.startsWith(tokensFrom)
      ? tokensPage(context, cursor.slice(tokensFrom.length) || null)
      : issuesPage(context, cursor),
};

/** A cursor with this before it stands in the list of tokens, any other in that of contracts. */
const tokensFrom = 'tokens ';

async function issuesPage(
  { deps, job: { institutionId }, now, pageSize: limit }: JobContext,
  after: string | null,
): Promise<JobPage> {
  const filter = { at: now };
  const page = { limit, after };
  const { due } = deps.store;
  const { rows, next } = await due.contractsWithExpiredIssues(institutionId, filter, page);
  for (const contractId of rows) await endExpiredIssues(deps, { institutionId, contractId });
  return { done: rows.length, cursor: next ?? tokensFrom, last: false };
}

async function tokensPage(
  { deps, job: { institutionId }, now, pageSize: limit }: JobContext,
  after: string | null,
): Promise<JobPage> {
  const filter = { issuedAtOrBefore: unclaimedSince(now) };
  const page = { limit, after };
  const { rows, next } = await deps.store.due.unclaimedTokens(institutionId, filter, page);
  for (const { id: tokenId } of rows) await retireUnclaimed(deps, { institutionId, tokenId });
  return pageOfList(next === null ? null : `${tokensFrom}${next}`, { done: rows.length });
}
