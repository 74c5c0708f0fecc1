import { policyLike, within } from '../support/policies.ts';
import { scenario } from '../support/scenario.ts';

/** Prices and limits that none of the five banks has, each by its policy alone. */
const bank = (parts: Readonly<Record<string, object>>) =>
  policyLike('nanahoshi', (document) => {
    for (const [part, members] of Object.entries(parts)) within(document, part, { ...members });
  });

scenario(
  'S1-10 ALL-02 tax on top at the rate of the day, rounded down; the debit day moves from a holiday to the next business day',
  `
        │ contract C                                       │ opened
        │ apply C adoption 1                               │ recorded
        │ post C adoption F1                               │ posted, 1100 yen
        │ owed C                                           │ additional 1100 (tax 100) on 2027-01-05
        │ apply C addition 5                               │ recorded
  # the last second of the old rate, on a Sunday; and the first of the new one
  2027-01-31 23:59:59 │ post C addition F2                 │ posted, 1100 yen
  2027-02-01 00:00:00 │ post C addition F3                 │ posted, 1120 yen
        │ owed C                                           │ additional 1100 (tax 100) on 2027-01-05; additional 1100 (tax 100) on 2027-02-01; additional 1120 (tax 120) on 2027-02-01
  # 333 yen at 12 % are 39.96 yen of tax
        │ apply C reissue 1                                │ recorded
  2027-04-29 12:00:00 │ post C reissue F4 replacing F1     │ posted, 372 yen
  2027-12-31 12:00:00 │ post C addition F5                 │ posted, 1120 yen
        │ owed C                                           │ additional 1100 (tax 100) on 2027-01-05; additional 1100 (tax 100) on 2027-02-01; additional 1120 (tax 120) on 2027-02-01; reissue 372 (tax 39) on 2027-04-30; additional 1120 (tax 120) on 2028-01-04
        │ reverse C                                        │ -1100 yen
        │ fees C                                           │ 3712 yen in 6
`,
  {
    policy: bank({
      calendar: { closed: ['12-31', '01-02', '01-03'] },
      fees: {
        tax: {
          mode: 'excluded',
          rates: [
            { from_on: '2019-10-01', percent: 10 },
            { from_on: '2027-02-01', percent: 12 },
          ],
        },
        free_tokens: 0,
        additional_yen: 1_000,
        reissue_yen: 333,
        debit: { account: 'stated_on_form', on: 'application' },
      },
    }),
  },
);

const byReturn = bank({
  fees: {
    reissue_charged: 'unless_returned',
    broken_yen: 500,
    broken_unreturned_yen: 3_000,
    return_within_days: 14,
  },
});

const company = `
        │ contract C                                       │ opened
        │ user M C master one_off_transfer                 │ added
        │ user U C member one_off_transfer                 │ added
        │ apply C adoption 2                               │ recorded
        │ post C adoption F1 F2                            │ posted, no fee
        │ deliver                                          │ delivered
        │ register M F1                                    │ accepted
        │ register U F2                                    │ accepted
        │ apply C reissue 2                                │ recorded
`;

scenario(
  'S3-08 fees by return: the reissue of what comes back in time is free, taken back whole and once',
  `${company}
        │ end token:F1 for lost by desk:corporate_help_desk │ M ended, F1 retired
  2027-01-10 10:00:00 │ post C reissue F3 replacing F1     │ posted, 1080 yen
  # fourteen days after the 10th: the last second of the 24th
  2027-01-24 23:59:59 │ give_back F1 by desk:corporate_help_desk │ returned
        │ audited C                                        │ return_token done by corporate_help_desk on form 1: token_returned fee_reversed
        │ owed C                                           │ reissue 1080 on 2027-03-01; reversal -1080 on 2027-03-01
        │ reverse C                                        │ 409 fee_already_reversed
        │ give_back F1 by desk:corporate_help_desk         │ 409 already_returned
  # what came back before the reissue makes it free at once
        │ give_back F2 by desk:corporate_help_desk         │ returned
        │ end token:F2 for revoked by desk:corporate_help_desk │ U ended, F2 retired
        │ post C reissue F4 replacing F2                   │ posted, no fee
        │ fees C                                           │ 0 yen in 2
`,
  { policy: byReturn },
);

scenario(
  'S3-08 fees by return: one second too late costs; an exchange has its own price beside what is owed for not returning',
  `${company}
        │ end token:F1 for lost by desk:corporate_help_desk │ M ended, F1 retired
  2027-01-10 10:00:00 │ post C reissue F3 replacing F1     │ posted, 1080 yen
  2027-01-25 00:00:00 │ give_back F1 by desk:corporate_help_desk │ returned
        │ audited C                                        │ return_token done by corporate_help_desk on form 1: token_returned
        │ fees C                                           │ 1080 yen in 1
        │ apply C exchange 1                               │ recorded
        │ end U for broken by desk:corporate_help_desk     │ U ended
        │ post C exchange F4 replacing F2                  │ posted, 500 yen
  2027-02-08 23:59:59 │ assess C                           │ nothing
  2027-02-09 00:00:00 │ assess C                           │ 3000 yen for F2
        │ give_back F2 by desk:corporate_help_desk         │ returned
        │ fees C                                           │ 4580 yen in 3
`,
  { policy: byReturn },
);

