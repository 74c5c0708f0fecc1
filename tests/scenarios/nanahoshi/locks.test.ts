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
  'S0-09 row 24 after five wrong codes the user is suspended, his sharers are not; a master or admin lifts it',
  `${enrolled}
        │ verify U F2! ×4                            │ refused code_wrong
        │ unlock U by M                              │ 409 not_locked
        │ verify U F2!                               │ refused code_wrong
        │ verify U F2                                │ refused user_locked
        │ ask U one_off_transfer none commit         │ blocked pin+otp (user_locked)
        │ verify V F2                                │ accepted
        │ unlock U by V                              │ 403 role_not_allowed
        │ unlock U by U                              │ 403 role_not_allowed
        │ unlock U by desk:corporate_help_desk       │ 409 administrator_can
        │ unlock U by A                              │ unlocked
  +60s  │ verify U F2                                │ accepted
        │ verify U F2! ×5                            │ refused code_wrong
        │ unlock U by M                              │ unlocked
  +60s  │ verify U F2                                │ accepted
`,
);

scenario(
  'S0-09 never for oneself; when nobody is left who could, the help desk',
  `${enrolled}
        │ verify M F1! ×5                            │ refused code_wrong
        │ unlock M by M                              │ 403 not_oneself
        │ unlock M by desk:corporate_help_desk       │ 409 administrator_can
        │ verify A F2! ×5                            │ refused code_wrong
        │ unlock M by A                              │ 403 actor_locked
        │ unlock A by M                              │ 403 actor_locked
        │ unlock M by desk:some_other_desk           │ 403 desk_not_allowed
        │ unlock M by desk:corporate_help_desk       │ unlocked
        │ unlock A by desk:corporate_help_desk       │ 409 administrator_can
        │ unlock A by M                              │ unlocked
`,
);

scenario(
  'ALL-06 wrong codes are counted across unlocks by customers; at the cap only the bank lifts the lock',
  `${enrolled}
        │ verify U F2! ×5                            │ refused code_wrong
        │ unlock U by M                              │ unlocked
        │ verify U F2! ×5                            │ refused code_wrong
        │ unlock U by M                              │ unlocked
        │ verify U F2! ×5                            │ refused code_wrong
        │ unlock U by M                              │ unlocked
        │ verify U F2! ×5                            │ refused code_wrong
        │ unlock U by M                              │ 403 institution_only
        │ unlock U by A                              │ 403 institution_only
        │ unlock U by desk:corporate_help_desk       │ unlocked
        │ verify U F2                                │ accepted
`,
);

scenario(
  'ALL-06 failures count since the last acceptance',
  `${enrolled}
        │ verify U F2! ×4                            │ refused code_wrong
        │ verify U F2                                │ accepted
        │ verify U F2! ×4                            │ refused code_wrong
  +60s  │ verify U F2                                │ accepted
`,
);

scenario(
  'ALL-06 registering a replacement ends the old binding in the same step',
  `${enrolled}
        │ apply C addition 1                         │ recorded
        │ post C addition F3                         │ posted, no fee
        │ deliver                                    │ delivered
        │ register U F3                              │ accepted
  +60s  │ verify U F2                                │ refused code_wrong
        │ verify U F3                                │ accepted
        │ verify V F2                                │ accepted
`,
);

scenario(
  'ALL-01 row 1 an accepted code is never accepted again: not by the same user, not by a sharer, not for another purpose',
  `${enrolled}
        │ verify U F2                                │ accepted
        │ verify U F2                                │ refused code_replayed
        │ verify V F2                                │ refused code_replayed
        │ ask A one_off_transfer none commit         │ otp pin+otp (rule)
        │ prove A pin F2                             │ refused code_replayed
        │ ask A add_user                             │ otp confirmation_password+otp (rule)
        │ prove A confirmation_password F2           │ refused code_replayed
  # row 4: neither an older step that was never used, nor in the next interval
        │ verify V F2-1                              │ refused code_replayed
  +60s  │ verify V F2-1                              │ refused code_replayed
        │ verify V F2                                │ accepted
`,
);

scenario(
  'ALL-05 full-width digits, spaces and hyphens are understood',
  `${enrolled}
        │ verify U F2wide                            │ accepted
        │ spelled U F2 spaces                        │ refused code_replayed
  +60s  │ spelled U F2 spaces                        │ accepted
  +60s  │ spelled U F2 hyphens                       │ accepted
  +60s  │ spelled U F2 ideographic                   │ accepted
`,
);

scenario(
  'ALL-07 row 20 at the prompt wrong, used and locked look the same; an operator sees the cause',
  `${enrolled}
        │ tell U F2!                                 │ {"result":"refused","retry":"next_code"}
        │ verify V F2                                │ accepted
        │ tell U F2                                  │ {"result":"refused","retry":"next_code"}
        │ tell U F2!                                 │ {"result":"refused","retry":"next_code"}
        │ verify U F2! ×2                            │ refused code_wrong
  +60s  │ tell U F2                                  │ {"result":"refused","retry":"next_code"}
        │ verify U F2                                │ refused user_locked
        │ tell U F2!                                 │ {"result":"refused","retry":"next_code"}
        │ tell U '12'                                │ {"result":"refused","retry":"next_code"}
        │ tell V F2                                  │ {"result":"accepted","retry":"none"}
`,
);

scenario(
  'S0-09 ALL-06 the guess that locks is told what helps, to a client that may know',
  `${enrolled}
        │ hint U F2!                                 │ next_code
        │ verify U F2! ×3                            │ refused code_wrong
        │ tell U F2!                                 │ {"result":"refused","retry":"next_code"}
        │ unlock U by M                              │ unlocked
        │ verify U F2! ×4                            │ refused code_wrong
        │ hint U F2!                                 │ ask_administrator
        │ hint U F2                                  │ ask_administrator
        │ unlock U by M                              │ unlocked
        │ verify U F2! ×5                            │ refused code_wrong
        │ unlock U by M                              │ unlocked
        │ verify U F2! ×4                            │ refused code_wrong
  # the twentieth since the last acceptance
        │ hint U F2!                                 │ ask_bank
        │ hint U F2                                  │ ask_bank
`,
);
