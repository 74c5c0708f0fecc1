import { policyLike } from '../support/policies.ts';
import { scenario } from '../support/scenario.ts';

const kinpo = { institution: 'kinpo' } as const;

scenario(
  'S1-07 ALL-02 row 32 set-up appears at login from the recording, may be skipped through the 30th day after it, then the user cannot log in',
  `
                      │ contract C                                       │ opened
                      │ user M C master one_off_transfer                 │ added
                      │ ask M login                                      │ fixed_factors login_credential (not_adopted)
  # counted from the recording, on the 6th, not from the filing on the 4th
  2027-01-06 15:00:00 │ apply C adoption 1 key_fob                       │ recorded
                      │ enrolment M                                      │ offered, may skip, 30 days left
                      │ ask M login                                      │ fixed_factors login_credential (grace)
                      │ skip M                                           │ skipped
                      │ post C adoption F1                               │ posted, no fee
  # day 29: the delivery changes nothing
  2027-02-04 12:00:00 │ deliver                                          │ delivered
                      │ enrolment M                                      │ offered, may skip, 1 days left
  # day 30, to its last second
  2027-02-05 23:59:59 │ enrolment M                                      │ offered, may skip, 0 days left
                      │ skip M                                           │ skipped
                      │ ask M login                                      │ fixed_factors login_credential (grace)
                      │ prove M login_credential -                       │ accepted
                      │ ask M login                                      │ fixed_factors login_credential (grace)
  # day 31: what was asked a second ago is no way round it, nor is another application
  2027-02-06 00:00:00 │ prove M login_credential -                       │ 409 challenge_needs_registration
                      │ skip M                                           │ 409 grace_over
                      │ ask M login                                      │ registration login_credential+otp (registration_required)
                      │ apply C addition 1                               │ recorded
                      │ ask M login                                      │ registration login_credential+otp (registration_required)
                      │ ask M one_off_transfer none commit               │ registration pin+otp (registration_required)
                      │ register M F1                                    │ accepted
                      │ ask M login                                      │ otp login_credential+otp (rule)
                      │ prove M login_credential F1+1                    │ accepted
  # a user who comes later has no grace of his own
                      │ user U C member one_off_transfer                 │ added
                      │ ask U login                                      │ registration login_credential+otp (registration_required)
`,
  kinpo,
);

scenario(
  'S1-08 one fob for several users, further ones split them, never two for one; after its set-up it is that company’s for good',
  `
        │ contract C                                       │ opened
        │ contract D                                       │ opened
        │ user M C master one_off_transfer                 │ added
        │ user U C member one_off_transfer                 │ added
        │ user V C member one_off_transfer                 │ added
        │ user W D master one_off_transfer                 │ added
        │ apply C adoption 1 key_fob                       │ recorded
        │ apply D adoption 1 key_fob                       │ recorded
        │ post C adoption F1                               │ posted, no fee
        │ register M F1                                    │ accepted
  +1m   │ register U F1                                    │ accepted
  +1m   │ register V F1                                    │ accepted
        │ enrol V F1 code F1+1                             │ 409 already_enrolled_with_token
  # the other company: its serial alone gives nothing away
        │ register W F1 F1+2                               │ refused serial_unknown
  # a further one splits them: V moves, and has never two
  +1d   │ apply C addition 1                               │ recorded
        │ post C addition F2                               │ posted, 2200 yen
        │ register V F2                                    │ accepted
        │ bindings V                                       │ F1 replaced, F2
  +1m   │ verify V F1                                      │ refused code_wrong
        │ verify U F1                                      │ accepted
        │ verify V F2                                      │ accepted
  # revoked for everybody, it is still nobody else's
  +1m   │ ask M revoke_token on M                          │ fixed_factors confirmation_password (rule)
        │ prove M confirmation_password -                  │ accepted
        │ revoke M reason revoked by M with M              │ 1 ended
        │ register W F1                                    │ refused serial_unknown
        │ post D adoption F1                               │ 409 token_not_in_stock
        │ token F1                                         │ in_service of C
        │ register M F1 F1+1                               │ accepted
`,
  kinpo,
);

scenario(
  'S1-01 S1-11 the kind is chosen with the application; a change of method ends every binding of the old kind when the new one is registered',
  `
        │ contract C                                       │ opened
        │ user M C master one_off_transfer                 │ added
        │ user U C member one_off_transfer                 │ added
        │ apply C adoption 1                               │ 422 authenticator_not_chosen
        │ apply C adoption 1 abacus                        │ 422 authenticator_unknown
        │ apply C method_change 1 key_fob                  │ 409 not_adopted
        │ apply C adoption 1 key_fob                       │ recorded
        │ apply C addition 1 phone_app                     │ 409 authenticator_not_for_contract
        │ apply C method_change 1 key_fob                  │ 409 method_unchanged
        │ post C adoption F1                               │ posted, no fee
        │ register M F1                                    │ accepted
  +1m   │ register U F1                                    │ accepted
  # to the phone app and back again: while the new kind is not there, the old one goes on
  +1d   │ apply C method_change 1 phone_app                │ recorded
        │ ask M login                                      │ otp login_credential+otp (rule)
        │ prove M login_credential F1                      │ accepted
  # but the old kind is not registered any more
        │ user V C member one_off_transfer                 │ added
        │ register V F1 F1+1                               │ 409 authenticator_not_for_contract
        │ ask V login                                      │ registration login_credential+otp (registration_required)
`,
  kinpo,
);

