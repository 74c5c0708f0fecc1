import { scenario } from '../support/scenario.ts';

const hokushin = { institution: 'hokushin' } as const;

const company = `
        │ contract C                                       │ opened
        │ user M C master one_off_transfer                 │ added
        │ user A C admin one_off_transfer                  │ added
        │ user U C member one_off_transfer                 │ added
        │ file C adoption paper by desk:branch as R        │ filed, 2027-01-04 to 2027-01-06
        │ apply_on C adoption 2 by desk:branch on R        │ recorded
        │ post C adoption F1 F2                            │ posted, 2200 yen
        │ deliver                                          │ delivered
`;

const enrolled = `${company}
        │ ask M register_for_users on M U                  │ fixed_factors user_pin (rule)
        │ prove M user_pin -                               │ accepted
        │ assign M F1 to M U with M                        │ accepted
        │ ask M register_for_users on A                    │ fixed_factors user_pin (rule)
        │ prove M user_pin -                               │ accepted
        │ assign M F2 to A with M                          │ accepted
  +60s  │ bindings A                                       │ F2
`;

scenario(
  'S3-05 after five consecutive wrong codes the user cannot use the service at all; another administrator lifts it, nobody his own',
  `${enrolled}
        │ verify U F1! ×4                                  │ refused code_wrong
        │ verify U F1                                      │ accepted
  # consecutive: the count began anew
  +60s  │ verify U F1! ×4                                  │ refused code_wrong
        │ ask U login                                      │ fixed_factors login_password+number_table (rule)
        │ verify U F1!                                     │ refused code_wrong
        │ ask U login                                      │ blocked (user_locked)
        │ ask U one_off_transfer                           │ blocked (user_locked)
        │ locks C                                          │ U: user_service by threshold, M A
        │ verify M F1                                      │ accepted
        │ lift U by U                                      │ 403 role_not_allowed
        │ lift U by desk:branch                            │ 409 administrator_can
        │ lift U by A                                      │ 422 challenge_required
        │ ask A unlock_otp on U                            │ fixed_factors user_pin (rule)
        │ prove A user_pin -                               │ accepted
        │ lift U by A with A                               │ lifted
        │ ask U login                                      │ fixed_factors login_password+number_table (rule)
  # locked in ordinary use: another administrator, else the branch
        │ verify A F2! ×5                                  │ refused code_wrong
        │ lift A by A                                      │ 403 not_oneself
        │ help A                                           │ M
        │ verify M F1! ×5                                  │ refused code_wrong
        │ help A                                           │ branch (open until 2027-01-05 15:00:00)
        │ lift A by desk:direct_banking_centre             │ 403 desk_not_allowed
        │ lift A by desk:branch                            │ 422 documents_missing
        │ file C unlock paper for A with form by desk:branch as R │ filed
        │ lift A by desk:branch on R                       │ lifted
        │ help M                                           │ A
`,
  hokushin,
);

scenario(
  'S3-05 an administrator who locks himself during registration needs the branch and its form, though others could lift ordinary locks',
  `${company}
        │ ask M register_for_users on M U                  │ fixed_factors user_pin (rule)
        │ prove M user_pin -                               │ accepted
        │ assign M F1 to M U with M code F1!               │ refused code_wrong
        │ assign M F1 to M U with M code F1!               │ refused code_wrong
        │ assign M F1 to M U with M code F1!               │ refused code_wrong
        │ assign M F1 to M U with M code F1!               │ refused code_wrong
        │ assign M F1 to M U with M code F1!               │ refused code_wrong
        │ assign M F1 to M U with M                        │ refused user_locked
        │ locks C                                          │ M: user_service by registration, branch
        │ ask M login                                      │ blocked (user_locked)
        │ help M                                           │ branch (open until 2027-01-05 15:00:00)
        │ ask A unlock_otp on M                            │ fixed_factors user_pin (rule)
        │ prove A user_pin -                               │ accepted
        │ lift M by A with A                               │ 403 institution_only
        │ lift M by desk:branch                            │ 422 documents_missing
        │ file C unlock paper for M with form as R         │ filed
        │ lift M by desk:branch on R                       │ lifted
        │ audited C                                        │ unlock done by branch on R: user_unlocked request_closed
        │ ask M register_for_users on M U                  │ fixed_factors user_pin (rule)
        │ prove M user_pin -                               │ accepted
        │ assign M F1 to M U with M                        │ accepted
`,
  hokushin,
);

scenario(
  'S3-12 S3-13 one form for new, additional and reissued tokens; loss is phoned in at once, reissue needs the form, customers do not revoke',
  `${enrolled}
        │ policy adoption.delivery_days                    │ 7
        │ policy adoption.delivery_to                      │ registered_address
  # customers do not revoke by themselves: there is no such operation, and no role may
        │ ask M revoke_token on U                          │ 422 operation_unknown
        │ end U for lost by M                              │ 403 role_not_allowed
        │ end M for lost by M                              │ 403 role_not_allowed
        │ end token:F1 for lost by M                       │ 403 institution_only
        │ file C revocation web for U as R                 │ 403 request_kind_not_offered
  # phoned in: the centre does it at once
        │ file C revocation phone for U by desk:direct_banking_centre as R │ filed
        │ end token:F1 for lost by desk:branch on R        │ 403 desk_not_allowed
        │ end token:F1 for lost by desk:direct_banking_centre on R │ M U ended, F1 retired
        │ request R                                        │ done
        │ ask U one_off_transfer                           │ registration user_pin+otp (registration_required)
        │ end A for broken by desk:direct_banking_centre on call-7 │ A ended
        │ audited C                                        │ revoke_token done by direct_banking_centre on call-7: binding_ended
  # the reissue is not to be had by phone or web
        │ file C reissue phone as R2                       │ 403 request_kind_not_offered
        │ file C reissue web as R2                         │ 403 request_kind_not_offered
        │ post C reissue F3 replacing F1                   │ 404 application_unknown
        │ file C reissue paper by desk:branch as R2        │ filed, 2027-01-04 to 2027-01-06
        │ apply_on C reissue 1 by desk:branch on R2        │ recorded
        │ post C reissue F3 replacing F1                   │ posted, 2200 yen
  # the same form again for a further token
        │ file C addition paper by desk:branch as R3       │ filed, 2027-01-04 to 2027-01-06
        │ apply_on C addition 1 by desk:branch on R3       │ recorded
        │ post C addition F4                               │ posted, 2200 yen
        │ request R3                                       │ done
`,
  hokushin,
);

