import { Type } from 'typebox';
import { about, Name, PlainDate, strict, Text, word, words, Yen } from './policy-parts.ts';

const Tax = Type.Union([
  Type.Object({ mode: Type.Literal('included') }, strict),
  Type.Object(
    {
      mode: Type.Literal('excluded'),
      rates: Type.Array(
        Type.Object(
          { from_on: PlainDate, percent: Type.Integer({ minimum: 0, maximum: 100 }) },
          strict,
        ),
        { minItems: 1 },
      ),
    },
    strict,
  ),
]);

export const Fees = Type.Object(
  {
    tax: Tax,
    free_tokens: Type.Integer({ minimum: 0, maximum: 1_000 }),
    additional_yen: Yen,
    reissue_yen: Yen,
    reissue_charged: word(
      ['always', 'unless_returned'],
      about(
        'Whether a reissue is free when the old token comes back.',
        '旧トークンの返却があれば再発行を無料とするか。',
      ),
    ),
    broken_yen: Yen,
    broken_unreturned_yen: Type.Optional(Yen),
    return_within_days: Type.Optional(Type.Integer({ minimum: 1, maximum: 366 })),
    replacement_yen: Yen,
    replacement_free: word(
      ['all', 'free_tokens', 'none'],
      about(
        'Which replacements at expiry are free: all, those of the free tokens and their successors, or none.',
        '期限到来時の交換を無料とする範囲。',
      ),
    ),
    monthly_yen: Yen,
    debit: Type.Object(
      {
        account: word(['representative', 'stated_on_form']),
        on: word(['application', 'end_of_next_month']),
      },
      {
        ...strict,
        ...about(
          'The account and the day; a day that is no business day moves to the next one.',
          '引落口座と引落日（休業日は翌営業日）。',
        ),
      },
    ),
  },
  strict,
);

export const Replacement = Type.Object(
  {
    lead_days: Type.Integer({ minimum: 0, maximum: 366 }),
    tokens: word(['all', 'free_tokens', 'on_application', 'none']),
    at_expiry: word(
      ['refused', 'fails_open_otp_is_no_longer_asked'],
      about(
        'What an expired token does. Fails open: whoever lets his token expire works without OTP again.',
        '期限後の扱い。fails_open は、期限切れの利用者に OTP を求めなくなります。',
      ),
    ),
  },
  strict,
);

const Limit = Type.Object(
  {
    operations: Type.Array(Name, { minItems: 1, uniqueItems: true }),
    with_otp_yen: Yen,
    without_otp_yen: Yen,
  },
  strict,
);

export const Limits = Type.Object(
  {
    per_operation: Type.Array(Limit),
    rise: word(
      ['at_once', 'next_day'],
      about(
        'When the higher limit begins after a registration; the lower one begins at once.',
        '登録後に限度額が上がる時期（下がるのは即時）。',
      ),
    ),
  },
  strict,
);

export const SameDay = Type.Union(
  [
    Type.Object(
      {
        operations: Type.Array(Name, { minItems: 1, uniqueItems: true }),
        requires: words(['application', 'screening', 'measures', 'call'], { minItems: 1 }),
        measures: Type.Array(Type.Object({ id: Name, label: Text }, strict)),
        resumes: word(['at_once', 'next_business_day']),
      },
      strict,
    ),
    Type.Null(),
  ],
  about(
    'Same-day transfers stay suspended until everything listed is on record.',
    '当日扱いの再開に必要な条件（null は制限なし）。',
  ),
);

export const Compensation = Type.Union([
  Type.Object({ with_otp_yen: Yen, without_otp_yen: Yen }, strict),
  Type.Null(),
]);