/** As here, with a second kind of hardware of 30 seconds, so that the method changes between two fobs. */
function twoFobs() {
  const policy = policyLike('kinpo', (document) => {
    const kinds = document['authenticators'] as { id: string }[];
    const fob = kinds.find((one) => one.id === 'key_fob');
    document['authenticators'] = [...kinds, { ...fob, id: 'fast_fob', step_seconds: 30 }];
  });
  return { policy, fobs: [] };
}

scenario(
  'S1-01 S1-11 ALL-06 a change of method between two kinds of hardware: tokens of the new kind are taken from stock, and the first registration ends the old kind for all',
  `
        │ stock F1 2031-03-31                              │ in stock
        │ stock F2 2029-03-31                              │ in stock
        │ stock G1 2030-03-31 30                           │ in stock
        │ contract C                                       │ opened
        │ user M C master one_off_transfer                 │ added
        │ user U C member one_off_transfer                 │ added
        │ user V C member one_off_transfer                 │ added
        │ apply C adoption 1 key_fob                       │ recorded
        │ post_count C adoption 1                          │ F1
        │ register M F1                                    │ accepted
  +1m   │ register U F1                                    │ accepted
  # the other kind is taken although the rest of the first one is older and there
  +1d   │ apply C method_change 1 fast_fob                 │ recorded
        │ post_count C method_change 1                     │ G1
        │ post_count C method_change 1                     │ 409 application_exhausted
        │ verify U F1                                      │ accepted
        │ register V F1                                    │ refused code_replayed
        │ register V F1 F1+1                               │ 409 authenticator_not_for_contract
        │ register M G1                                    │ accepted
        │ bindings M                                       │ F1 method_changed, G1
        │ bindings U                                       │ F1 method_changed
        │ token F1                                         │ retired replaced of C
        │ ask U login                                      │ registration login_credential+otp (registration_required)
        │ register U G1                                    │ refused code_replayed
  +30s  │ register U G1                                    │ accepted
        │ ask U login                                      │ otp login_credential+otp (rule)
  # an addition without a word is one of the chosen kind
        │ apply C addition 1                               │ recorded
        │ post_count C addition 1                          │ 404 token_unknown
        │ stock G2 2028-03-31 30                           │ in stock
        │ post_count C addition 1                          │ G2
`,
  twoFobs(),
);

scenario(
  'S1-01 S1-11 from the phone app to the fob: the first one who registers it ends every app of the contract',
  `
        │ contract C                                       │ opened
        │ user M C master one_off_transfer                 │ added
        │ user U C member one_off_transfer                 │ added
        │ apply C adoption 1 phone_app                     │ recorded
        │ issue M                                          │ open, mail from kinpo.example or otp-kinpo.example
        │ activate M P1 A1                                 │ totp 6 digits 60 s
        │ complete M A1                                    │ accepted
        │ issue U                                          │ open, mail from kinpo.example or otp-kinpo.example
        │ activate U P2 A2                                 │ totp 6 digits 60 s
        │ complete U A2                                    │ accepted
  # an app's serial and code bind nobody else to it
        │ user V C member one_off_transfer                 │ added
        │ enrol V A1 code A1+1                             │ refused token_not_in_service
  +1d   │ apply C method_change 1 key_fob                  │ recorded
        │ post C method_change F1                          │ posted, no fee
        │ verify U A2                                      │ accepted
        │ ask U login                                      │ otp login_credential+otp (rule)
        │ register M F1                                    │ accepted
        │ token A1                                         │ retired replaced of C
        │ token A2                                         │ retired replaced of C
        │ bindings M                                       │ A1 method_changed, F1
        │ bindings U                                       │ A2 method_changed
        │ verify U A2+1                                    │ refused not_enrolled
        │ ask U login                                      │ registration login_credential+otp (registration_required)
  +1m   │ register U F1                                    │ accepted
        │ ask U login                                      │ otp login_credential+otp (rule)
`,
  kinpo,
);

scenario(
  'S1-01 S1-11 from the fob to the phone app: the first app that is completed ends the fob for all who share it',
  `
        │ contract C                                       │ opened
        │ user M C master one_off_transfer                 │ added
        │ user U C member one_off_transfer                 │ added
        │ apply C adoption 1 key_fob                       │ recorded
        │ post C adoption F1                               │ posted, no fee
        │ enrol M F1                                       │ accepted
  +1m   │ enrol U F1                                       │ accepted
  +1d   │ apply C method_change 1 phone_app                │ recorded
        │ ask U login                                      │ otp login_credential+otp (rule)
        │ issue M                                          │ open, mail from kinpo.example or otp-kinpo.example
        │ activate M P1 A1                                 │ totp 6 digits 60 s
        │ verify U F1                                      │ accepted
        │ complete M A1                                    │ accepted
        │ bindings U                                       │ F1 method_changed
        │ token F1                                         │ retired replaced of C
        │ verify U F1+1                                    │ refused not_enrolled
        │ ask U login                                      │ registration login_credential+otp (registration_required)
        │ issue U                                          │ open, mail from kinpo.example or otp-kinpo.example
        │ activate U P2 A2                                 │ totp 6 digits 60 s
        │ complete U A2                                    │ accepted
        │ ask U login                                      │ otp login_credential+otp (rule)
`,
  kinpo,
);
