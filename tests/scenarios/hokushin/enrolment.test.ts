import { scenario } from '../support/scenario.ts';

const hokushin = { institution: 'hokushin' } as const;

scenario(
  'S3-01 hardware tokens of 60 seconds and 6 digits, with a serial of 8 to 12 digits and a printed last day',
  `
                      │ contract C                                   │ opened
                      │ user M C master one_off_transfer             │ added
                      │ apply C adoption 1                           │ recorded
                      │ post C adoption F1                           │ posted, no fee
                      │ ask M register_for_users on M                │ fixed_factors user_pin (rule)
                      │ prove M user_pin -                           │ accepted
                      │ assign M F1 to M with M code '12345'         │ refused code_malformed
                      │ assign M F1 to M with M code F1-3            │ refused code_wrong
                      │ assign M F1 to M with M                      │ accepted
                      │ verify M F1                                  │ refused code_replayed
                      │ verify M F1+1                                │ accepted
  # the printed day itself is a day of validity; the second after it is not
  2031-03-31 23:59:59 │ verify M F1                                  │ accepted
  2031-04-01 00:00:00 │ verify M F1                                  │ refused token_expired
`,
  hokushin,
);

scenario(
  'S3-02 row 22 an administrator registers tokens for users: one for all, or different ones by place of work',
  `
        │ contract C                                       │ opened
        │ user M C master one_off_transfer                 │ added
        │ user A C admin one_off_transfer                  │ added
        │ user U C member one_off_transfer                 │ added
        │ user V C member one_off_transfer                 │ added
        │ apply C adoption 2                               │ recorded
        │ post C adoption F1 F2                            │ posted, 2200 yen
        │ deliver                                          │ delivered
  # no user registers for himself, not even an administrator
        │ register U F1                                    │ 403 registration_by_administrator
        │ register M F1                                    │ 403 registration_by_administrator
  # a member registers for nobody; what asks a PIN asks a challenge of the one who registers, for these users
        │ assign U F1 to U                                 │ 403 role_not_allowed
        │ assign M F1 to M U                               │ 422 challenge_required
        │ ask U register_for_users on U                    │ blocked (permission_missing)
        │ ask M register_for_users on M U                  │ fixed_factors user_pin (rule)
        │ assign M F1 to M U with M                        │ 409 challenge_not_satisfied
        │ prove M user_pin -                               │ accepted
        │ assign M F1 to M U V with M                      │ 409 challenge_mismatch
        │ assign A F1 to M U with M                        │ 409 challenge_mismatch
        │ assign M F1 to M U with M code F1!               │ refused code_wrong
        │ assign M F1 to M U with M                        │ accepted
        │ bindings U                                       │ F1
        │ bindings M                                       │ F1
        │ assign M F2 to V with M                          │ 409 challenge_consumed
        │ record M                                         │ register_for_users refused by M with user_pin+serial+otp
  # the branch office has the other token: an admin there registers it for its users
        │ ask A register_for_users on A V                  │ fixed_factors user_pin (rule)
        │ prove A user_pin -                               │ accepted
        │ assign A F2 to A V with A                        │ accepted
        │ bindings V                                       │ F2
        │ ask V one_off_transfer                           │ otp user_pin+otp (rule)
        │ prove V user_pin F2+1                            │ accepted
  # one of them moves to the other office: the old binding ends in the same step (ALL-06)
  +2m   │ ask M register_for_users on V                    │ fixed_factors user_pin (rule)
        │ prove M user_pin -                               │ accepted
        │ assign M F1 to V with M                          │ accepted, 1 ended
        │ record V                                         │ register_for_users accepted by M with user_pin+serial+otp
        │ bindings V                                       │ F2 replaced, F1
        │ token F2                                         │ in_service of C
        │ verify V F2                                      │ refused code_wrong
        │ verify V F1+1                                    │ accepted
        │ verify A F2                                      │ accepted
`,
  hokushin,
);

