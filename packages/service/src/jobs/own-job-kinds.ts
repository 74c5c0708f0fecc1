import type { JobKind } from './job-kind.ts';
import { feeRun } from './kinds/fee-run.ts';
import { graceEnding } from './kinds/grace-ending.ts';
import { notifyExpiry } from './kinds/notify-expiry.ts';
import { postReplacementsDue } from './kinds/post-replacements-due.ts';
import { removeOldRows } from './kinds/remove-old-rows.ts';

/** The kinds of due work that every institution has. */
export const ownJobKinds: readonly JobKind[] = [
  feeRun,
  notifyExpiry,
  postReplacementsDue,
  graceEnding,
  removeOldRows,
];
