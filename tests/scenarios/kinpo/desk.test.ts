import { scenario } from '../support/scenario.ts';

const kinpo = { institution: 'kinpo' } as const;

const soft = `
        │ contract C                                       │ opened
        │ user M C master one_off_transfer                 │ added
        │ user A C admin one_off_transfer                  │ added
        │ user U C member one_off_transfer                 │ added
        │ apply C adoption 1 phone_app                     │ recorded
        │ issue M                                          │ open, mail from kinpo.example or otp-kinpo.example
        │ activate M P MA                                  │ totp 6 digits 60 s
        │ complete M MA                                    │ accepted
        │ issue U                                          │ open, mail from kinpo.example or otp-kinpo.example
        │ activate U Q UA                                  │ totp 6 digits 60 s
        │ complete U UA                                    │ accepted
        │ token UA                                         │ in_service of C
        │ token MA                                         │ in_service of C
`;

scenario(
  'S1-06 before a phone change a master, and only a master, revokes; for himself as well; the new phone is issued anew',
  `${soft}
        │ ask A revoke_token on U                          │ blocked (permission_missing)
        │ end U for revoked by A                           │ 403 role_not_allowed
        │ end U for revoked by U                           │ 403 role_not_allowed
        │ end U for revoked by M                           │ 422 challenge_required
        │ ask M revoke_token on U                          │ fixed_factors confirmation_password (rule)
        │ prove M confirmation_password -                  │ accepted
        │ end U for revoked by M with M                    │ U ended, UA retired
        │ audited C                                        │ revoke_token done by M: challenge_consumed binding_ended token_retired
        │ verify U UA+1                                    │ refused not_enrolled
        │ ask U login                                      │ registration login_credential+otp (registration_required)
        │ end U for revoked by M                           │ 409 not_in_service
  # no pause at this bank: the new phone at once
        │ issue U                                          │ open, mail from kinpo.example or otp-kinpo.example
        │ activate U R UB                                  │ totp 6 digits 60 s
        │ complete U UB                                    │ accepted
        │ verify U UA+1                                    │ refused code_wrong
  # himself
        │ ask M revoke_token on M                          │ fixed_factors confirmation_password (rule)
        │ prove M confirmation_password -                  │ accepted
        │ end M for revoked by M with M                    │ M ended, MA retired
`,
  { ...kinpo, fobs: [] },
);

scenario(
  'S1-06 a revocation by web notification works without login and is carried out by staff; without revocation only paper restores',
  `${soft}
        │ file C revocation web for U as R                 │ filed
        │ audited C                                        │ file_paper_request done by the bank: request_filed
        │ verify U UA+1                                    │ accepted
  # the web desk carries out what came to it, for whom it came, and nothing else
        │ end U for revoked by desk:web_notification_desk  │ 403 desk_not_allowed
        │ end M for revoked by desk:web_notification_desk on R │ 404 request_unknown
        │ file C revocation paper for M as R2              │ filed
        │ end M for revoked by desk:web_notification_desk on R2 │ 403 desk_not_allowed
        │ end U for revoked by desk:elsewhere on R         │ 403 desk_not_allowed
        │ end U for revoked by desk:web_notification_desk on R │ U ended, UA retired
        │ audited C                                        │ revoke_token done by web_notification_desk on R: binding_ended token_retired request_closed
        │ request R                                        │ done
        │ end U for revoked by desk:web_notification_desk on R │ 403 desk_not_allowed
  # only revocations come that way
        │ file C unlock web for U with form as R3          │ 403 request_kind_not_offered
        │ file C reissue web as R3                         │ 403 request_kind_not_offered
        │ file C emergency_lift web as R3                  │ 403 request_kind_not_offered
  # M has changed phones without revoking: nothing works, and his paper at the branch restores him
        │ file C restore paper for M as R4                 │ filed
        │ end M for revoked by desk:branch on R4           │ M ended, MA retired
        │ request R4                                       │ done
        │ issue M                                          │ open, mail from kinpo.example or otp-kinpo.example
`,
  { ...kinpo, fobs: [] },
);

scenario(
  'S1-09 row 24 a soft token locks alone, and its way out is the branch with a form',
  `${soft}
        │ verify U UA! ×5                                  │ refused code_wrong
        │ verify U UA+1                                    │ refused token_locked
        │ verify M MA+1                                    │ accepted
        │ locks C                                          │ U: token by threshold, branch
        │ help U                                           │ branch (open until 2027-01-05 15:00:00)
        │ help M                                           │ none needed
        │ lift token:UA by M                               │ 403 role_not_allowed
        │ lift token:UA by desk:web_notification_desk      │ 403 desk_not_allowed
        │ lift token:UA by desk:branch                     │ 422 documents_missing
        │ file C unlock paper for M with form as R1        │ filed, 2027-01-04 to 2027-01-06
        │ lift token:UA by desk:branch on R1               │ 404 request_unknown
        │ file C unlock paper for U with form as R2        │ filed, 2027-01-04 to 2027-01-06
        │ lift token:UA by desk:branch on R2               │ lifted
        │ audited C                                        │ unlock done by branch on R2: token_unlocked request_closed
        │ inbox u@mail.example                             │ nothing
        │ verify U UA+1                                    │ accepted
`,
  { ...kinpo, fobs: [] },
);