const limited = bank({
  limits: {
    per_operation: [
      { operations: ['one_off_transfer'], with_otp_yen: 5_000_000, without_otp_yen: 300_000 },
      { operations: ['registered_transfer'], with_otp_yen: 9_000_000, without_otp_yen: 1_000_000 },
    ],
    rise: 'next_day',
  },
});

scenario(
  'ALL-02 row 32 limits with and without OTP: they rise with the next day after a registration and fall at once',
  `
        │ contract C                                       │ opened
        │ user M C master one_off_transfer registered_transfer │ added
        │ limits M                                         │ one_off_transfer 300000 yen; registered_transfer 1000000 yen
        │ send M one_off_transfer 300000                   │ fixed_factors (not_adopted)
        │ send M one_off_transfer 300001                   │ blocked (over_limit)
        │ apply C adoption 1                               │ recorded
        │ post C adoption F1                               │ posted, no fee
        │ deliver                                          │ delivered
        │ register M F1                                    │ accepted
        │ limits M                                         │ one_off_transfer 300000 yen, 5000000 yen from 2027-01-06 00:00:00; registered_transfer 1000000 yen, 9000000 yen from 2027-01-06 00:00:00
  2027-01-05 23:59:59 │ send M one_off_transfer 300001     │ blocked (over_limit)
  2027-01-06 00:00:00 │ send M one_off_transfer 300001     │ otp (rule)
        │ limits M                                         │ one_off_transfer 5000000 yen; registered_transfer 9000000 yen
        │ send M one_off_transfer 5000000                  │ otp (rule)
        │ send M one_off_transfer 5000001                  │ blocked (over_limit)
        │ end M for lost by desk:corporate_help_desk       │ M ended
        │ limits M                                         │ one_off_transfer 300000 yen; registered_transfer 1000000 yen
        │ send M registered_transfer 1000001               │ blocked (over_limit)
`,
  { policy: limited },
);

scenario(
  'ALL-02 an expiring token takes the higher limit with its last second, and that is told the day before',
  `
        │ contract C                                       │ opened
        │ user M C master one_off_transfer                 │ added
        │ apply C adoption 1                               │ recorded
        │ post C adoption F1                               │ posted, no fee
        │ deliver                                          │ delivered
        │ register M F1                                    │ accepted
  2031-03-30 23:59:59 │ limits M                           │ one_off_transfer 5000000 yen; registered_transfer 9000000 yen
  2031-03-31 00:00:00 │ limits M                           │ one_off_transfer 5000000 yen, 300000 yen from 2031-04-01 00:00:00; registered_transfer 9000000 yen, 1000000 yen from 2031-04-01 00:00:00
  2031-04-01 00:00:00 │ limits M                           │ one_off_transfer 300000 yen; registered_transfer 1000000 yen
`,
  { policy: limited },
);

const extendable = policyLike('kinpo', (document) => {
  const [phone] = document['authenticators'] as object[];
  document['authenticators'] = [
    { ...phone, lifetime: { ends: 'years_after_issue', years: 2, extendable_in_app: true } },
  ];
  const enrolment = document['enrolment'] as { grace: object };
  within(document, 'enrolment', { grace: { ...enrolment.grace, authenticators: ['phone_app'] } });
});

scenario(
  'ALL-02 an app token that lives two years is extended by its user while it lives, and not after its last second',
  `
        │ contract C                                       │ opened
        │ user M C master one_off_transfer                 │ added
        │ user U C member one_off_transfer                 │ added
        │ apply C adoption 1 phone_app                     │ recorded
        │ issue M                                          │ open, mail from kinpo.example or otp-kinpo.example
        │ activate M P MA                                  │ totp 6 digits 60 s
        │ complete M MA                                    │ accepted
        │ token MA                                         │ in_service of C
  2029-01-05 23:59:59 │ verify M MA                        │ accepted
        │ extend MA by U                                   │ 404 token_unknown
        │ extend MA by M                                   │ extended
        │ audited C                                        │ extend_token done by M: token_extended
  2029-01-06 00:00:00 │ verify M MA                        │ accepted
  2031-01-05 23:59:59 │ verify M MA                        │ accepted
  2031-01-06 00:00:00 │ verify M MA                        │ refused token_expired
        │ extend MA by M                                   │ 409 not_extendable
`,
  { policy: extendable, fobs: [] },
);
