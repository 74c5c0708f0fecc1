import { recordChapter } from '../../acts/record-chapter.ts';
import type { InstitutionDay } from '../../institution-day.ts';
import { adoption } from './adoption.ts';
import { helpDesk } from './help-desk.ts';
import { issue } from './issue.ts';
import { locks } from './locks.ts';
import { revocation } from './revocation.ts';

const acts = [
  'open_contract',
  'add_user',
  'file_paper_request',
  'record_application',
  'issue_software_token',
  'activate_app',
  'complete_issuance',
  'create_challenge',
  'verify_otp',
  'consume_challenge',
  'unlock',
  'revoke_token',
];

/**
 * The day of a bank whose users have an app on the phone and type its code at login:
 *
 *   application ─▶ issue, A to E ─▶ a service stopped and lifted ─▶ a new phone, half an hour later
 *     ─▶ the help desk's hours ─▶ the record
 */
export const kenyoDay: InstitutionDay = {
  prompt: 'login',
  fobs: [],
  chapters: [adoption, issue, locks, revocation, helpDesk, recordChapter(acts)],
};
