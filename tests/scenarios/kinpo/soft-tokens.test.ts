import { scenario } from '../support/scenario.ts';

const kinpo = { institution: 'kinpo', fobs: ['F1'] } as const;

scenario(
  'S1-01 S1-02 S1-04 soft tokens for the whole contract, by mail from the two declared domains, not to be skipped, 60 s and 6 digits',
  `
        │ contract C                                       │ opened
        │ user M C master one_off_transfer                 │ added
        │ user U C member                                  │ added
        │ issue U                                          │ 409 not_adopted
        │ apply C adoption 1                               │ 422 authenticator_not_chosen
        │ apply C adoption 1 phone_app                     │ recorded
  # adoption covers all users, those without any permission too; no skipping for soft tokens
        │ enrolment M                                      │ required
        │ enrolment U                                      │ required
        │ skip U                                           │ 409 grace_over
        │ ask U login                                      │ registration login_credential+otp (registration_required)
  # never mixed: a fob is not for this contract
        │ issue U kind:key_fob                             │ 409 authenticator_not_for_contract
        │ issue U kind:nothing                             │ 422 authenticator_unknown
        │ issue U                                          │ open, mail from kinpo.example or otp-kinpo.example
        │ mail U                                           │ kinpo.example, no link
        │ activate U P A                                   │ totp 6 digits 60 s
        │ complete U A                                     │ accepted
  # S1-05 at login, and a fresh one at the final approval
        │ ask U login                                      │ otp login_credential+otp (rule)
        │ prove U login_credential A                       │ refused code_replayed
  +60s  │ prove U login_credential A                       │ accepted
        │ issue M                                          │ open, mail from kinpo.example or otp-kinpo.example
        │ activate M Q B                                   │ totp 6 digits 60 s
        │ complete M B                                     │ accepted
  +60s  │ ask M login                                      │ otp login_credential+otp (rule)
        │ prove M login_credential B                       │ accepted
        │ ask M one_off_transfer none commit               │ otp pin+otp (rule)
        │ prove M pin B                                    │ refused code_replayed
  +60s  │ prove M pin B                                    │ accepted
  # S1-10 a soft token is free
        │ fees C                                           │ 0 yen in 0
`,
  kinpo,
);

scenario(
  'S1-05 an OTP at login, and a fresh one at the final approval of every outgoing payment; without an approval flow the committing user is the final approver',
  `
        │ contract C                                       │ opened
        │ user M C master one_off_transfer bulk_transfer   │ added
        │ apply C adoption 1 phone_app                     │ recorded
        │ issue M                                          │ open, mail from kinpo.example or otp-kinpo.example
        │ activate M P A                                   │ totp 6 digits 60 s
        │ complete M A                                     │ accepted
  +60s  │ ask M login                                      │ otp login_credential+otp (rule)
        │ prove M login_credential A                       │ accepted
        │ ask M one_off_transfer none commit               │ otp pin+otp (rule)
  # fresh: not the login's
        │ prove M pin A                                    │ refused code_replayed
  +60s  │ prove M pin A                                    │ accepted
        │ ask M one_off_transfer single commit             │ fixed_factors pin (rule)
        │ ask M one_off_transfer single final_approval     │ otp pin+otp (rule)
        │ ask M bulk_transfer double commit                │ fixed_factors pin (rule)
        │ ask M bulk_transfer double first_approval        │ fixed_factors pin (rule)
        │ ask M bulk_transfer double final_approval        │ otp pin+otp (rule)
        │ prove M pin A                                    │ refused code_replayed
  +60s  │ prove M pin A                                    │ accepted
`,
  kinpo,
);

scenario(
  'S1-01 a contract with fobs issues no soft token',
  `
        │ contract C                                       │ opened
        │ user M C master one_off_transfer                 │ added
        │ apply C adoption 1 key_fob                       │ recorded
        │ issue M                                          │ 409 authenticator_not_for_contract
        │ issue M kind:phone_app                           │ 409 authenticator_not_for_contract
`,
  kinpo,
);

const eleven = Array.from({ length: 11 }, (_, index) => `U${index + 1}`);

