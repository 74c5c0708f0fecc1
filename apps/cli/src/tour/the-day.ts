import { applicationAndPost } from './chapters/application-and-post.ts';
import { beforeAdoption } from './chapters/before-adoption.ts';
import { expiry } from './chapters/expiry.ts';
import { graceOver } from './chapters/grace-over.ts';
import { locks } from './chapters/locks.ts';
import { losses } from './chapters/losses.ts';
import { record } from './chapters/record.ts';
import { registration } from './chapters/registration.ts';
import { replacementDue } from './chapters/replacement-due.ts';
import { sharing } from './chapters/sharing.ts';
import { tokenFile } from './chapters/token-file.ts';
import { transfers } from './chapters/transfers.ts';
import { users } from './chapters/users.ts';
import type { Chapter } from './step.ts';

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
