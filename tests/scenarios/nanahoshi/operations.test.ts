import { scenario } from '../support/scenario.ts';

const enrolled = `
        │ contract C                                        │ opened
        │ user M C master one_off_transfer registered_transfer │ added
        │ user A C admin one_off_transfer registered_transfer  │ added
        │ user U C member one_off_transfer registered_transfer │ added
        │ apply C adoption 3                                │ recorded
        │ post C adoption F1 F2                             │ posted, no fee
        │ deliver                                           │ delivered
        │ register M F1                                     │ accepted
        │ register A F2                                     │ accepted
  +60s  │ register U F2                                     │ accepted
  +180s │ enrolment U                                       │ enrolled, 30 days left
`;

scenario(
  'S0-06 one-off transfer: the creator without approval, the approver with it, the final approver only with two',
  `${enrolled}
        │ ask U one_off_transfer none commit                │ otp pin+otp (rule)
        │ prove U F2                                        │ 422 factors_missing
        │ prove U pin -                                     │ 422 factors_missing
        │ prove U pin F2                                    │ accepted
        │ prove U pin F2                                    │ 409 challenge_not_open
        │ ask U one_off_transfer single commit              │ fixed_factors pin (rule)
        │ prove U pin -                                     │ accepted
        │ ask A one_off_transfer single final_approval      │ otp pin+otp (rule)
        │ ask U one_off_transfer double commit              │ fixed_factors pin (rule)
        │ ask A one_off_transfer double first_approval      │ fixed_factors pin (rule)
        │ prove A pin -                                     │ accepted
        │ ask A one_off_transfer single first_approval      │ otp pin+otp (rule)
        │ ask M one_off_transfer double final_approval      │ otp pin+otp (rule)
        │ prove M pin F1                                    │ accepted
        │ consume M blindly                                 │ 409 challenge_mismatch
        │ consume M                                         │ consumed
        │ consume M                                         │ 409 challenge_consumed
        │ record M                                          │ consume_challenge refused by M
  # what cannot be is treated as what asks most
        │ ask U one_off_transfer none final_approval        │ otp pin+otp (rule)
        │ ask U one_off_transfer                            │ 422 details_incomplete
`,
);

scenario(
  'S0-07 adding or changing a user and revoking ask confirmation password and code',
  `${enrolled}
        │ ask A add_user                                    │ otp confirmation_password+otp (rule)
        │ prove A confirmation_password F2                  │ accepted
        │ ask M change_user on U                            │ otp confirmation_password+otp (rule)
        │ prove M pin F1                                    │ 422 factors_missing
        │ prove M confirmation_password F1                  │ accepted
        │ ask M revoke_token on U                           │ otp confirmation_password+otp (rule)
        │ revoke U reason revoked by M                      │ 422 challenge_required
        │ revoke U reason revoked by M with M               │ 409 challenge_not_satisfied
        │ prove M confirmation_password F1                  │ refused code_replayed
  +60s  │ prove M confirmation_password F1                  │ accepted
        │ revoke A reason revoked by M with M               │ 409 challenge_mismatch
        │ revoke U reason revoked by M with M               │ 1 ended
        │ record U                                          │ revoke_token done by M with confirmation_password+otp
        │ revoke A reason revoked by M with M               │ 409 challenge_consumed
        │ ask U revoke_token on M                           │ blocked (permission_missing)
        │ revoke M reason revoked by U                      │ 403 role_not_allowed
`,
);

