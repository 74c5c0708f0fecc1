import type { JobKind } from './job-kind.ts';
import { endIssues } from './kinds/end-issues.ts';
import { feeRun } from './kinds/fee-run.ts';
import { graceEnding } from './kinds/grace-ending.ts';
import { monthlyFees } from './kinds/monthly-fees.ts';
import { notifyExpiry } from './kinds/notify-expiry.ts';
import { postReplacementsDue } from './kinds/post-replacements-due.ts';
import { removeOldRows } from './kinds/remove-old-rows.ts';
import { unreturnedTokens } from './kinds/unreturned-tokens.ts';

/**
 * The kinds of due work that every institution has. Jobs of one day and hour are carried out in this
 * order, so that the fee run of a day finds what is assessed on it.
 */
export const ownJobKinds: readonly JobKind[] = [
  unreturnedTokens,
  monthlyFees,
  feeRun,
  notifyExpiry,
  postReplacementsDue,
  graceEnding,
  endIssues,
  removeOldRows,
];
