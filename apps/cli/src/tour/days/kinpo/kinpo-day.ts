import { recordChapter } from '../../acts/record-chapter.ts';
import { tokenFile } from '../../acts/token-file.ts';
import type { InstitutionDay } from '../../institution-day.ts';
import { fobsAdopted } from './fobs-adopted.ts';
import { furtherFobs } from './further-fobs.ts';
import { graceOver } from './grace-over.ts';
import { softTokenLocked } from './locks.ts';
import { loginAndApproval } from './login-and-approval.ts';
import { methodChange } from './method-change.ts';
import { fobsShared } from './one-fob-for-three.ts';
import { onePhone } from './one-phone.ts';
import { phoneChange } from './phone-change.ts';
import { softTokens } from './soft-tokens.ts';

const acts = [
  'open_contract',
  'add_user',
  'file_paper_request',
  'record_application',
  'post_shipment',
  'record_delivery',
  'skip_enrolment',
  'register_token',
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
 * The day of a bank where a company chooses phones or fobs, and a code is asked at login and at the
 * final approval:
 *
 *   day 0 a company with soft tokens ─▶ another one with fobs ─▶ 7 a second fob ─▶ 31 grace ends
 *     ─▶ it changes to phones ─▶ the record
 */
export const kinpoDay: InstitutionDay = {
  prompt: 'login',
  fobs: [{ name: 'shared' }, { name: 'second' }, { name: 'reissued' }],
  chapters: [
    tokenFile(['S1-02']),
    softTokens,
    onePhone,
    loginAndApproval,
    phoneChange,
    softTokenLocked,
    fobsAdopted,
    fobsShared,
    furtherFobs,
    graceOver,
    methodChange,
    recordChapter(acts),
  ],
};
