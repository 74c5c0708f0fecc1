import type { Static } from 'typebox';
import { word } from '../schema.ts';

/**
 * What the user can do after a refusal. Clients without the scope verifications:reasons always get
 * `next_code`, whatever the cause (ALL-07); on an acceptance it is `none`.
 */
export const Retry = word(
  ['next_code', 'after', 'ask_administrator', 'ask_bank', 'none'],
  'What helps after a refusal. Without the scope verifications:reasons always `next_code`.',
);

/** Why a code was refused, for clients that may know. */
export const RefusalReason = word(
  [
    'code_malformed',
    'code_wrong',
    'code_replayed',
    'user_locked',
    'token_locked',
    'not_enrolled',
    'token_not_in_service',
    'token_not_started',
    'token_expired',
    'token_suspended',
    'code_expired',
    'token_out_of_step',
    'service_stopped',
    'serial_unknown',
    'seed_unreadable',
  ],
  'Only with the scope verifications:reasons.',
);

export type Retry = Static<typeof Retry>;
export type RefusalReason = Static<typeof RefusalReason>;