const hard = `
        │ contract C                                       │ opened
        │ user M C master one_off_transfer                 │ added
        │ user U C member one_off_transfer                 │ added
        │ user V C member one_off_transfer                 │ added
        │ user W C member one_off_transfer                 │ added
        │ apply C adoption 1 key_fob                       │ recorded
        │ post C adoption F1                               │ posted, no fee
        │ deliver                                          │ delivered
`;

scenario(
  'S1-09 counted per token over all who share it: every user who shares is refused, the others are not; only the branch unlocks',
  `${hard}
        │ apply C addition 1                               │ recorded
        │ post C addition F2                               │ posted, 2200 yen
        │ deliver                                          │ delivered
        │ register M F1                                    │ accepted
        │ register U F2                                    │ accepted
  +60s  │ register V F2                                    │ accepted
  +60s  │ register W F2                                    │ accepted
  +60s  │ verify U F2! ×2                                  │ refused code_wrong
        │ verify V F2! ×2                                  │ refused code_wrong
        │ verify W F2!                                     │ refused code_wrong
        │ verify V F2                                      │ refused token_locked
        │ verify M F1                                      │ accepted
        │ locks C                                          │ U V W: token by threshold, branch
        │ ask V login                                      │ blocked login_credential+otp (token_locked)
        │ lift token:F2 by M                               │ 403 role_not_allowed
        │ lift U by desk:branch                            │ 409 not_locked
  # the paper of any of those who share it serves, and one form names all of them when it names nobody
        │ file C unlock paper with form as R               │ filed, 2027-01-04 to 2027-01-06
        │ lift token:F2 by desk:branch on R                │ lifted
        │ verify U F2                                      │ accepted
        │ verify V F2                                      │ refused code_replayed
  +60s  │ verify V F2                                      │ accepted
`,
  kinpo,
);

scenario(
  'S1-10 S1-11 first hardware token free; further and reissued ones 2,200 yen from the representative account; everything on paper at the branch',
  `
        │ contract C                                       │ opened
        │ user M C master one_off_transfer                 │ added
        │ policy fees.debit.account                        │ representative
        │ file C adoption phone as R                       │ 403 request_kind_not_offered
        │ file C adoption paper by desk:branch as R        │ filed, 2027-01-04 to 2027-01-07
        │ apply_on C adoption 1 by desk:nowhere on R kind key_fob │ 403 desk_not_allowed
        │ apply_on C adoption 1 by desk:branch on R kind key_fob  │ recorded
        │ audited C                                        │ record_application done by branch on R: application_recorded request_closed
        │ apply_on C addition 1 by desk:branch on R        │ 404 request_unknown
        │ post C adoption F1                               │ posted, no fee
        │ post C adoption F2                               │ 409 application_exhausted
        │ deliver                                          │ delivered
  # end of the next month: 28 February 2027 is a Sunday
        │ file C addition paper as R2                      │ filed, 2027-01-04 to 2027-01-07
        │ apply_on C reissue 1 by desk:branch on R2        │ 404 request_unknown
        │ apply_on C addition 1 by desk:branch on R2       │ recorded
        │ post C addition F2                               │ posted, 2200 yen
        │ owed C                                           │ additional 2200 on 2027-03-01
  # a lost one: phoned in, reissued on paper
        │ register M F1                                    │ accepted
        │ file C revocation phone for M as R3              │ filed
        │ end token:F1 for lost by desk:branch on R3       │ M ended, F1 retired
        │ file C reissue paper as R4                       │ filed, 2027-01-04 to 2027-01-07
        │ apply_on C reissue 1 by desk:branch on R4        │ recorded
        │ post C reissue F3 replacing F1                   │ posted, 2200 yen
        │ owed C                                           │ additional 2200 on 2027-03-01; reissue 2200 on 2027-03-01
  # an exchange is free, and no month costs anything
        │ apply C exchange 1                               │ recorded
        │ post C exchange F4 replacing F2                  │ posted, no fee
  +90d  │ owed C                                           │ additional 2200 on 2027-03-01; reissue 2200 on 2027-03-01
        │ assess C                                         │ nothing
  # a change of method is a paper of its own, and soft tokens cost nothing
        │ file C method_change paper as R5                 │ filed, 2027-01-04 to 2027-01-07
        │ apply_on C method_change 1 by desk:branch on R5 kind key_fob   │ 409 method_unchanged
        │ apply_on C method_change 1 by desk:branch on R5 kind phone_app │ recorded
        │ request R5                                       │ done
        │ fees C                                           │ 4400 yen in 2
`,
  kinpo,
);