scenario(
  'S3-09 ALL-02 same-day one-off transfers stay suspended until all is on record; they resume the business day after the confirmation',
  `${company}
  2027-01-28 10:00:00 │ send U one_off_transfer 100000 today   │ blocked (same_day_suspended)
        │ send U one_off_transfer 100000                   │ fixed_factors (grace)
  # only one-off transfers, and only those of the same day
        │ send U registered_transfer 100000 today          │ blocked (permission_missing)
        │ user V C member registered_transfer              │ added
        │ send V registered_transfer 100000 today          │ fixed_factors (grace)
        │ same_day C                                       │ missing application screening measures call
        │ same_day C application by U                      │ 403 institution_only
        │ same_day C application by desk:nowhere           │ 403 desk_not_allowed
        │ file C same_day paper by desk:branch as R        │ filed
        │ same_day C application by desk:branch on R       │ missing screening measures call
        │ audited C                                        │ record_same_day done by branch on R: same_day_recorded request_closed
        │ same_day C confirmation by desk:direct_banking_centre │ 409 same_day_incomplete
        │ same_day C screening                             │ missing measures call
        │ same_day C measures of hardware_token seat_belt  │ 422 measure_unknown
        │ same_day C measures of hardware_token transfer_mail terminal_restriction │ missing measures call
        │ same_day C call by desk:direct_banking_centre    │ missing measures
        │ same_day C confirmation                          │ 409 same_day_incomplete
        │ same_day C measures of hardware_token transfer_mail terminal_restriction dedicated_security_software │ to be confirmed
        │ send U one_off_transfer 100000 today             │ blocked (same_day_suspended)
  # Thursday 30 December 2027; then closed until Tuesday 4 January
  2027-12-30 14:00:00 │ same_day C confirmation by desk:direct_banking_centre │ from 2028-01-04 00:00:00
        │ send U one_off_transfer 100000 today             │ blocked (same_day_suspended) until 2028-01-04 00:00:00
  2028-01-03 23:59:59 │ send U one_off_transfer 100000 today │ blocked (same_day_suspended) until 2028-01-04 00:00:00
  # recording it again suspends nothing anew
        │ same_day C confirmation                          │ from 2028-01-04 00:00:00
        │ same_day C application                           │ from 2028-01-04 00:00:00
  2028-01-04 00:00:00 │ send U one_off_transfer 100000 today │ registration (registration_required)
        │ send V one_off_transfer 100000 today             │ blocked (permission_missing)
  # a measure that is given up suspends again, whatever was confirmed
        │ same_day C measures of hardware_token            │ missing measures
        │ send U one_off_transfer 100000 today             │ blocked (same_day_suspended)
        │ same_day C measures of hardware_token transfer_mail terminal_restriction dedicated_security_software │ to be confirmed
  # a holiday week: Friday 28 April 2028, then Monday 1 May is a business day, the 3rd to the 5th are not
  2028-05-02 09:00:00 │ same_day C confirmation              │ from 2028-05-08 00:00:00
        │ same_day C withdrawal                            │ missing application screening measures call
`,
  hokushin,
);

scenario(
  'S3-09 S0-13 the compensation ceiling depends on whether OTP was in use at the instant',
  `${company}
        │ ceiling U                                        │ 10000000 yen
        │ ask M register_for_users on M U                  │ fixed_factors user_pin (rule)
        │ prove M user_pin -                               │ accepted
  2027-01-06 09:00:00 │ ask M register_for_users on M U    │ fixed_factors user_pin (rule)
        │ prove M user_pin -                               │ accepted
        │ assign M F1 to M U with M                        │ accepted
        │ ceiling U                                        │ 50000000 yen
        │ ceiling A                                        │ 10000000 yen
        │ ceiling U 2027-01-06T08:59:59.999+09:00          │ 10000000 yen
        │ ceiling U 2027-01-06T09:00:00+09:00              │ 50000000 yen
  2027-01-20 12:00:00 │ end U for stolen by desk:direct_banking_centre │ U ended
        │ ceiling U                                        │ 10000000 yen
        │ ceiling U 2027-01-20T11:59:59.999+09:00          │ 50000000 yen
`,
  hokushin,
);

scenario(
  'S3-11 the centre’s hours: weekdays only, closed on holidays and at New Year',
  `
  2027-01-05 17:59:59 │ desk direct_banking_centre         │ open until 2027-01-05 18:00:00
  2027-01-08 18:00:00 │ desk direct_banking_centre         │ closed until 2027-01-12 09:00:00
  2027-12-30 18:00:00 │ desk direct_banking_centre         │ closed until 2028-01-04 09:00:00
`,
  hokushin,
);
