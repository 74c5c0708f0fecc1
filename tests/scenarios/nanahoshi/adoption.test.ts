import { scenario } from '../support/scenario.ts';

scenario(
  'S0-01 hardware tokens with 60-second steps and 6 digits; registered within the window, then ±1 step',
  `
        │ contract C                                 │ opened
        │ user M C master one_off_transfer           │ added
        │ apply C adoption 1                         │ recorded
        │ post C adoption F1                         │ posted, no fee
        │ deliver                                    │ delivered
        │ register M F1 '12345'                      │ refused code_malformed
        │ register M F1 F1-3                         │ refused code_wrong
        │ register M F1 F1-2                         │ accepted
  # the drift learnt from an accepted code moves the window of ±1 step; of a late one, a step less
        │ verify M F1-2                              │ refused code_replayed
        │ verify M F1+1                              │ refused code_wrong
        │ verify M F1-1                              │ accepted
        │ verify M F1                                │ accepted
        │ verify M F1+2                              │ refused code_wrong
        │ verify M F1+1                              │ accepted
`,
);

scenario(
  'S0-02 a posted token is inactive: it verifies nothing before a user registers it',
  `
        │ contract C                                 │ opened
        │ user M C master one_off_transfer           │ added
        │ post C adoption F1                         │ 404 application_unknown
        │ apply C adoption 1                         │ recorded
        │ verify M F1                                │ refused not_enrolled
        │ post C adoption F1                         │ posted, no fee
        │ verify M F1                                │ refused not_enrolled
  +7d   │ deliver                                    │ delivered
        │ verify M F1                                │ refused not_enrolled
        │ register M F1                              │ accepted
  +60s  │ verify M F1                                │ accepted
        │ apply C adoption 1                         │ 409 already_adopted
        │ deliver                                    │ 409 shipment_already_delivered
`,
);

scenario(
  'S0-03 after the application the registration is offered and can be skipped; everything works as before',
  `
        │ contract C                                 │ opened
        │ user M C master one_off_transfer           │ added
        │ enrolment M                                │ not_adopted
        │ skip M                                     │ 409 enrolment_not_offered
        │ ask M one_off_transfer none commit         │ fixed_factors pin (not_adopted)
        │ apply C adoption 1                         │ recorded
        │ enrolment M                                │ offered, may skip
        │ skip M                                     │ skipped
        │ ask M one_off_transfer none commit         │ fixed_factors pin (grace)
        │ prove M pin -                              │ accepted
        │ post C adoption F1                         │ posted, no fee
        │ enrolment M                                │ offered, may skip
        │ skip M                                     │ skipped
  +7d   │ deliver                                    │ delivered
        │ enrolment M                                │ offered, may skip, 30 days left
        │ skip M                                     │ skipped
        │ ask M one_off_transfer none commit         │ fixed_factors pin (grace)
        │ register M F1                              │ accepted
        │ enrolment M                                │ enrolled, 30 days left
        │ skip M                                     │ 409 enrolment_not_offered
        │ ask M one_off_transfer none commit         │ otp pin+otp (rule)
`,
);

scenario(
  'S0-04 ALL-02 grace: 30 days from delivery, to the last second of the 30th in Tokyo; then operations are refused and login works',
  `
                        │ contract C                         │ opened
                        │ user M C master one_off_transfer registered_transfer │ added
                        │ apply C adoption 1                 │ recorded
                        │ post C adoption F1                 │ posted, no fee
  # a token that has not been delivered never blocks anyone, however long it takes
  2027-08-01 09:00:00   │ enrolment M                        │ offered, may skip
                        │ ask M one_off_transfer none commit │ fixed_factors pin (grace)
  2027-08-31 23:59:59   │ deliver                            │ delivered
  2027-09-29 12:00:00   │ enrolment M                        │ offered, may skip, 1 days left
  2027-09-30 23:59:59   │ enrolment M                        │ offered, may skip, 0 days left
                        │ skip M                             │ skipped
                        │ ask M one_off_transfer none commit │ fixed_factors pin (grace)
                        │ prove M pin -                      │ accepted
  2027-10-01 00:00:00   │ enrolment M                        │ required, 0 days left
                        │ skip M                             │ 409 grace_over
                        │ ask M one_off_transfer none commit │ registration pin+otp (registration_required)
                        │ prove M pin F1                     │ 409 challenge_needs_registration
                        │ ask M login                        │ fixed_factors login_credential (rule)
                        │ prove M login_credential -         │ accepted
                        │ ask M registered_transfer none commit │ fixed_factors pin (rule)
                        │ register M F1                      │ accepted
                        │ ask M one_off_transfer none commit │ otp pin+otp (rule)
`,
);

scenario(
  'ALL-02 one grace period per contract: later users, revocation and reissue do not begin it again',
  `
                        │ contract C                         │ opened
                        │ user M C master one_off_transfer   │ added
                        │ apply C adoption 2                 │ recorded
                        │ post C adoption F1                 │ posted, no fee
  2028-01-30 10:00:00   │ deliver                            │ delivered
                        │ register M F1                      │ accepted
  # 30 January and 30 days over a leap day: the 29th of February is the last
  2028-02-10 10:00:00   │ user U C member one_off_transfer   │ added
                        │ enrolment U                        │ offered, may skip, 19 days left
                        │ post C adoption F2                 │ posted, no fee
                        │ deliver                            │ delivered
                        │ enrolment U                        │ offered, may skip, 19 days left
  2028-02-29 23:59:59   │ enrolment U                        │ offered, may skip, 0 days left
  2028-03-01 00:00:00   │ enrolment U                        │ required, 0 days left
                        │ user V C member one_off_transfer   │ added
                        │ enrolment V                        │ required, 0 days left
                        │ ask M revoke_token on M            │ otp confirmation_password+otp (rule)
                        │ prove M confirmation_password F1   │ accepted
                        │ revoke M reason broken by M with M │ 1 ended
                        │ enrolment M                        │ required, 0 days left
`,
);

scenario(
  'S0-05 each user registers for himself; who may do nothing that needs a code is not asked',
  `
        │ contract C                                       │ opened
        │ user M C master one_off_transfer                 │ added
        │ user U C member one_off_transfer                 │ added
        │ user V C member registered_transfer              │ added
        │ apply C adoption 1                               │ recorded
        │ post C adoption F1                               │ posted, no fee
        │ deliver                                          │ delivered
        │ enrolment V                                      │ not_concerned, 30 days left
        │ skip V                                           │ 409 enrolment_not_concerned
        │ register M F1                                    │ accepted
        │ enrolment U                                      │ offered, may skip, 30 days left
        │ register U F1                                    │ refused code_replayed
  +60s  │ register U F1                                    │ accepted
  +60d  │ enrolment V                                      │ not_concerned, 0 days left
        │ ask V registered_transfer none commit            │ fixed_factors pin (rule)
        │ ask V one_off_transfer none commit               │ blocked (permission_missing)
        │ change V role:member may:one_off_transfer        │ changed
        │ enrolment V                                      │ required, 0 days left
`,
);

scenario(
  'S0-16 notices of the institution are shown at login, from the first day of service',
  `
                        │ contract C                         │ opened
                        │ user M C master one_off_transfer   │ added
                        │ notices M                          │ terms_of_use_otp user_manual_otp
  2014-11-30 23:59:59   │ notices M                          │ none
  2014-12-01 00:00:00   │ notices M                          │ terms_of_use_otp user_manual_otp
`,
);
