import { scenario } from '../support/scenario.ts';

const kenyo = { institution: 'kenyo', fobs: [] } as const;

const issued = (user: string, token: string) => `
        │ issue ${user}                                          │ open, mail from kenyo.example
        │ activate ${user} ${token}phone ${token}                              │ totp 6 digits 60 s
        │ complete ${user} ${token}                                      │ accepted
`;

const enrolled = `
        │ contract C                                       │ opened
        │ user M C master one_off_transfer                 │ added
        │ user A C admin one_off_transfer                  │ added
        │ user U C member one_off_transfer                 │ added
        │ apply C adoption 1                               │ recorded
${issued('M', 'MA')}${issued('A', 'AA')}${issued('U', 'UA')}
  +60s  │ state U                                          │ in_service
`;

scenario(
  'S2-04 row 19 after five wrong codes the user’s whole service stops at once, what was begun before too',
  `${enrolled}
  # begun before the lock: a transfer that needs the confirmation password only
        │ ask U one_off_transfer none commit               │ fixed_factors confirmation_password (rule)
        │ prove U confirmation_password -                  │ accepted
        │ verify U UA! ×4                                  │ refused code_wrong
        │ state U                                          │ in_service
        │ verify U UA!                                     │ refused code_wrong
        │ state U                                          │ locked
        │ consume U                                        │ 409 challenge_blocked
        │ ask U login                                      │ blocked (user_locked)
        │ ask U one_off_transfer none commit               │ blocked (user_locked)
        │ verify U UA                                      │ refused user_locked
  # only his
        │ ask M one_off_transfer none commit               │ fixed_factors confirmation_password (rule)
        │ verify M MA                                      │ accepted
        │ locks C                                          │ U: user_service by threshold, M A
`,
  kenyo,
);

scenario(
  'S2-05 row 22 a master or an admin lifts it with the confirmation password; for others the server refuses; never for oneself',
  `${enrolled}
        │ verify U UA! ×5                                  │ refused code_wrong
        │ verify A AA! ×5                                  │ refused code_wrong
        │ help U                                           │ M
  # members, oneself, and whoever is suspended himself
        │ ask U unlock_otp on U                            │ blocked (permission_missing)
        │ lift U by U                                      │ 403 role_not_allowed
        │ lift A by A                                      │ 403 not_oneself
        │ lift U by A                                      │ 403 actor_locked
        │ ask A unlock_otp on U                            │ blocked (user_locked)
        │ lift U by desk:branch                            │ 409 administrator_can
  # the confirmation password, for these targets
        │ lift U A by M                                    │ 422 challenge_required
        │ ask M unlock_otp on U A                          │ fixed_factors confirmation_password (rule)
        │ lift U A by M with M                             │ 409 challenge_not_satisfied
        │ prove M confirmation_password -                  │ accepted
        │ lift U by M with M                               │ 409 challenge_mismatch
        │ lift U A by M with M                             │ lifted
        │ audited C                                        │ unlock done by M: challenge_consumed user_unlocked user_unlocked
        │ lift U by M with M                               │ 409 not_locked
  # 利用可能 again
        │ state U                                          │ in_service
        │ verify U UA                                      │ accepted
        │ verify A AA                                      │ accepted
`,
  kenyo,
);

