import { scenario } from '../support/scenario.ts';

const kenyo = { institution: 'kenyo', fobs: [] } as const;

const adopted = `
        │ contract C sole_proprietor                       │ opened
        │ user M C master one_off_transfer                 │ added
        │ user A C admin one_off_transfer                  │ added
        │ user U C member one_off_transfer                 │ added
        │ apply C adoption 1                               │ recorded
`;

scenario(
  'S2-01 S2-02 S2-03 optional and free: applied for, issued by mail, 60 s and 6 digits, a used OTP is refused',
  `
        │ contract C corporate                             │ opened
        │ user U C member one_off_transfer                 │ added
  # nobody is obliged, and nothing is issued before the application
        │ enrolment U                                      │ not_adopted
        │ ask U login                                      │ fixed_factors login_password (not_adopted)
        │ issue U                                          │ 409 not_adopted
        │ apply C adoption 1                               │ recorded
  # (A) from the recording the issue screen stands at login and cannot be skipped
        │ enrolment U                                      │ required
        │ skip U                                           │ 409 grace_over
        │ ask U login                                      │ registration login_password+otp (registration_required)
        │ state U                                          │ unregistered
  # (B) mail address and activation password; the verification screen opens
        │ issue U pass:123                                 │ 422 activation_password_unfit
        │ issue U pass:123456789                           │ 422 activation_password_unfit
        │ issue U pass:12ab                                │ 422 activation_password_unfit
        │ issue U mail:-                                   │ 422 mail_address_missing
        │ issue U pass:１２３４                             │ open, mail from kenyo.example
        │ screen U                                         │ open
        │ complete U '123456'                              │ 409 issuance_not_activated
  # (C) the mail brings a link and no secret; the app takes the IDs and the password
        │ mail U                                           │ kenyo.example, link https://otp.example/app/
        │ activate U P A pass:4321                         │ 403 activation_refused
        │ activate U P A pass:1234                         │ totp 6 digits 60 s
        │ screen U                                         │ activated
        │ state U                                          │ unregistered
  # (D) the OTP of the app goes into the waiting screen, (E) set-up is complete
        │ complete U A!                                    │ refused code_wrong
        │ complete U Awide                                 │ accepted
        │ screen U                                         │ completed
        │ state U                                          │ in_service
        │ enrolment U                                      │ enrolled
  # once per token
        │ activate U P B pass:1234                         │ 403 activation_refused
        │ complete U A                                     │ 409 issuance_not_open
  # then login asks an OTP
        │ ask U login                                      │ otp login_password+otp (rule)
        │ prove U login_password A                         │ refused code_replayed
  +60s  │ prove U login_password A                         │ accepted
        │ fees C                                           │ 0 yen in 0
`,
  kenyo,
);

scenario(
  'S2-02 row 29 IDs, password, time and use: an activation is refused alike whatever is wrong, and ends at the policy’s number of wrong passwords',
  `${adopted}
        │ issue U pass:2718                                │ open, mail from kenyo.example
        │ activate U P A service:K7QD-2M9X-4TRB            │ 403 activation_refused
        │ activate U P A user:3V8N-HJ5C-0WZE               │ 403 activation_refused
        │ activate U P A pass:0000                         │ 403 activation_refused
        │ activate U P A pass:1111                         │ 403 activation_refused
        │ activate U P A pass:nonsense                     │ 403 activation_refused
        │ activate U P A pass:3333                         │ 403 activation_refused
  # unknown IDs counted on nobody: the fifth wrong password is the last
        │ screen U                                         │ open
        │ activate U P A pass:4444                         │ 403 activation_refused
        │ screen U                                         │ cancelled
        │ activate U P A                                   │ 403 activation_refused
  # a new issue takes the place of one under way
  +60s  │ issue U pass:2718                                │ open, mail from kenyo.example
        │ issue U pass:3141                                │ open, mail from kenyo.example
        │ activate U P A pass:2718                         │ 403 activation_refused
        │ activate U P A                                   │ totp 6 digits 60 s
        │ issue U pass:1618                                │ open, mail from kenyo.example
        │ activate U P B                                   │ totp 6 digits 60 s
        │ complete U A                                     │ refused code_wrong
        │ complete U B                                     │ accepted
`,
  kenyo,
);