scenario(
  'S0-07 ALL-04 a user who adds a user proves it, and exactly what he proved is added',
  `${enrolled}
        │ user X C member one_off_transfer by A             │ 422 challenge_required
        │ user X C member one_off_transfer by U             │ 403 role_not_allowed
        │ user X C member by desk:some_other_desk           │ 403 desk_not_allowed
        │ ask A add_user as login:X name:user-X role:member may:one_off_transfer │ otp confirmation_password+otp (rule)
        │ user X C member one_off_transfer by A with A      │ 409 challenge_not_satisfied
        │ prove A confirmation_password F2                  │ accepted
        │ user X C member one_off_transfer by M with A      │ 409 challenge_mismatch
        │ user X C master one_off_transfer by A with A      │ 409 challenge_mismatch
        │ user X C member registered_transfer by A with A   │ 409 challenge_mismatch
        │ user Y C member one_off_transfer by A with A      │ 409 challenge_mismatch
        │ user X C member one_off_transfer by A with A      │ added
        │ record X                                          │ add_user done by A with confirmation_password+otp
        │ user Y C member one_off_transfer with A           │ 409 challenge_consumed
  # a challenge that approves nothing in particular adds nobody
  +60s  │ ask A add_user                                    │ otp confirmation_password+otp (rule)
        │ prove A confirmation_password F2                  │ accepted
        │ user Y C member with A                            │ 409 challenge_mismatch
  # the desk acts on what it has in writing, and the bank on its own account
        │ user Y C member by desk:corporate_help_desk       │ added
        │ record Y                                          │ add_user done by corporate_help_desk
        │ user Z C member                                   │ added
        │ record Z                                          │ add_user done by the bank
`,
);

scenario(
  'S0-07 ALL-04 a user who changes or removes a user proves it for that user and that change',
  `${enrolled}
        │ change U role:admin by M                          │ 422 challenge_required
        │ change U role:admin by U                          │ 403 role_not_allowed
        │ ask M change_user on U as role:admin may:one_off_transfer,registered_transfer │ otp confirmation_password+otp (rule)
        │ prove M confirmation_password F1                  │ accepted
        │ change A role:admin may:registered_transfer,one_off_transfer with M │ 409 challenge_mismatch
        │ change U role:admin with M                        │ 409 challenge_mismatch
        │ change U role:master may:one_off_transfer,registered_transfer with M │ 409 challenge_mismatch
        │ remove U with M                                   │ 409 challenge_mismatch
        │ change U role:admin may:registered_transfer,one_off_transfer with M │ changed
        │ record U                                          │ change_user done by M with confirmation_password+otp
        │ remove U by M                                     │ 422 challenge_required
  +60s  │ ask M change_user on U                            │ otp confirmation_password+otp (rule)
        │ prove M confirmation_password F1                  │ accepted
        │ change U name:V by M with M                       │ 409 challenge_mismatch
        │ remove A by M with M                              │ 409 challenge_mismatch
        │ remove U by A with M                              │ 409 challenge_mismatch
        │ remove U by M with M                              │ removed
        │ record U                                          │ remove_user done by M with confirmation_password+otp
  # whoever loses his role loses what he proved in it
        │ ask A change_user on M                            │ otp confirmation_password+otp (rule)
  +60s  │ prove A confirmation_password F2                  │ accepted
        │ change A role:member                              │ changed
        │ remove M by A with A                              │ 403 role_not_allowed
        │ remove A by desk:corporate_help_desk              │ removed
        │ record A                                          │ remove_user done by corporate_help_desk
`,
);

scenario(
  'S0-04 S0-09 S0-10 a proof holds until the act, unless its user is locked or loses his token',
  `${enrolled}
        │ ask U one_off_transfer none commit                │ otp pin+otp (rule)
        │ prove U pin F2                                    │ accepted
        │ verify U F2! ×5                                   │ refused code_wrong
        │ consume U                                         │ 409 challenge_blocked
        │ unlock U by M                                     │ unlocked
        │ revoke U reason lost by desk:corporate_help_desk  │ 1 ended
        │ consume U                                         │ 409 challenge_needs_registration
`,
);