scenario(
  'S2-05 when all of them are suspended only the branch can, on its form; a cap of twenty is for the branch too (ALL-06 row 21)',
  `${enrolled}
        │ verify M MA! ×5                                  │ refused code_wrong
        │ verify A AA! ×5                                  │ refused code_wrong
        │ verify U UA! ×5                                  │ refused code_wrong
        │ locks C                                          │ M: user_service by threshold, branch; A: user_service by threshold, branch; U: user_service by threshold, branch
        │ help M                                           │ branch (open until 2027-01-05 15:00:00)
        │ lift M by A                                      │ 403 actor_locked
        │ lift M by desk:help_desk                         │ 403 desk_not_allowed
        │ lift M by desk:branch                            │ 422 documents_missing
        │ file C unlock paper for M with form by desk:branch as R │ filed
        │ lift M by desk:branch on R                       │ lifted
  # from then on it is M’s to do
        │ file C unlock paper for A with form as R2        │ filed
        │ lift A by desk:branch on R2                      │ 409 administrator_can
        │ request R2                                       │ filed
        │ ask M unlock_otp on U                            │ fixed_factors confirmation_password (rule)
        │ prove M confirmation_password -                  │ accepted
        │ lift U by M with M                               │ lifted
        │ verify U UA! ×5                                  │ refused code_wrong
        │ ask M unlock_otp on U                            │ fixed_factors confirmation_password (rule)
        │ prove M confirmation_password -                  │ accepted
        │ lift U by M with M                               │ lifted
        │ verify U UA! ×5                                  │ refused code_wrong
        │ ask M unlock_otp on U                            │ fixed_factors confirmation_password (rule)
        │ prove M confirmation_password -                  │ accepted
        │ lift U by M with M                               │ lifted
        │ verify U UA! ×5                                  │ refused code_wrong
  # the twentieth since the last acceptance
        │ ask M unlock_otp on U                            │ fixed_factors confirmation_password (rule)
        │ prove M confirmation_password -                  │ accepted
        │ lift U by M with M                               │ 403 institution_only
        │ locks C                                          │ A: user_service by threshold, M; U: user_service by cap, branch
        │ file C unlock paper for U with form as R3        │ filed
        │ lift U by desk:branch on R3                      │ lifted
        │ verify U UA                                      │ accepted
`,
  kenyo,
);

scenario(
  'S2-06 S2-07 only users in service can be revoked, by master and admin, themselves too; then thirty minutes to the second',
  `${enrolled}
        │ user N C member one_off_transfer                 │ added
        │ state N                                          │ unregistered
        │ end U by U                                       │ 403 role_not_allowed
        │ ask A revoke_token on U N                        │ fixed_factors confirmation_password (rule)
        │ prove A confirmation_password -                  │ accepted
        │ end U N by A with A                              │ 409 not_in_service
        │ state U                                          │ in_service
        │ ask A revoke_token on A U                        │ fixed_factors confirmation_password (rule)
        │ prove A confirmation_password -                  │ accepted
        │ token AA                                         │ in_service of C
        │ token UA                                         │ in_service of C
  2027-01-05 12:00:00 │ ask A revoke_token on A U          │ fixed_factors confirmation_password (rule)
        │ prove A confirmation_password -                  │ accepted
        │ end A U by A with A                              │ A U ended, AA UA retired
        │ state A                                          │ revoking
        │ state U                                          │ revoking
        │ ask U login                                      │ blocked (cooldown)
        │ end U by desk:branch                             │ 409 not_in_service
  2027-01-05 12:29:59 │ issue U                            │ 409 cooldown_running
        │ state U                                          │ revoking
        │ ask U login                                      │ blocked (cooldown)
  2027-01-05 12:30:00 │ state U                            │ unregistered
        │ ask U login                                      │ registration login_password+otp (registration_required)
        │ issue U                                          │ open, mail from kenyo.example
  # an issue that is under way is no token to revoke; taking it back is an act of its own
        │ end U by desk:branch                             │ 409 not_in_service
        │ cancel U by:U                                    │ cancelled
`,
  kenyo,
);

scenario(
  'S2-08 the help desk to the second: until midnight on weekdays, shorter at weekends and on holidays, closed at New Year and 3–5 May',
  `
  2027-01-05 23:59:59 │ desk help_desk                     │ open until 2027-01-06 00:00:00
  2027-01-06 00:00:00 │ desk help_desk                     │ closed until 2027-01-06 09:00:00
  2027-01-09 17:00:00 │ desk help_desk                     │ closed until 2027-01-10 09:00:00
  # Monday 11 January is a holiday
  2027-01-11 16:59:59 │ desk help_desk                     │ open until 2027-01-11 17:00:00
  2027-05-02 17:00:00 │ desk help_desk                     │ closed until 2027-05-06 09:00:00
  2027-12-30 23:59:59 │ desk help_desk                     │ open until 2027-12-31 00:00:00
  2027-12-31 12:00:00 │ desk help_desk                     │ closed until 2028-01-04 09:00:00
`,
  kenyo,
);