scenario(
  'S3-02 row 27 a token never serves two contracts: a foreign serial, an unknown one and a wrong code look alike and count',
  `
        │ contract C                                       │ opened
        │ contract D                                       │ opened
        │ user M C master one_off_transfer                 │ added
        │ user W D master one_off_transfer                 │ added
        │ user X D member one_off_transfer                 │ added
        │ apply C adoption 1                               │ recorded
        │ apply D adoption 1                               │ recorded
        │ post C adoption F1                               │ posted, no fee
        │ ask W register_for_users on W X                  │ fixed_factors user_pin (rule)
        │ prove W user_pin -                               │ accepted
        │ assign W F1 to W X with W                        │ refused serial_unknown
        │ assign W unknown to W X with W code F1           │ refused serial_unknown
        │ assign W F2 to W X with W                        │ refused serial_unknown
  # the foreign contract's token was not touched
        │ ask M register_for_users on M                    │ fixed_factors user_pin (rule)
        │ prove M user_pin -                               │ accepted
        │ assign M F1 to M with M                          │ accepted
  # users of another contract get nothing of this one
        │ ask M register_for_users on M X                  │ fixed_factors user_pin (rule)
        │ prove M user_pin -                               │ accepted
        │ assign M F1 to M X with M code F1+1              │ 404 user_unknown
`,
  hokushin,
);

scenario(
  'S3-03 S3-10 a code beside the PIN for everything that sends, never at login, where the number table is asked',
  `
        │ contract C                                       │ opened
        │ user M C master one_off_transfer registered_transfer bill_payment bulk_transfer payroll │ added
        │ apply C adoption 1                               │ recorded
        │ post C adoption F1                               │ posted, no fee
        │ ask M register_for_users on M                    │ fixed_factors user_pin (rule)
        │ prove M user_pin -                               │ accepted
        │ assign M F1 to M with M                          │ accepted
        │ ask M login                                      │ fixed_factors login_password+number_table (rule)
        │ prove M login_password -                         │ 422 factors_missing
        │ prove M login_password number_table -            │ accepted
        │ ask M one_off_transfer                           │ otp user_pin+otp (rule)
        │ ask M registered_transfer                        │ otp user_pin+otp (rule)
        │ ask M bill_payment                               │ otp user_pin+otp (rule)
        │ ask M bulk_transfer                              │ otp user_pin+otp (rule)
        │ ask M payroll                                    │ otp user_pin+otp (rule)
        │ prove M number_table F1+1                        │ 422 factors_missing
        │ prove M user_pin F1+1                            │ accepted
`,
  hokushin,
);

scenario(
  'S3-04 S3-10 ALL-02 one month from the application: 31 January to 28 February, to the second; then sending is refused, and login works',
  `
                      │ contract C                                 │ opened
                      │ user M C master one_off_transfer           │ added
                      │ ask M one_off_transfer                     │ fixed_factors user_pin (not_adopted)
  2027-01-31 10:00:00 │ apply C adoption 1                         │ recorded
                      │ post C adoption F1                         │ posted, no fee
                      │ enrolment M                                │ offered, 28 days left
                      │ skip M                                     │ 409 skip_not_allowed
                      │ ask M one_off_transfer                     │ fixed_factors user_pin (grace)
                      │ prove M user_pin -                         │ accepted
  2027-02-28 23:59:59 │ enrolment M                                │ offered, 0 days left
                      │ ask M one_off_transfer                     │ fixed_factors user_pin (grace)
                      │ prove M user_pin -                         │ accepted
                      │ ask M one_off_transfer                     │ fixed_factors user_pin (grace)
  2027-03-01 00:00:00 │ prove M user_pin -                         │ 409 challenge_needs_registration
                      │ ask M one_off_transfer                     │ registration user_pin+otp (registration_required)
                      │ ask M login                                │ fixed_factors login_password+number_table (rule)
                      │ prove M login_password number_table -      │ accepted
                      │ ask M change_user on M as name:x           │ fixed_factors user_pin (rule)
  # a token that is in the post does not prolong it
                      │ deliver                                    │ delivered
                      │ enrolment M                                │ required, 0 days left
                      │ ask M register_for_users on M              │ fixed_factors user_pin (rule)
                      │ prove M user_pin -                         │ accepted
                      │ assign M F1 to M with M                    │ accepted
                      │ ask M one_off_transfer                     │ otp user_pin+otp (rule)
`,
  hokushin,
);

scenario(
  'S3-04 ALL-02 one month from the last day of January of a leap year ends on 29 February; a month from the 30th of another on the 30th',
  `
                      │ contract C                                 │ opened
                      │ user M C master one_off_transfer           │ added
                      │ contract D                                 │ opened
                      │ user W D master one_off_transfer           │ added
  2028-01-31 23:59:59 │ apply C adoption 1                         │ recorded
  2028-02-29 23:59:59 │ ask M one_off_transfer                     │ fixed_factors user_pin (grace)
  2028-03-01 00:00:00 │ ask M one_off_transfer                     │ registration user_pin+otp (registration_required)
  2028-11-30 00:00:00 │ apply D adoption 1                         │ recorded
  2028-12-30 23:59:59 │ ask W one_off_transfer                     │ fixed_factors user_pin (grace)
  2028-12-31 00:00:00 │ ask W one_off_transfer                     │ registration user_pin+otp (registration_required)
  # applying for more does not begin it again
                      │ apply D addition 1                         │ recorded
                      │ ask W one_off_transfer                     │ registration user_pin+otp (registration_required)
`,
  hokushin,
);