scenario(
  'S0-03 S0-04 ALL-02 what grace spared is asked again at the proof and at the act',
  `
                        │ contract C                         │ opened
                        │ user M C master one_off_transfer   │ added
                        │ user U C member one_off_transfer   │ added
                        │ apply C adoption 2                 │ recorded
                        │ post C adoption F1 F2              │ posted, no fee
  2027-02-01 10:00:00   │ deliver                            │ delivered
                        │ ask M one_off_transfer none commit │ fixed_factors pin (grace)
                        │ ask U one_off_transfer none commit │ fixed_factors pin (grace)
                        │ prove U pin -                      │ accepted
                        │ register M F1                      │ accepted
                        │ prove M pin -                      │ 409 challenge_needs_registration
                        │ register U F2                      │ accepted
                        │ consume U                          │ 409 challenge_needs_registration
                        │ user V C member one_off_transfer   │ added
  2027-03-03 23:58:00   │ ask V one_off_transfer none commit │ fixed_factors pin (grace)
                        │ prove V pin -                      │ accepted
  2027-03-04 00:00:00   │ consume V                          │ 409 challenge_needs_registration
`,
);

for (const [count, fobs] of [
  ['one token', ['F1', 'F1', 'F1']],
  ['two tokens', ['F1', 'F1', 'F2']],
  ['three tokens', ['F1', 'F2', 'F3']],
] as const) {
  const [a, b, c] = fobs;
  const distinct = [...new Set(fobs)].join(' ');
  scenario(
    `S0-08 three users with ${count}; each user at most one; a token serves one contract`,
    `
        │ contract C                                 │ opened
        │ contract D                                 │ opened
        │ user M C master one_off_transfer           │ added
        │ user A C admin one_off_transfer            │ added
        │ user U C member one_off_transfer           │ added
        │ user X D master one_off_transfer           │ added
        │ apply C adoption 3                         │ recorded
        │ apply D adoption 1                         │ recorded
        │ post C adoption ${distinct}                │ posted, no fee
        │ deliver                                    │ delivered
        │ post D adoption F1                         │ 409 token_not_in_stock
        │ register M ${a}                            │ accepted
  +60s  │ register A ${b}                            │ accepted
  +60s  │ register U ${c}                            │ accepted
  +60s  │ register X F1                              │ refused serial_unknown
  +60s  │ verify M ${a}                              │ accepted
  +60s  │ verify A ${b}                              │ accepted
  +60s  │ verify U ${c}                              │ accepted
        │ verify X F1                                │ refused not_enrolled
`,
  );
}

scenario(
  'S0-15 nothing else asks for a code: not login, not pre-registered transfers, not lifting a suspension',
  `${enrolled}
        │ ask M login                                       │ fixed_factors login_credential (rule)
        │ ask U registered_transfer none commit             │ fixed_factors pin (rule)
        │ ask A registered_transfer single final_approval   │ fixed_factors pin (rule)
        │ ask M unlock_otp on U                             │ none (no_rule)
        │ verify U F2! ×5                                   │ refused code_wrong
        │ unlock U by M                                     │ unlocked
`,
);

scenario(
  'S0-13 whether OTP was in use at an instant is a recorded fact',
  `
                        │ contract C                               │ opened
                        │ user M C master one_off_transfer         │ added
                        │ apply C adoption 1                       │ recorded
                        │ post C adoption F1                       │ posted, no fee
  2027-02-01 10:00:00   │ deliver                                  │ delivered
                        │ in_use M                                 │ not in use
  2027-02-02 10:00:00   │ register M F1                            │ accepted
                        │ in_use M                                 │ in use
  2027-03-01 10:00:00   │ revoke token:F1 reason lost by desk:corporate_help_desk │ 1 ended
                        │ in_use M                                 │ not in use
                        │ in_use M 2027-02-02T00:59:59Z            │ not in use
                        │ in_use M 2027-02-02T01:00:00Z            │ in use
                        │ in_use M 2027-03-01T00:59:59.999Z        │ in use
                        │ in_use M 2027-03-01T01:00:00Z            │ not in use
`,
);
