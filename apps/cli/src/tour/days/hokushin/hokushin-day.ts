import { recordChapter } from '../../acts/record-chapter.ts';
import { tokenFile } from '../../acts/token-file.ts';
import type { InstitutionDay } from '../../institution-day.ts';
import { application } from './application.ts';
import { centre } from './centre.ts';
import { expiry } from './expiry.ts';
import { fobAsPrinted } from './fob-as-printed.ts';
import { locks } from './locks.ts';
import { losses } from './losses.ts';
import { obligation } from './obligation.ts';
import { registration } from './registration.ts';
import { sameDay } from './same-day.ts';
import { sending } from './sending.ts';

const acts = [
  'open_contract',
  'add_user',
  'file_paper_request',
  'record_application',
  'post_shipment',
  'record_delivery',
  'register_for_users',
  'create_challenge',
  'verify_otp',
  'consume_challenge',
  'unlock',
  'revoke_token',
  'return_token',
  'record_same_day',
];

/** The day that is printed on the tokens whose replacement the day is about. */
const lifeDays = 190;

/**
 * The day of a bank where an administrator registers the tokens, and sending money asks a code:
 *
 *   day 0 application ─▶ 32 a month is over, registration, use, locks, losses ─▶ 63 a broken one
 *     did not come back ─▶ same-day transfers ─▶ 100 replacement due ─▶ 190 a token expires
 *     ─▶ the centre’s hours ─▶ the record
 */
export const hokushinDay: InstitutionDay = {
  prompt: 'one_off_transfer',
  fobs: [
    { name: 'first', lifeDays },
    { name: 'works' },
    { name: 'reissued' },
    { name: 'exchanged' },
    { name: 'second', lifeDays },
    { name: 'successor' },
    { name: 'second successor' },
  ],
  chapters: [
    tokenFile(['S3-01']),
    fobAsPrinted,
    obligation,
    application,
    registration,
    sending,
    locks,
    losses,
    sameDay,
    expiry,
    centre,
    recordChapter(acts),
  ],
};