scenario(
  'S2-02 ALL-02 an issue ends to the second: one day in this policy; it can be cancelled before',
  `${adopted}
  2027-02-01 10:00:00 │ issue U                            │ open, mail from kenyo.example
  2027-02-02 09:59:59 │ screen U                           │ open
                      │ activate U P A                     │ totp 6 digits 60 s
                      │ screen U                           │ activated
  2027-02-02 10:00:00 │ screen U                           │ expired
                      │ complete U A                       │ 409 issuance_not_open
                      │ activate U P A                     │ 403 activation_refused
                      │ cancel U                           │ 409 issuance_not_open
                      │ issue U                            │ open, mail from kenyo.example
                      │ cancel U by:A                      │ 403 role_not_allowed
                      │ cancel U by:U                      │ cancelled
                      │ activate U P A                     │ 403 activation_refused
                      │ issue U                            │ open, mail from kenyo.example
                      │ cancel U by:desk:branch            │ cancelled
                      │ issue U by:A                       │ 403 role_not_allowed
                      │ issue U by:desk:nowhere            │ 403 desk_not_allowed
                      │ issue U by:desk:branch             │ open, mail from kenyo.example
`,
  kenyo,
);

scenario(
  'S2-02 an answer that was lost is repeated by the same app until the first code is used, with a new seed each time',
  `${adopted}
        │ issue U                                          │ open, mail from kenyo.example
        │ activate U P A                                   │ totp 6 digits 60 s
        │ activate U P B                                   │ totp 6 digits 60 s
  # another phone with everything right is refused, and so is a wrong password of the same one
        │ activate U Q C                                   │ 403 activation_refused
        │ activate U P C pass:0000                         │ 403 activation_refused
  # the seed that was told first is worth nothing
        │ complete U A                                     │ refused code_wrong
        │ complete U B                                     │ accepted
        │ activate U P C                                   │ 403 activation_refused
`,
  kenyo,
);

scenario(
  'S2-07 S2-06 30 minutes after a revocation: login ends in an error and nothing is issued, to the second; then the issue flow starts again',
  `${adopted}
                      │ issue U                            │ open, mail from kenyo.example
                      │ activate U P A                     │ totp 6 digits 60 s
                      │ complete U A                       │ accepted
  # S2-06 only a user in service can be ticked
                      │ ask M revoke_token on A            │ fixed_factors confirmation_password (rule)
                      │ prove M confirmation_password -    │ accepted
                      │ revoke A reason revoked by M with M │ 409 not_in_service
  # a change of phone without a revocation: nothing new is issued
                      │ issue U                            │ 409 already_in_service
                      │ ask M revoke_token on U            │ fixed_factors confirmation_password (rule)
                      │ revoke U reason revoked by M       │ 422 challenge_required
                      │ prove M confirmation_password -    │ accepted
  2027-02-01 12:00:00 │ state U                            │ in_service
                      │ ask M revoke_token on U            │ fixed_factors confirmation_password (rule)
                      │ prove M confirmation_password -    │ accepted
                      │ revoke U reason revoked by M with M │ 1 ended
                      │ state U                            │ revoking
                      │ ask U login                        │ blocked (cooldown)
                      │ issue U                            │ 409 cooldown_running
                      │ verify U A                         │ refused not_enrolled
                      │ revoke U reason revoked by desk:branch │ 409 not_in_service
  2027-02-01 12:29:59 │ state U                            │ revoking
                      │ ask U login                        │ blocked (cooldown)
                      │ issue U                            │ 409 cooldown_running
  2027-02-01 12:30:00 │ state U                            │ unregistered
                      │ ask U login                        │ registration login_password+otp (registration_required)
                      │ issue U                            │ open, mail from kenyo.example
                      │ activate U Q B                     │ totp 6 digits 60 s
                      │ complete U A                       │ refused code_wrong
                      │ complete U B                       │ accepted
                      │ ask U login                        │ otp login_password+otp (rule)
  # S2-06 master and admin, for themselves too; nobody else
                      │ issue A                            │ open, mail from kenyo.example
                      │ activate A R C                     │ totp 6 digits 60 s
                      │ complete A C                       │ accepted
                      │ ask U revoke_token on A            │ blocked (permission_missing)
                      │ revoke A reason revoked by U       │ 403 role_not_allowed
                      │ ask A revoke_token on A            │ fixed_factors confirmation_password (rule)
                      │ prove A confirmation_password -    │ accepted
                      │ revoke A reason lost by A with A   │ 1 ended
                      │ state A                            │ revoking
`,
  kenyo,
);

