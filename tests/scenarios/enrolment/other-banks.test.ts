import { policyLike, within } from '../support/policies.ts';
import { scenario } from '../support/scenario.ts';

/**
 * Registration under policies of other banks than the five: every value of `enrolment`, `relations` and
 * `adoption` that none of them uses, over HTTP and by the document alone.
 */
type Document = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

function bank(parts: Document, like: 'nanahoshi' | 'hokushin' = 'nanahoshi') {
  const policy = policyLike(like, (document) => {
    for (const [name, members] of Object.entries(parts))
      if (Array.isArray(members)) document[name] = members;
      else within(document, name, members);
  });
  return { policy };
}

scenario(
  'ALL-06 two tokens per user: either code is accepted once, a third must say which it replaces',
  `
        │ contract C                                       │ opened
        │ user M C master one_off_transfer                 │ added
        │ user U C member one_off_transfer                 │ added
        │ apply C adoption 3                               │ recorded
        │ post C adoption F1 F2 F3                         │ posted, no fee
        │ register M F1                                    │ accepted
        │ enrol M F2                                       │ accepted
        │ bindings M                                       │ F1, F2
  +1m   │ verify M F2                                      │ accepted
        │ verify M F2                                      │ refused code_replayed
        │ verify M F1                                      │ accepted
        │ verify M F1                                      │ refused code_replayed
        │ verify M F3                                      │ refused code_wrong
        │ ask M one_off_transfer none commit               │ otp pin+otp (rule)
        │ prove M pin F2!                                  │ refused code_wrong
        │ prove M pin F2+1                                 │ accepted
  +1m   │ enrol M F3                                       │ 409 tokens_per_user_exceeded
        │ enrol M F3 code F3+1 replacing F1                │ accepted, 1 ended
        │ bindings M                                       │ F1 replaced, F2, F3
        │ verify M F1+1                                    │ refused code_wrong
  +2m   │ verify M F3                                      │ accepted
        │ verify M F2                                      │ accepted
  # the others who share one of them have that one only
        │ enrol U F2 replacing F3 code F2+1                │ 422 replaced_token_missing
  +2m   │ enrol U F2                                       │ accepted
        │ verify U F3                                      │ refused code_wrong
        │ verify M F2                                      │ refused code_replayed
        │ verify M F2! ×4                                  │ refused code_wrong
        │ verify M F3+1                                    │ refused user_locked
        │ unlock M by desk:corporate_help_desk             │ unlocked
        │ verify M F3+1                                    │ accepted
`,
  bank({ relations: { tokens_per_user: 2 } }),
);

scenario(
  'ALL-06 two tokens per user, locked by token: wrong codes count on one after the other, and one that works is enough',
  `
        │ contract C                                       │ opened
        │ user M C master one_off_transfer                 │ added
        │ apply C adoption 2                               │ recorded
        │ post C adoption F1 F2                            │ posted, no fee
        │ register M F1                                    │ accepted
        │ enrol M F2                                       │ accepted
  +1m   │ verify M F1! ×5                                  │ refused code_wrong
        │ verify M F1                                      │ refused token_locked
        │ ask M one_off_transfer none commit               │ otp pin+otp (rule)
        │ verify M F2                                      │ accepted
  +1m   │ verify M F1! ×5                                  │ refused code_wrong
        │ verify M F2                                      │ refused token_locked
        │ verify M F1!                                     │ refused token_locked
        │ ask M one_off_transfer none commit               │ blocked pin+otp (token_locked)
`,
  bank({ relations: { tokens_per_user: 2 }, lockout: { scope: 'token' } }),
);

scenario(
  'two consecutive codes as proof, with a fixed factor: what is missing is said and not counted',
  `
        │ contract C                                       │ opened
        │ user M C master one_off_transfer                 │ added
        │ apply C adoption 1                               │ recorded
        │ post C adoption F1                               │ posted, no fee
        │ enrol M F1                                       │ 422 factors_missing
        │ enrol M F1 factor pin                            │ 422 second_code_missing
        │ enrol M F1 next F1+1                             │ 422 factors_missing
        │ enrol M F1 next F1+1 factor shoe_size            │ 422 factor_unknown
        │ enrol M F1 next F1+1 factor pin login_credential │ accepted
        │ verify M F1                                      │ refused code_replayed
        │ verify M F1+1                                    │ refused code_replayed
        │ verify M F1+2                                    │ accepted
        │ user U C member one_off_transfer                 │ added
  +5m   │ enrol U F1 next F1 factor pin                    │ refused code_wrong
        │ enrol U F1 code F1+1 next F1 factor pin          │ refused code_wrong
        │ enrol U F1 next F1! factor pin                   │ refused code_wrong
        │ enrol U F1 next '12345' factor pin               │ refused code_malformed
        │ enrol U F1 next F1+1 factor pin                  │ accepted
        │ record U                                         │ register_token accepted by the bank with pin+serial+otp+second_otp
`,
  bank({ enrolment: { proof: ['serial', 'otp', 'second_otp', 'pin'] } }),
);

