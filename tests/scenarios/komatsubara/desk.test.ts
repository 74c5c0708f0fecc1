import { scenario } from '../support/scenario.ts';

const komatsubara = { institution: 'komatsubara', fobs: [] } as const;

const enrolled = `
        │ contract C retail                                            │ opened
        │ user U C master                                              │ added
        │ credential P A kind:phone_app                                │ made, 6 digits 30 s
        │ self_register U A factor login_password                      │ accepted
        │ token A                                                      │ in_service of C
`;

scenario(
  'S4-05 row 12 after five wrong codes the OTP is locked: login and self-service stop too; the branch unlocks against form, seal and identity document',
  `${enrolled}
        │ verify U A! ×5                                               │ refused code_wrong
        │ verify U A+1                                                 │ refused user_locked
        │ ask U login                                                  │ blocked login_password+otp (user_locked)
        │ self_stop U A code A+1 factor login_password                 │ refused user_locked
        │ state U                                                      │ locked
        │ locks C                                                      │ U: user_otp by threshold, branch
        │ help U                                                       │ branch (open until 2027-01-05 15:00:00)
        │ hint U A+1                                                   │ ask_bank
  # nobody at the customer's can, not even on a paper; and no desk but the branch
        │ lift U by U                                                  │ 403 role_not_allowed
        │ lift U by desk:help_desk                                     │ 403 desk_not_allowed
        │ lift U by desk:branch                                        │ 422 documents_missing
        │ file C unlock paper for U with form as R                     │ 422 documents_missing
        │ file C unlock paper for U with form registered_seal as R     │ 422 documents_missing
        │ file C unlock phone for U with form registered_seal identity_document as R │ 403 request_kind_not_offered
        │ file C unlock web for U with form registered_seal identity_document as R   │ 403 request_kind_not_offered
        │ file C unlock paper for U with form registered_seal identity_document dated 2027-01-06 as R │ 422 filed_in_future
        │ file C unlock paper for U with form registered_seal identity_document dated 2027-01-05 by desk:nowhere as R │ 403 desk_not_allowed
        │ file C unlock paper for U with form registered_seal identity_document dated 2027-01-05 by desk:branch as R │ filed, 2027-01-06 to 2027-01-07
        │ audited C                                                    │ file_paper_request done by branch on form 1: request_filed
  # filing helps nobody; the days are an estimate, and the branch may be earlier or later
        │ verify U A+1                                                 │ refused user_locked
        │ lift U by desk:help_desk on R                                │ 403 desk_not_allowed
        │ lift U by desk:branch on R                                   │ lifted
        │ audited C                                                    │ unlock done by branch on R: user_unlocked request_closed
        │ request R                                                    │ done
        │ help U                                                       │ none needed
        │ verify U A+1                                                 │ accepted
  # a paper serves once
        │ verify U A! ×5                                               │ refused code_wrong
        │ lift U by desk:branch on R                                   │ 404 request_unknown
        │ reject R by desk:branch                                      │ 409 request_closed
`,
  komatsubara,
);

scenario(
  'S4-05 row 36 what one customer has signed helps no other, and a paper that was refused helps nobody',
  `${enrolled}
        │ contract D retail                                            │ opened
        │ user V D master                                              │ added
        │ user W C member                                              │ added
        │ credential Q B kind:phone_app                                │ made, 6 digits 30 s
        │ self_register W B factor login_password                      │ accepted
        │ verify U A! ×5                                               │ refused code_wrong
        │ verify W B! ×5                                               │ refused code_wrong
        │ file D unlock paper for V with form registered_seal identity_document as R1 │ filed, 2027-01-05 to 2027-01-06
        │ file C unlock paper for V with form registered_seal identity_document as R2 │ 404 user_unknown
        │ file C unlock paper for W with form registered_seal identity_document as R2 │ filed, 2027-01-05 to 2027-01-06
        │ file C revocation paper for U as R3                          │ filed
        │ lift U by desk:branch on R1                                  │ 404 request_unknown
        │ lift U by desk:branch on R2                                  │ 404 request_unknown
        │ lift U W by desk:branch on R2                                │ 404 request_unknown
        │ lift U by desk:branch on R3                                  │ 404 request_unknown
        │ reject R2 by U                                               │ 403 institution_only
        │ reject R2 by desk:nowhere                                    │ 403 desk_not_allowed
        │ reject R2 by desk:branch                                     │ rejected
        │ audited C                                                    │ reject_paper_request done by branch on the seal differs: request_closed
        │ lift W by desk:branch on R2                                  │ 404 request_unknown
        │ verify W B                                                   │ refused user_locked
        │ locks C                                                      │ U: user_otp by threshold, branch; W: user_otp by threshold, branch
`,
  komatsubara,
);

scenario(
  'S4-05 ALL-02 two to three business days, the filing day being the first: over a year end, a weekend and a holiday week',
  `${enrolled}
  # Tuesday 29 December: 29, 30; then closed until Monday 4 January
        │ file C unlock paper for U with form registered_seal identity_document dated 2026-12-29 as R │ filed, 2026-12-30 to 2027-01-04
        │ file C unlock paper for U with form registered_seal identity_document dated 2026-12-30 as R │ filed, 2027-01-04 to 2027-01-05
  # nobody files at a closed counter: 31 December, and Sunday 3 January, count from the 4th
        │ file C unlock paper for U with form registered_seal identity_document dated 2026-12-31 as R │ filed, 2027-01-05 to 2027-01-06
        │ file C unlock paper for U with form registered_seal identity_document dated 2027-01-03 as R │ filed, 2027-01-05 to 2027-01-06
  # Friday before the long weekend of 11 January
  2027-01-08 10:00:00 │ file C unlock paper for U with form registered_seal identity_document dated 2027-01-08 as R │ filed, 2027-01-12 to 2027-01-13
  # Wednesday 28 April: a holiday, Friday, the weekend, three holidays, and Thursday 6 May
  2027-04-28 10:00:00 │ file C unlock paper for U with form registered_seal identity_document dated 2027-04-28 as R │ filed, 2027-04-30 to 2027-05-06
  # 29 February is a day like any other
  2028-02-28 10:00:00 │ file C unlock paper for U with form registered_seal identity_document dated 2028-02-28 as R │ filed, 2028-02-29 to 2028-03-01
`,
  komatsubara,
);

scenario(
  'S4-06 S4-07 the policy resource tells the app that its code hides; the help desk’s hours to the second',
  `
                      │ policy authenticators.0.display.mode           │ hides_after_a_while
                      │ policy authenticators.0.display.shown_seconds  │ 60
                      │ policy lockout.unlock.takes.meaning            │ estimate
  2027-01-05 08:44:59 │ desk help_desk                                 │ closed until 2027-01-05 08:45:00
  2027-01-05 08:45:00 │ desk help_desk                                 │ open until 2027-01-05 17:15:00
  2027-01-05 17:14:59 │ desk help_desk                                 │ open until 2027-01-05 17:15:00
  2027-01-05 17:15:00 │ desk help_desk                                 │ closed until 2027-01-06 08:45:00
  # from a Friday over a weekend and a holiday
  2027-01-08 18:00:00 │ desk help_desk                                 │ closed until 2027-01-12 08:45:00
  2027-01-11 12:00:00 │ desk help_desk                                 │ closed until 2027-01-12 08:45:00
  # before the holiday week the branch closes until Thursday 6 May
  2027-04-30 15:00:00 │ desk branch                                    │ closed until 2027-05-06 09:00:00
`,
  komatsubara,
);
