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
        │ consume M                                         │ consumed
        │ consume M                                         │ 409 challenge_not_satisfied
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
        │ ask U revoke_token on M                           │ blocked (permission_missing)
        │ revoke M reason revoked by U                      │ 403 role_not_allowed
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
