import { scenario } from '../support/scenario.ts';

const komatsubara = { institution: 'komatsubara', fobs: [] } as const;

scenario(
  'S4-02 S4-03 S4-08 registration from the login page claims an app’s token; until then login asks no code',
  `
        │ contract C retail                                            │ opened
        │ user U C master                                              │ added
        │ ask U login                                                  │ fixed_factors login_password (not_adopted)
        │ prove U login_password -                                     │ accepted
        │ apply C adoption 1                                           │ 409 application_not_needed
        │ credential P A1 kind:phone_app                               │ made, 6 digits 30 s
        │ token A1                                                     │ issued
  # the institution's system says what it has checked; what it leaves out is not counted
        │ self_register C A1                                           │ 422 factors_missing
        │ self_register C A1 factor pin                                │ 422 factor_unknown
        │ self_register C A1 factor login_password code A1!            │ refused code_wrong
        │ self_register C A1 factor login_password                     │ accepted
        │ token A1                                                     │ in_service of C
        │ self_register C A1 factor login_password                     │ refused code_replayed
        │ ask U login                                                  │ otp login_password+otp (rule)
        │ prove U login_password A1+1                                  │ accepted
  # 30 seconds a step: one step to each side, in every spelling
  +30s  │ verify U A1+1wide                                            │ accepted
  +2m   │ verify U A1-1                                                │ refused code_wrong
        │ verify U A1                                                  │ accepted
  # after he has signed in nothing is registered at this bank
        │ credential P A2 kind:phone_app                               │ made, 6 digits 30 s
        │ enrol U A2 factor login_password                             │ 409 enrolment_not_offered
        │ record U                                                     │ register_token refused by the bank with login_password+serial+otp
`,
  komatsubara,
);

scenario(
  'S4-02 row 26 row 27 whatever is wrong at the login page, the channel is told the same bytes',
  `
        │ contract C retail                                            │ opened
        │ user U C master                                              │ added
        │ contract D                                                   │ opened
        │ user V D master                                              │ added
        │ user W D member                                              │ added
        │ credential P A1 kind:phone_app                               │ made, 6 digits 30 s
        │ credential P A2 kind:phone_app                               │ made, 6 digits 30 s
        │ self_register U A1 factor login_password                     │ accepted
        │ self_tell nobody A2 factor login_password                    │ {"result":"refused","retry":"next_code"}
        │ self_tell D/nobody A2 factor login_password                  │ {"result":"refused","retry":"next_code"}
  # of two users the number alone names none
        │ self_tell D A2 factor login_password                         │ {"result":"refused","retry":"next_code"}
        │ self_tell D/V A2 factor login_password code A2!              │ {"result":"refused","retry":"next_code"}
        │ self_tell D/V unknown factor login_password code A2          │ {"result":"refused","retry":"next_code"}
  # a token that another contract has claimed is as unknown as one that was never made
        │ self_tell D/V A1 factor login_password                       │ {"result":"refused","retry":"next_code"}
        │ self_tell D/V A1 factor login_password code A1+1             │ {"result":"refused","retry":"next_code"}
        │ self_tell D/V A2 factor login_password code '123'            │ {"result":"refused","retry":"next_code"}
  # five failures have locked V: the right code tells nothing else
        │ self_tell D/V A2 factor login_password                       │ {"result":"refused","retry":"next_code"}
        │ self_register D/V A2 factor login_password                   │ refused user_locked
  # somebody else's guesses at a token that nobody owns do not lock it for its owner
        │ self_register D/W A2 factor login_password                   │ accepted
        │ self_register D/nobody A2 factor login_password              │ refused not_enrolled
        │ self_register nobody A2                                      │ 422 factors_missing
        │ self_register D/V A2                                         │ 422 factors_missing
`,
  komatsubara,
);

scenario(
  'S4-01 S4-02 a claimed token is that contract’s for good; the PC app is refused to corporate contracts, openly once it was proved',
  `
        │ contract C                                                   │ opened
        │ user U C master                                              │ added
        │ contract D retail                                            │ opened
        │ user V D master                                              │ added
        │ credential P P1 kind:pc_app                                  │ made, 6 digits 30 s
        │ self_register U P1 factor login_password code P1!            │ refused code_wrong
        │ self_register U P1 factor login_password                     │ 409 authenticator_not_for_contract
  # the code is spent, and the token goes to a retail contract with the next one
        │ token P1                                                     │ issued
        │ self_register V P1 factor login_password                     │ refused code_replayed
        │ self_register V P1 factor login_password code P1+1           │ accepted
        │ token P1                                                     │ in_service of D
        │ credential P A1 kind:phone_app                               │ made, 6 digits 30 s
        │ self_register U A1 factor login_password                     │ accepted
        │ user W C member                                              │ added
  # one token per user here
  +1m   │ self_register W A1 factor login_password                     │ 409 users_per_token_exceeded
        │ self_stop U A1 factor login_password code A1+1               │ accepted
        │ token A1                                                     │ retired opted_out of C
  +1m   │ self_register W A1 factor login_password                     │ refused token_not_in_service
        │ self_register V A1 factor login_password                     │ refused serial_unknown
`,
  komatsubara,
);