scenario(
  'an administrator registers, and all users of a contract have the same token',
  `
        │ contract C                                       │ opened
        │ user M C master one_off_transfer                 │ added
        │ user U C member one_off_transfer                 │ added
        │ user V C member one_off_transfer                 │ added
        │ apply C adoption 2                               │ recorded
        │ post C adoption F1 F2                            │ posted, 2200 yen
        │ ask M register_for_users on M U                  │ fixed_factors user_pin (rule)
        │ prove M user_pin -                               │ accepted
        │ assign M F1 to M U with M                        │ accepted
        │ ask M register_for_users on V                    │ fixed_factors user_pin (rule)
        │ prove M user_pin -                               │ accepted
        │ assign M F2 to V with M                          │ 409 assignment_differs
  # a code that was right is spent, and counts on nobody
        │ assign M F2 to V with M                          │ refused code_replayed
        │ assign M F1 to V with M code F1+1                │ accepted
  # all of them move together, and the old token may come back with them
  +2m   │ ask M register_for_users on M U V                │ fixed_factors user_pin (rule)
        │ prove M user_pin -                               │ accepted
        │ assign M F2 to M U V with M                      │ accepted, 3 ended
        │ bindings V                                       │ F1 replaced, F2
`,
  bank({ relations: { assignment: 'all_same' } }, 'hokushin'),
);

scenario(
  'both may register: an administrator for others, or each user for himself; nobody in the pause after a revocation',
  `
        │ contract C                                       │ opened
        │ user M C master one_off_transfer                 │ added
        │ user U C member one_off_transfer                 │ added
        │ apply C adoption 1                               │ recorded
        │ post C adoption F1                               │ posted, no fee
        │ register U F1                                    │ accepted
  +1m   │ assign M F1 to M                                 │ accepted
  +1m   │ revoke U reason revoked by desk:corporate_help_desk │ 1 ended
  +1799s │ register U F1                                   │ 409 cooldown_running
        │ assign M F1 to U                                 │ 409 cooldown_running
  +1s   │ register U F1                                    │ accepted
`,
  bank({
    enrolment: { who_registers: ['each_user', 'administrator'], registrar_roles: ['master'] },
    revocation: { cooldown: { minutes: 30, refuses: ['registration'] } },
  }),
);

scenario(
  'a registration takes effect at the next login; the institution sends tokens unasked',
  `
                      │ contract C                                       │ opened
                      │ user M C master one_off_transfer                 │ added
                      │ post C unasked F1                                │ posted, no fee
                      │ deliver                                          │ delivered
                      │ ask M login                                      │ fixed_factors login_credential (rule)
                      │ prove M login_credential -                       │ accepted
  2027-01-06 10:00:00 │ register M F1                                    │ accepted
                      │ ask M one_off_transfer none commit               │ fixed_factors pin (grace)
                      │ prove M pin -                                    │ accepted
                      │ enrolment M                                      │ offered, may skip, 29 days left
                      │ ask M login                                      │ fixed_factors login_credential (rule)
                      │ ask M one_off_transfer none commit               │ fixed_factors pin (grace)
                      │ ask M login                                      │ fixed_factors login_credential (rule)
                      │ prove M login_credential -                       │ accepted
                      │ ask M one_off_transfer none commit               │ otp pin+otp (rule)
                      │ enrolment M                                      │ enrolled, 29 days left
`,
  bank({ enrolment: { takes_effect: 'next_login' } }),
);

scenario(
  'where login asks the code, the next login is the first that does; whoever must register is asked at once',
  `
                      │ contract C                                       │ opened
                      │ user M C master one_off_transfer                 │ added
                      │ user U C member one_off_transfer                 │ added
                      │ apply C adoption 1                               │ recorded
                      │ post C adoption F1                               │ posted, no fee
                      │ deliver                                          │ delivered
                      │ register M F1                                    │ accepted
                      │ ask M one_off_transfer none commit               │ none (grace)
                      │ ask M login                                      │ otp otp (rule)
                      │ prove M F1+1                                     │ accepted
                      │ ask M one_off_transfer none commit               │ otp otp (rule)
  2027-03-05 10:00:00 │ ask U one_off_transfer none commit               │ registration otp (registration_required)
                      │ register U F1                                    │ accepted
                      │ ask U one_off_transfer none commit               │ otp otp (rule)
`,
  bank({
    enrolment: { takes_effect: 'next_login' },
    challenge_rules: [{ id: 'all', when: {}, factors: ['otp'] }] as unknown as Document[string],
  }),
);

