import { scenario } from '../support/scenario.ts';

const enrolled = `
        │ contract C                                 │ opened
        │ user M C master one_off_transfer           │ added
        │ user A C admin one_off_transfer            │ added
        │ user U C member one_off_transfer           │ added
        │ user V C member one_off_transfer           │ added
        │ apply C adoption 3                         │ recorded
        │ post C adoption F1 F2                      │ posted, no fee
        │ deliver                                    │ delivered
        │ register M F1                              │ accepted
        │ register A F2                              │ accepted
  +60s  │ register U F2                              │ accepted
  +60s  │ register V F2                              │ accepted
  +300s │ enrolment U                                │ enrolled, 30 days left
`;

scenario(
  'S0-10 revocation per user: only the ticked ones end, the others who share the token keep theirs',
  `${enrolled}
        │ ask M revoke_token on U A                  │ otp confirmation_password+otp (rule)
        │ prove M confirmation_password F1           │ accepted
        │ revoke U A reason revoked by M with M      │ 2 ended
        │ verify U F2                                │ refused not_enrolled
        │ verify A F2                                │ refused not_enrolled
        │ verify V F2                                │ accepted
        │ ask U one_off_transfer none commit         │ registration pin+otp (registration_required)
  +60s  │ register U F2                              │ accepted
`,
);

scenario(
  'S0-10 the code asked is the revoking user’s own; if his own is the one lost, the help desk does it',
  `${enrolled}
        │ verify M F1! ×5                            │ refused code_wrong
        │ ask M revoke_token on U                    │ blocked confirmation_password+otp (user_locked)
        │ ask A revoke_token on M                    │ otp confirmation_password+otp (rule)
        │ prove A confirmation_password F1           │ refused code_wrong
        │ prove A confirmation_password F2           │ accepted
        │ revoke M reason lost by A with M           │ 409 challenge_not_satisfied
        │ revoke M reason lost by desk:another       │ 403 desk_not_allowed
        │ revoke M reason lost by desk:corporate_help_desk │ 1 ended
  # a token that was reported lost is never registered again, by whomever it is found
  +60s  │ register M F1                              │ refused user_locked
        │ unlock M by A                              │ unlocked
        │ register M F1                              │ 409 token_lost
        │ revoke token:F2 reason stolen by desk:corporate_help_desk │ 3 ended
        │ verify V F2                                │ refused not_enrolled
        │ register V F2                              │ refused token_not_in_service
`,
);

scenario(
  'S0-11 three tokens free, each further 1,080 yen; reissue after loss 1,080 yen whatever the count; no monthly fee',
  `
        │ contract C                                 │ opened
        │ user M C master one_off_transfer           │ added
        │ apply C adoption 2                         │ recorded
        │ post C adoption F1 F2                      │ posted, no fee
        │ post C adoption F3                         │ 409 application_exhausted
        │ apply C addition 3                         │ recorded
        │ post C reissue F3                          │ 404 application_unknown
        │ post C addition F3                         │ posted, no fee
        │ post C addition F4 F5                      │ posted, 1080 yen, 1080 yen
        │ fees C                                     │ 2160 yen in 2
        │ apply C reissue 1                          │ recorded
        │ post C reissue F6 replacing F1             │ posted, 1080 yen
        │ fees C                                     │ 3240 yen in 3
  +400d │ fees C                                     │ 3240 yen in 3
        │ reverse C                                  │ -1080 yen
        │ fees C                                     │ 2160 yen in 4
        │ reverse C                                  │ 409 fee_already_reversed
`,
  { fobs: ['F1', 'F2', 'F3', 'F4', 'F5', 'F6'] },
);

scenario(
  'S0-11 a reissue costs 1,080 yen within the free number too',
  `
        │ contract C                                 │ opened
        │ user M C master one_off_transfer           │ added
        │ apply C adoption 1                         │ recorded
        │ post C adoption F1                         │ posted, no fee
        │ deliver                                    │ delivered
        │ register M F1                              │ accepted
        │ revoke token:F1 reason lost by desk:corporate_help_desk │ 1 ended
        │ apply C reissue 1                          │ recorded
        │ post C reissue F2 replacing F1             │ posted, 1080 yen
        │ deliver                                    │ delivered
        │ register M F2                              │ accepted
  +60s  │ verify M F2                                │ accepted
`,
);

scenario(
  'S0-12 ALL-02 replaced free of charge before expiry; valid through the printed day in Tokyo, refused after it',
  `
                        │ contract C                         │ opened
                        │ user M C master one_off_transfer   │ added
                        │ apply C adoption 1                 │ recorded
                        │ post C adoption F1                 │ posted, no fee
                        │ deliver                            │ delivered
                        │ register M F1                      │ accepted
  2027-12-01 23:59:59   │ replacements                       │ none
  2027-12-02 00:00:00   │ replacements                       │ F1
                        │ stock N 2032-03-31                 │ in stock
                        │ post C replacement N replacing F1  │ posted, no fee
                        │ replacements                       │ none
                        │ post C replacement F2 replacing F1 │ 409 already_replaced
                        │ deliver                            │ delivered
                        │ verify M F1                        │ accepted
  2028-01-31 23:59:59   │ verify M F1                        │ accepted
  2028-02-01 00:00:00   │ verify M F1                        │ refused token_expired
                        │ ask M one_off_transfer none commit │ registration pin+otp (token_expired)
                        │ enrolment M                        │ required, 0 days left
                        │ register M N                       │ accepted
  +60s                  │ verify M N                         │ accepted
                        │ verify M F1                        │ refused code_wrong
`,
  { fobs: ['F1', 'F2'], expiresOn: '2028-01-31' },
);

scenario(
  'S0-14 a broken token or a flat battery goes to the help desk; the exchange is free in the demo',
  `${enrolled}
        │ revoke V reason broken by desk:corporate_help_desk │ 1 ended
        │ apply C exchange 1                         │ recorded
        │ post C exchange F3 replacing F2            │ posted, no fee
        │ deliver                                    │ delivered
        │ register V F3                              │ accepted
        │ fees C                                     │ 0 yen in 0
`,
);

scenario(
  'S0-11 S0-12 what never arrived is sent again, free of charge and not counted',
  `
                        │ contract C                         │ opened
                        │ user M C master one_off_transfer   │ added
                        │ apply C adoption 3                 │ recorded
                        │ post C adoption F1 F2              │ posted, no fee
                        │ post C adoption F3                 │ posted, no fee
                        │ post C adoption F4                 │ 409 application_exhausted
                        │ revoke token:F3 reason lost by desk:corporate_help_desk │ 0 ended
                        │ post C adoption F4                 │ posted, no fee
                        │ fees C                             │ 0 yen in 0
                        │ deliver                            │ delivered
                        │ register M F4                      │ accepted
  2031-02-15 12:00:00   │ stock N 2036-03-31                 │ in stock
                        │ stock O 2036-03-31                 │ in stock
                        │ post C replacement N replacing F4  │ posted, no fee
                        │ post C replacement O replacing F4  │ 409 already_replaced
                        │ replacements                       │ F1 F2
                        │ revoke token:N reason lost by desk:corporate_help_desk │ 0 ended
                        │ replacements                       │ F1 F2 F4
                        │ post C replacement O replacing F4  │ posted, no fee
                        │ fees C                             │ 0 yen in 0
`,
);