scenario(
  'S3-05 an administrator who locks himself at the registration needs the branch; the lock refuses even the right code',
  `
        │ contract C                                       │ opened
        │ user M C master one_off_transfer                 │ added
        │ user A C admin one_off_transfer                  │ added
        │ apply C adoption 2                               │ recorded
        │ post C adoption F1                               │ posted, no fee
        │ ask M register_for_users on M                    │ fixed_factors user_pin (rule)
        │ prove M user_pin -                               │ accepted
        │ assign M F1 to M with M code F1!                 │ refused code_wrong
        │ assign M unknown to M with M code F1             │ refused serial_unknown
        │ assign M F2 to M with M                          │ refused serial_unknown
        │ assign M F1 to M with M code F1!                 │ refused code_wrong
        │ assign M F1 to M with M code F1!                 │ refused code_wrong
  # locked: the right code is refused too, in the same words, and his challenge does not tell it
        │ assign M F1 to M with M                          │ refused user_locked
        │ assign M F1 to M                                 │ refused user_locked
        │ ask M login                                      │ blocked (user_locked)
        │ unlock M by A                                    │ 403 institution_only
        │ unlock M by desk:direct_banking_centre           │ 403 desk_not_allowed
        │ unlock M by desk:branch                          │ 422 documents_missing
        │ lift_on_paper M form                             │ unlocked
        │ ask M register_for_users on M                    │ fixed_factors user_pin (rule)
        │ prove M user_pin -                               │ accepted
        │ assign M F1 to M with M                          │ accepted
  # locked in ordinary use: another administrator
        │ verify M F1! ×5                                  │ refused code_wrong
        │ verify M F1+1                                    │ refused user_locked
        │ unlock M by A                                    │ 422 challenge_required
        │ ask A unlock_otp on M                            │ fixed_factors user_pin (rule)
        │ prove A user_pin -                               │ accepted
        │ unlock M by A with A                             │ unlocked
        │ verify M F1+1                                    │ accepted
`,
  hokushin,
);

scenario(
  'S3-06 mandatory for contracts made on or after 2015-12-01, optional for older ones; obliged before it has applied',
  `
        │ contract O corporate 2015-11-30                  │ opened
        │ contract N corporate 2015-12-01                  │ opened
        │ user M O master one_off_transfer                 │ added
        │ user W N master one_off_transfer                 │ added
        │ user X N member                                  │ added
        │ enrolment M                                      │ not_adopted
        │ ask M one_off_transfer                           │ fixed_factors user_pin (not_adopted)
        │ enrolment W                                      │ application_due
        │ ask W one_off_transfer                           │ blocked user_pin+otp (application_due)
        │ ask W login                                      │ fixed_factors login_password+number_table (rule)
  # who may send nothing is not concerned
        │ enrolment X                                      │ not_concerned
        │ apply N adoption 1                               │ recorded
        │ enrolment W                                      │ offered, 31 days left
        │ ask W one_off_transfer                           │ fixed_factors user_pin (grace)
        │ ask M register_for_users on M                    │ fixed_factors user_pin (rule)
        │ prove M user_pin -                               │ accepted
        │ assign M F1 to M with M                          │ 409 not_adopted
`,
  hokushin,
);

scenario(
  'S3-12 one form serves new, additional and reissued tokens; each is posted on its own application',
  `
        │ contract C                                       │ opened
        │ user M C master one_off_transfer                 │ added
        │ apply C reissue 1                                │ 409 not_adopted
        │ apply C adoption 1                               │ recorded
        │ apply C adoption 1                               │ 409 already_adopted
        │ post C adoption F1                               │ posted, no fee
        │ post C adoption F2                               │ 409 application_exhausted
        │ apply C addition 1                               │ recorded
        │ post C addition F2                               │ posted, 2200 yen
        │ apply C reissue 1                                │ recorded
        │ post C reissue F3 replacing F1                   │ posted, 2200 yen
  +7d   │ deliver                                          │ delivered
        │ ask M register_for_users on M                    │ fixed_factors user_pin (rule)
        │ prove M user_pin -                               │ accepted
        │ assign M F3 to M with M                          │ accepted
`,
  hokushin,
);
