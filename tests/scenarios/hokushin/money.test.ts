import { scenario } from '../support/scenario.ts';

const hokushin = { institution: 'hokushin' } as const;

const company = `
        │ contract C                                       │ opened
        │ user M C master one_off_transfer                 │ added
        │ user U C member one_off_transfer                 │ added
        │ apply C adoption 2                               │ recorded
        │ post C adoption F1 F2                            │ posted, 2200 yen
        │ deliver                                          │ delivered
        │ ask M register_for_users on M                    │ fixed_factors user_pin (rule)
        │ prove M user_pin -                               │ accepted
        │ assign M F1 to M with M                          │ accepted
        │ ask M register_for_users on U                    │ fixed_factors user_pin (rule)
        │ prove M user_pin -                               │ accepted
        │ assign M F2 to U with M                          │ accepted
  +60s  │ bindings U                                       │ F2
`;

scenario(
  'S3-07 ALL-02 from 90 days before expiry for the free first token and its successors only; after expiry the old one stops',
  `${company}
  # 31 March 2031 less 90 days is 31 December 2030; the second token cost 2,200 yen and is not replaced by itself
  2030-12-30 23:59:59 │ replacements                       │ none
  2030-12-31 00:00:00 │ replacements                       │ F1
                      │ stock N 2036-03-31                 │ in stock
                      │ stock O 2036-03-31                 │ in stock
                      │ post C replacement N replacing F1  │ posted, no fee
                      │ replacements                       │ none
  # who wants the second one replaced pays for it
                      │ post C replacement O replacing F2  │ posted, 2200 yen
                      │ owed C                             │ additional 2200 on 2027-03-01; replacement 2200 on 2031-01-31
                      │ deliver                            │ delivered
  2031-03-31 23:59:59 │ verify M F1                        │ accepted
  2031-04-01 00:00:00 │ verify M F1                        │ refused token_expired
                      │ verify U F2                        │ refused token_expired
                      │ ask M one_off_transfer             │ registration user_pin+otp (token_expired)
  # the successor of the free token is a free token too, the successor of the other is not: 90 days before, over a leap day
  2035-12-31 23:59:59 │ replacements                       │ none
  2036-01-01 00:00:00 │ replacements                       │ N
`,
  hokushin,
);

scenario(
  'S3-07 S3-08 the successor of a lost free token is of its line: a reissue costs, its replacement does not',
  `${company}
        │ end token:F1 for lost by desk:direct_banking_centre │ M ended, F1 retired
        │ apply C reissue 1                                │ recorded
        │ post C reissue F3 replacing F1                   │ posted, 2200 yen
        │ deliver                                          │ delivered
        │ end token:F2 for lost by desk:direct_banking_centre │ U ended, F2 retired
        │ apply C reissue 1                                │ recorded
        │ post C reissue F4 replacing F2                   │ posted, 2200 yen
        │ owed C                                           │ additional 2200 on 2027-03-01; reissue 2200 on 2027-03-01; reissue 2200 on 2027-03-01
  2031-01-05 09:00:00 │ replacements                       │ F3
`,
  hokushin,
);

scenario(
  'S3-08 a broken one is exchanged free of charge, but it must come back: in thirty days, to the day',
  `${company}
  2027-01-05 23:00:00 │ end U for broken by desk:direct_banking_centre │ U ended
        │ apply C exchange 2                               │ recorded
        │ post C exchange F3 replacing F2                  │ posted, no fee
        │ deliver                                          │ delivered
        │ end M for broken by desk:direct_banking_centre   │ M ended
        │ post C exchange F4 replacing F1                  │ posted, no fee
        │ deliver                                          │ delivered
  # thirty days after 5 January is 4 February, through its last second
  2027-02-04 23:59:59 │ assess C                           │ nothing
        │ give_back F2 by U                                │ 403 institution_only
        │ give_back F2 by desk:nowhere                     │ 403 desk_not_allowed
        │ give_back F2 by desk:branch                      │ returned
        │ audited C                                        │ return_token done by branch on form 1: token_returned
        │ give_back F2 by desk:branch                      │ 409 already_returned
        │ give_back F9 by desk:branch                      │ 404 not_found
  2027-02-05 00:00:00 │ assess C                           │ 2200 yen for F1
        │ audited C                                        │ assess_unreturned done by the bank: fee_assessed
        │ assess C                                         │ nothing
        │ owed C                                           │ additional 2200 on 2027-03-01; broken_unreturned 2200 on 2027-03-31
  # what comes back late was not there in time; staff may reverse the fee by hand
        │ give_back F1 by desk:branch                      │ returned
        │ fees C                                           │ 4400 yen in 2
        │ assess C                                         │ nothing
`,
  hokushin,
);

scenario(
  'S3-08 what came back late owes the fee though nobody looked in the meantime; what was lost in the post owes none',
  `${company}
        │ end U for broken by desk:direct_banking_centre   │ U ended
        │ apply C exchange 3                               │ recorded
        │ post C exchange F3 replacing F2                  │ posted, no fee
        │ end M for broken by desk:direct_banking_centre   │ M ended
        │ post C exchange F4 replacing F1                  │ posted, no fee
        │ end token:F4 for lost by desk:direct_banking_centre │ nobody ended, F4 retired
  2027-02-05 09:00:00 │ give_back F2 by desk:branch        │ returned
        │ assess C                                         │ 2200 yen for F2
        │ assess C                                         │ nothing
  2027-12-01 09:00:00 │ assess C                           │ nothing
        │ fees C                                           │ 4400 yen in 2
`,
  hokushin,
);