scenario(
  'S4-02 the same path exchanges one token for another, with a code of both; the old one ends in the same step (ALL-06)',
  `
        │ contract C retail                                            │ opened
        │ user U C master                                              │ added
        │ credential P A1 kind:phone_app                               │ made, 6 digits 30 s
        │ credential P A2 kind:phone_app                               │ made, 6 digits 30 s
        │ self_exchange U A2 old A1 factor login_password              │ refused not_enrolled
        │ self_register U A1 factor login_password                     │ accepted
  # a registration is no way round the old code
  +30s  │ self_register U A2 factor login_password                     │ 409 already_in_service
  +30s  │ self_exchange U A2 factor login_password                     │ 422 old_code_missing
        │ self_exchange U A2 old A1                                    │ 422 factors_missing
        │ self_exchange U A2 old A1! factor login_password             │ refused code_wrong
        │ self_exchange U A2 code A2! old A1 factor login_password     │ refused code_wrong
        │ bindings U                                                   │ A1
  # neither code was spent by what failed
        │ self_exchange U A2 old A1 factor login_password              │ accepted, 1 ended
        │ bindings U                                                   │ A1 exchanged, A2
        │ token A1                                                     │ retired exchanged of C
        │ record U                                                     │ self_exchange_token accepted by the bank with login_password+serial+otp+old_otp
        │ ask U login                                                  │ otp login_password+otp (rule)
        │ prove U login_password A1+1                                  │ refused code_wrong
        │ prove U login_password A2+1                                  │ accepted
        │ self_exchange U A1 old A2 factor login_password              │ refused code_replayed
`,
  komatsubara,
);

scenario(
  'S4-04 S4-08 stop from the login page: password and code; afterwards login works without OTP, and a new token may be registered',
  `
        │ contract C retail                                            │ opened
        │ user U C master                                              │ added
        │ credential P A1 kind:phone_app                               │ made, 6 digits 30 s
        │ self_stop U A1 factor login_password                         │ refused not_enrolled
        │ self_register U A1 factor login_password                     │ accepted
        │ in_use U                                                     │ in use
  +30s  │ self_stop U A1                                               │ 422 factors_missing
        │ self_stop U A1 factor login_password code A1!                │ refused code_wrong
        │ self_stop C A1 factor login_password                         │ accepted
        │ record U                                                     │ self_stop_otp accepted by the bank with login_password+otp
        │ in_use U                                                     │ not in use
        │ bindings U                                                   │ A1 opted_out
        │ token A1                                                     │ retired opted_out of C
        │ enrolment U                                                  │ not_adopted
        │ ask U login                                                  │ fixed_factors login_password (not_adopted)
        │ prove U login_password -                                     │ accepted
        │ self_stop U A1 factor login_password code A1+1               │ refused not_enrolled
        │ credential P A2 kind:phone_app                               │ made, 6 digits 30 s
        │ self_register U A2 factor login_password                     │ accepted
        │ ask U login                                                  │ otp login_password+otp (rule)
`,
  komatsubara,
);

scenario(
  'S4-04 S4-05 S4-08 a lock stops login and self-service alike, and only the branch lifts it',
  `
        │ contract C retail                                            │ opened
        │ user U C master                                              │ added
        │ credential P A1 kind:phone_app                               │ made, 6 digits 30 s
        │ credential P A2 kind:phone_app                               │ made, 6 digits 30 s
        │ self_register U A1 factor login_password                     │ accepted
        │ self_exchange U A2 code A2! old A1+1 factor login_password   │ refused code_wrong
        │ self_stop U A1 factor login_password code A1!                │ refused code_wrong
        │ verify U A1! ×3                                              │ refused code_wrong
        │ self_stop U A1 factor login_password code A1+1               │ refused user_locked
        │ self_exchange U A2 old A1+1 factor login_password            │ refused user_locked
        │ self_register U A2 factor login_password                     │ refused user_locked
        │ ask U login                                                  │ blocked login_password+otp (user_locked)
        │ lift_on_paper U form registered_seal identity_document       │ unlocked
        │ self_stop U A1 factor login_password code A1+1               │ accepted
`,
  komatsubara,
);