scenario(
  'S2-04 S2-05 after N wrong OTPs the whole service stops at once; an administrator lifts it, never his own',
  `${adopted}
        │ issue U                                          │ open, mail from kenyo.example
        │ activate U P A                                   │ totp 6 digits 60 s
  # wrong codes at the waiting screen and at the prompt are one count (row 17)
        │ complete U A! │ refused code_wrong
        │ complete U A! │ refused code_wrong
        │ complete U A  │ accepted
        │ issue M                                          │ open, mail from kenyo.example
        │ activate M Q B                                   │ totp 6 digits 60 s
        │ complete M B                                     │ accepted
  +60s  │ verify U A! ×4                                   │ refused code_wrong
        │ ask U login                                      │ otp login_password+otp (rule)
        │ state U                                          │ in_service
        │ prove U login_password A!                        │ refused code_wrong
        │ state U                                          │ locked
        │ ask U login                                      │ blocked (user_locked)
        │ ask U one_off_transfer none commit               │ blocked (user_locked)
        │ unlock U by A                                    │ 422 challenge_required
        │ ask U unlock_otp on U                            │ blocked (permission_missing)
        │ unlock U by U                                    │ 403 role_not_allowed
        │ unlock U by desk:branch                          │ 409 administrator_can
        │ ask A unlock_otp on U                            │ fixed_factors confirmation_password (rule)
        │ prove A confirmation_password -                  │ accepted
        │ unlock U by A with A                             │ unlocked
        │ state U                                          │ in_service
        │ ask U login                                      │ otp login_password+otp (rule)
        │ prove U login_password A                         │ accepted
  # a stopped user issues nothing; and when all who could are stopped, the branch helps
        │ issue A                                          │ open, mail from kenyo.example
        │ activate A R C                                   │ totp 6 digits 60 s
        │ complete A C! │ refused code_wrong
        │ complete A C! │ refused code_wrong
        │ complete A C! │ refused code_wrong
        │ complete A C! │ refused code_wrong
        │ complete A C! │ refused code_wrong
        │ complete A C  │ refused user_locked
        │ issue A                                          │ 403 actor_locked
        │ verify M B! ×5                                   │ refused code_wrong
        │ unlock M by desk:branch                          │ 422 documents_missing
`,
  kenyo,
);

scenario(
  'S2-08 the help desk: weekdays 9:00–24:00, Saturdays, Sundays and holidays 9:00–17:00, closed 31 December, 1–3 January, 3–5 May',
  `
  2027-02-01 08:59:59 │ desk help_desk │ closed until 2027-02-01 09:00:00
  2027-02-01 09:00:00 │ desk help_desk │ open until 2027-02-02 00:00:00
  2027-02-01 23:59:59 │ desk help_desk │ open until 2027-02-02 00:00:00
  2027-02-02 00:00:00 │ desk help_desk │ closed until 2027-02-02 09:00:00
  2027-02-06 16:59:59 │ desk help_desk │ open until 2027-02-06 17:00:00
  2027-02-06 17:00:00 │ desk help_desk │ closed until 2027-02-07 09:00:00
  # Thursday 11 February is a public holiday
  2027-02-11 17:00:00 │ desk help_desk │ closed until 2027-02-12 09:00:00
  2026-12-30 23:59:59 │ desk help_desk │ open until 2026-12-31 00:00:00
  2026-12-31 12:00:00 │ desk help_desk │ closed until 2027-01-04 09:00:00
  2027-05-02 17:00:00 │ desk help_desk │ closed until 2027-05-06 09:00:00
  2027-02-01 12:00:00 │ desk branch    │ open until 2027-02-01 15:00:00
`,
  kenyo,
);
