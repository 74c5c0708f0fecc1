import { applicationAndPost } from './application-and-post.ts';
import { beforeAdoption } from './before-adoption.ts';
import { expiry } from './expiry.ts';
import { graceOver } from './grace-over.ts';
import { locks } from './locks.ts';
import { losses } from './losses.ts';
import { record } from './record.ts';
import { registration } from './registration.ts';
import { replacementDue } from './replacement-due.ts';
import { sharing } from './sharing.ts';
import { tokenFile } from './token-file.ts';
import { transfers } from './transfers.ts';
import { users } from './users.ts';
import type { Chapter } from '../../step.ts';

/**
 * The day of a bank whose companies share key fobs. Its time is that of the demo, which it moves:
 *
 *   day 0 application, post ─▶ 31 delivery, use, locks, losses ─▶ 35 replacement due
 *     ─▶ 61 grace ends ─▶ 95 a fob expires ─▶ 96 the record
 */
export const theDay: readonly Chapter[] = [
  tokenFile,
  beforeAdoption,
  applicationAndPost,
  registration,
  transfers,
  users,
  sharing,
  locks,
  losses,
  replacementDue,
  graceOver,
  expiry,
  record,
];

/** The day, counted from the first, that is printed on the fob that expires. */
export const shortLifeDays = 95;
