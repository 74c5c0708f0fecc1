import { recordChapter } from '../../acts/record-chapter.ts';
import type { InstitutionDay } from '../../institution-day.ts';
import { company } from './company.ts';
import { exchange } from './exchange.ts';
import { helpDesk } from './help-desk.ts';
import { registration } from './registration.ts';

const acts = [
  'open_contract',
  'add_user',
  'file_paper_request',
  'reject_paper_request',
  'self_register_token',
  'self_exchange_token',
  'self_stop_otp',
  'create_challenge',
  'verify_otp',
  'consume_challenge',
  'unlock',
  'revoke_token',
];

/**
 * The day of a bank whose customers do everything by themselves at the login page:
 *
 *   a retail customer registers ─▶ exchanges ─▶ stops ─▶ a company, a lock and its papers
 *     ─▶ the help desk's hours ─▶ the record
 */
export const komatsubaraDay: InstitutionDay = {
  prompt: 'login',
  fobs: [],
  chapters: [registration, exchange, company, helpDesk, recordChapter(acts)],
};