scenario(
  'grace ends when a colleague registers, and money is held for some hours after a registration',
  `
        │ contract C                                       │ opened
        │ user M C master one_off_transfer                 │ added
        │ user U C member one_off_transfer                 │ added
        │ apply C adoption 1                               │ recorded
        │ post C adoption F1                               │ posted, no fee
        │ deliver                                          │ delivered
        │ enrolment U                                      │ offered, may skip, 30 days left
        │ register M F1                                    │ accepted
        │ enrolment U                                      │ required, 30 days left
        │ skip U                                           │ 409 grace_over
        │ ask U one_off_transfer none commit               │ registration pin+otp (registration_required)
        │ ask M one_off_transfer none commit               │ blocked (held_after_registration)
        │ ask M login                                      │ fixed_factors login_credential (rule)
  +23h  │ ask M one_off_transfer none commit               │ blocked (held_after_registration)
  +3599s │ ask M one_off_transfer none commit              │ blocked (held_after_registration)
  +1s   │ ask M one_off_transfer none commit               │ otp pin+otp (rule)
`,
  bank({
    enrolment: {
      hold_hours: 24,
      grace: {
        length: { days: 30 },
        count_from: 'delivery',
        skip: true,
        ends_when_a_colleague_registers: true,
        lapses_on_enrolment: true,
      },
    },
  }),
);

scenario(
  'grace counts from the institution’s own set-up, two months, and the set-up is recorded once',
  `
                      │ contract C                                       │ opened
                      │ user M C master one_off_transfer                 │ added
                      │ set_up C                                         │ 409 not_adopted
                      │ apply C adoption 1                               │ recorded
                      │ enrolment M                                      │ offered, may skip
  2027-12-30 10:00:00 │ set_up C                                         │ set up
                      │ enrolment M                                      │ offered, may skip, 61 days left
  2028-02-10 10:00:00 │ set_up C                                         │ set up
  2028-02-29 23:59:59 │ enrolment M                                      │ offered, may skip, 0 days left
  2028-03-01 00:00:00 │ enrolment M                                      │ required, 0 days left
`,
  bank({
    enrolment: {
      grace: {
        length: { months: 2 },
        count_from: 'set_up',
        skip: true,
        ends_when_a_colleague_registers: false,
        lapses_on_enrolment: true,
      },
    },
  }),
);

scenario(
  'an obligation in three dated phases: administrators of corporate contracts, then all of them, then everybody',
  `
                      │ contract C                                       │ opened
                      │ contract S sole_proprietor                       │ opened
                      │ user M C master one_off_transfer                 │ added
                      │ user U C member one_off_transfer                 │ added
                      │ user W S master one_off_transfer                 │ added
  2027-03-31 23:59:59 │ ask M one_off_transfer none commit               │ fixed_factors pin (not_adopted)
  2027-04-01 00:00:00 │ ask M one_off_transfer none commit               │ blocked pin+otp (application_due)
                      │ ask U one_off_transfer none commit               │ fixed_factors pin (not_adopted)
                      │ ask W one_off_transfer none commit               │ fixed_factors pin (not_adopted)
  2027-07-01 00:00:00 │ ask U one_off_transfer none commit               │ blocked pin+otp (application_due)
                      │ ask W one_off_transfer none commit               │ fixed_factors pin (not_adopted)
  2027-12-31 23:59:59 │ ask W one_off_transfer none commit               │ fixed_factors pin (not_adopted)
  2028-01-01 00:00:00 │ ask W one_off_transfer none commit               │ blocked pin+otp (application_due)
                      │ apply S adoption 1                               │ recorded
                      │ ask W one_off_transfer none commit               │ fixed_factors pin (grace)
`,
  bank({
    adoption: {
      obligation: [
        { effect: 'optional' },
        {
          from_on: '2027-04-01',
          contract_kinds: ['corporate'],
          roles: ['master', 'admin'],
          effect: 'mandatory',
        },
        { from_on: '2027-07-01', contract_kinds: ['corporate'], effect: 'mandatory' },
        { from_on: '2028-01-01', effect: 'mandatory' },
      ],
    },
  }),
);

scenario(
  'each user decides for himself whether a rule asks him for a code; to give it up takes what the policy asks',
  `
        │ contract C                                       │ opened
        │ user M C master one_off_transfer                 │ added
        │ user U C member one_off_transfer                 │ added
        │ apply C adoption 1                               │ recorded
        │ post C adoption F1                               │ posted, no fee
        │ register M F1                                    │ accepted
        │ ask M login                                      │ none (no_rule)
        │ want M yes                                       │ true
        │ want M yes                                       │ true
        │ ask M login                                      │ otp otp (rule)
        │ prove M F1+1                                     │ accepted
        │ want M no                                        │ 422 challenge_required
        │ ask M opt_out                                    │ otp pin+otp (rule)
  +2m   │ prove M pin F1                                   │ accepted
        │ want M no with M                                 │ false
        │ record M                                         │ choose_otp done by M with pin+otp
        │ ask M login                                      │ none (no_rule)
`,
  bank({
    operations: {
      opt_out: { label: { ja: '利用停止', en: 'Stop' }, permission: false, approval: false },
    },
    challenge_rules: [
      { id: 'wanted', when: { operations: ['login'], opted_in: true }, factors: ['otp'] },
      { id: 'opt_out', when: { operations: ['opt_out'] }, factors: ['pin', 'otp'] },
    ] as unknown as Document[string],
  }),
);