scenario(
  'S1-03 one phone holds ten registrations of any contracts; the eleventh is refused, until one is revoked',
  `
        │ contract C                                       │ opened
        │ contract D                                       │ opened
        │ user M C master one_off_transfer                 │ added
        │ user N D master one_off_transfer                 │ added
        │ apply C adoption 1 phone_app                     │ recorded
        │ apply D adoption 1 phone_app                     │ recorded
${eleven
  .map(
    (user, index) => `
  +60s  │ user ${user} ${index % 2 === 0 ? 'C' : 'D'} member                             │ added
        │ issue ${user}                                    │ open, mail from kinpo.example or otp-kinpo.example
        │ activate ${user} P A${index + 1}                 │ ${index < 10 ? 'totp 6 digits 60 s' : '409 device_full'}
        │ complete ${user} A${index < 10 ? index + 1 : 1}  │ ${index < 10 ? 'accepted' : '409 issuance_not_activated'}`,
  )
  .join('')}
  # another phone takes it; and a place that was freed is free
        │ activate U11 Q A11                               │ totp 6 digits 60 s
        │ complete U11 A11                                 │ accepted
        │ user V C member                                  │ added
        │ issue V                                          │ open, mail from kinpo.example or otp-kinpo.example
        │ activate V P B                                   │ 409 device_full
        │ screen V                                         │ open
        │ revoke U1 reason lost by desk:branch             │ 1 ended
        │ activate V P B                                   │ totp 6 digits 60 s
        │ complete V B                                     │ accepted
`,
  kinpo,
);

scenario(
  'S1-06 before a phone change a master revokes; without it the user cannot transact and gets no new token',
  `
        │ contract C                                       │ opened
        │ user M C master one_off_transfer                 │ added
        │ user A C admin one_off_transfer                  │ added
        │ user U C member one_off_transfer                 │ added
        │ apply C adoption 1 phone_app                     │ recorded
        │ issue M                                          │ open, mail from kinpo.example or otp-kinpo.example
        │ activate M Q B                                   │ totp 6 digits 60 s
        │ complete M B                                     │ accepted
        │ issue U                                          │ open, mail from kinpo.example or otp-kinpo.example
        │ activate U P A                                   │ totp 6 digits 60 s
        │ complete U A                                     │ accepted
  # the new phone is there and the old one is gone: nothing without a revocation
        │ issue U                                          │ 409 already_in_service
        │ ask U one_off_transfer none commit               │ otp pin+otp (rule)
        │ prove U pin '123456'                             │ refused code_wrong
        │ revoke U reason revoked by A                     │ 403 role_not_allowed
        │ revoke U reason revoked by U                     │ 403 role_not_allowed
        │ ask M revoke_token on U                          │ fixed_factors confirmation_password (rule)
        │ prove M confirmation_password -                  │ accepted
        │ revoke U reason revoked by M with M              │ 1 ended
  # this bank has no pause: the next issue begins at once, and the old app is worth nothing
        │ state U                                          │ unregistered
        │ ask U one_off_transfer none commit               │ registration pin+otp (registration_required)
        │ issue U                                          │ open, mail from kinpo.example or otp-kinpo.example
        │ activate U R C                                   │ totp 6 digits 60 s
        │ complete U A                                     │ refused code_wrong
        │ complete U C                                     │ accepted
  # U's old app is nobody else's either
        │ register A A                                     │ refused token_not_in_service
        │ register A C                                     │ refused token_not_in_service
`,
  kinpo,
);

scenario(
  'S1-09 a soft token locks alone, and its way out is the branch',
  `
        │ contract C                                       │ opened
        │ user M C master one_off_transfer                 │ added
        │ user U C member one_off_transfer                 │ added
        │ apply C adoption 1 phone_app                     │ recorded
        │ issue M                                          │ open, mail from kinpo.example or otp-kinpo.example
        │ activate M P B                                   │ totp 6 digits 60 s
        │ complete M B                                     │ accepted
        │ issue U                                          │ open, mail from kinpo.example or otp-kinpo.example
        │ activate U P A                                   │ totp 6 digits 60 s
        │ complete U A                                     │ accepted
  +60s  │ verify U A! ×5                                   │ refused code_wrong
        │ verify U A                                       │ refused token_locked
  # on the same phone, another token
        │ verify M B                                       │ accepted
        │ ask M login                                      │ otp login_credential+otp (rule)
        │ ask U login                                      │ blocked login_credential+otp (token_locked)
        │ issue U                                          │ 409 already_in_service
`,
  kinpo,
);
