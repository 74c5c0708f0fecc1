import { tokenFile } from '../../acts/token-file.ts';
import type { InstitutionDay } from '../../institution-day.ts';
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
import { transfers } from './transfers.ts';
import { users } from './users.ts';

/**
 * The day of a bank whose companies share key fobs. Its time is that of the demo, which it moves:
 *
 *   day 0 application, post ─▶ 31 delivery, use, locks, losses ─▶ 35 replacement due
 *     ─▶ 61 grace ends ─▶ 95 a fob expires ─▶ 96 the record
 */
export const nanahoshiDay: InstitutionDay = {
  prompt: 'one_off_transfer',
  fobs: [
    { name: 'short-lived', lifeDays: 95 },
    { name: 'second' },
    { name: 'shared' },
    { name: 'spare' },
    { name: 'reissued' },
    { name: 'exchanged' },
    { name: 'successor' },
    { name: 'never posted' },
  ],
  chapters: [
    tokenFile(['S0-01']),
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
  ],
};
