import { policyLike, within } from '../support/policies.ts';
import { scenario } from '../support/scenario.ts';

/** Ends, pauses and corrections that none of the five banks has in this way, each by its policy alone. */
const bank = (
  parts: Readonly<Record<string, object>>,
  more: (document: { [key: string]: unknown }) => void = () => {},
) =>
  policyLike('nanahoshi', (document) => {
    for (const [part, members] of Object.entries(parts)) within(document, part, { ...members });
    more(document);
  });

const enrolled = `
        │ contract C                                       │ opened
        │ user M C master one_off_transfer                 │ added
        │ user A C admin one_off_transfer                  │ added
        │ user U C member one_off_transfer                 │ added
        │ user V C member one_off_transfer                 │ added
        │ apply C adoption 3                               │ recorded
        │ post C adoption F1 F2 F3                         │ posted, no fee
        │ deliver                                          │ delivered
        │ register M F1                                    │ accepted
        │ register A F3                                    │ accepted
        │ register U F2                                    │ accepted
  +60s  │ register V F2                                    │ accepted
  +60s  │ verify M F1                                      │ accepted
`;

scenario(
  'S0-10 where the scope of a revocation is the token, it ends for all who share it; nobody revokes his own that way where he may not',
  `${enrolled}
        │ ask M revoke_token on U                          │ otp confirmation_password+otp (rule)
  +60s  │ prove M confirmation_password F1                 │ accepted
        │ end U for revoked by M with M                    │ U V ended, F2 retired
        │ verify V F2                                      │ refused not_enrolled
        │ register V F2                                    │ refused token_not_in_service
  # A joins M on F1: revoking A's token would be revoking his own
        │ ask M revoke_token on A                          │ otp confirmation_password+otp (rule)
  +60s  │ register A F1                                    │ accepted
  +60s  │ prove M confirmation_password F1                 │ accepted
        │ end A for revoked by M with M                    │ 403 not_oneself
        │ end A for revoked by desk:corporate_help_desk    │ M A ended, F1 retired
`,
  { policy: bank({ revocation: { scope: 'token', oneself: false } }) },
);

scenario(
  'ALL-02 row 34 a registration is taken back before its first use and only then: no pause, the device registers again, grace goes on',
  `
        │ contract C                                       │ opened
        │ user M C master one_off_transfer                 │ added
        │ user A C admin one_off_transfer                  │ added
        │ user U C member one_off_transfer                 │ added
        │ apply C adoption 3                               │ recorded
        │ post C adoption F1 F2 F3                         │ posted, no fee
        │ deliver                                          │ delivered
        │ register M F1                                    │ accepted
        │ register U F2                                    │ accepted
        │ enrolment U                                      │ enrolled, 30 days left
        │ initialise U by U                                │ 403 role_not_allowed
        │ initialise U by A                                │ 403 role_not_allowed
        │ initialise A by M                                │ 409 not_in_service
        │ initialise U by desk:elsewhere                   │ 403 desk_not_allowed
        │ initialise M by M                                │ M ended
        │ initialise U by M                                │ U ended
        │ audited C                                        │ initialise_token done by M: binding_ended
        │ bindings U                                       │ F2 initialised
        │ state U                                          │ unregistered
        │ enrolment U                                      │ offered, may skip, 30 days left
        │ verify U F2+1                                    │ refused not_enrolled
        │ initialise U by M                                │ 409 not_in_service
  # the same device again, though a revoked one would not register again here
  +60s  │ register U F2                                    │ accepted
  # one code in use, and it is too late
  +60s  │ ask U one_off_transfer none commit               │ otp pin+otp (rule)
        │ prove U pin F2!                                  │ refused code_wrong
        │ prove U pin F2                                   │ accepted
        │ initialise U by M                                │ 409 already_used
        │ initialise U by desk:corporate_help_desk         │ 409 already_used
        │ end U for revoked by desk:corporate_help_desk    │ U ended
        │ state U                                          │ revoking
  +60s  │ register U F2                                    │ 409 cooldown_running
  +10m  │ register U F2                                    │ 409 token_revoked_for_user
        │ register U F3                                    │ accepted
  # a new registration is unused again, whatever was used before
        │ initialise U by desk:corporate_help_desk         │ U ended
        │ state U                                          │ unregistered
`,
  {
    policy: bank({
      revocation: {
        reuse: false,
        cooldown: { minutes: 10, refuses: ['registration'] },
        initialise: { roles: ['master'], desk: 'corporate_help_desk' },
      },
    }),
  },
);

scenario(
  'ALL-03 a lost token is paused by who holds it or an administrator, works for nobody who shares it, and goes on when it is found',
  `${enrolled}
        │ suspend F2 by M                                  │ 403 role_not_allowed
        │ suspend F1 by U                                  │ 403 role_not_allowed
        │ suspend F2 by U                                  │ paused
        │ audited C                                        │ suspend_token done by U: token_suspended
        │ suspend F2 by V                                  │ 409 already_suspended
        │ verify U F2                                      │ refused token_suspended
        │ verify V F2                                      │ refused token_suspended
        │ ask V one_off_transfer none commit               │ blocked pin+otp (token_suspended)
        │ verify M F1                                      │ refused code_replayed
        │ resume F2 by U                                   │ 403 role_not_allowed
        │ resume F1 by A                                   │ 409 not_suspended
        │ resume F2 by desk:elsewhere                      │ 403 desk_not_allowed
        │ resume F2 by desk:corporate_help_desk            │ 403 desk_not_allowed
        │ resume F2 by A                                   │ goes on
  # what was typed in the meantime counted
        │ verify U F2                                      │ accepted
  # staff pause it for whoever calls
        │ suspend F2 by desk:corporate_help_desk           │ paused
        │ end U V for lost by desk:corporate_help_desk     │ U V ended
        │ suspend F2 by U                                  │ 409 already_suspended
`,
  {
    policy: bank({}, (document) => {
      document['suspension'] = { by: ['user'], resume_by: ['administrator'] };
    }),
  },
);

scenario(
  'ALL-03 the customer stops everything at once; scheduled transfers go on, the desk lifts it',
  `${enrolled}
        │ ask U one_off_transfer none commit               │ otp pin+otp (rule)
        │ stop C by U                                      │ 403 role_not_allowed
        │ lift_stop C by desk:corporate_help_desk          │ 409 not_stopped
        │ stop C by A                                      │ stopped, scheduled transfers go_on
        │ audited C                                        │ stop_contract done by A: emergency_stopped
        │ stop C by M                                      │ 409 already_stopped
  # begun before or not: everything
  +60s  │ prove U pin F2                                   │ refused service_stopped
        │ verify U F2                                      │ refused service_stopped
        │ ask U login                                      │ blocked (emergency_stopped)
        │ ask M one_off_transfer single commit             │ blocked (emergency_stopped)
        │ register V F3                                    │ refused service_stopped
        │ end U for lost by M                              │ 409 already_stopped
        │ suspend F2 by U                                  │ 409 already_stopped
        │ help U                                           │ corporate_help_desk (open until 2027-01-05 17:00:00)
  # what the desk does for a customer goes on
        │ end U for lost by desk:corporate_help_desk       │ U ended
  # the customer does not lift it
        │ lift_stop C by M                                 │ 403 institution_only
        │ lift_stop C by desk:elsewhere                    │ 403 desk_not_allowed
        │ file C emergency_lift phone by desk:corporate_help_desk as R │ filed
        │ lift_stop C by desk:corporate_help_desk on R     │ runs
        │ audited C                                        │ lift_stop done by corporate_help_desk on R: emergency_stop_lifted request_closed
        │ request R                                        │ done
        │ help V                                           │ none needed
  +60s  │ verify V F2                                      │ accepted
`,
  {
    policy: bank({}, (document) => {
      document['suspension'] = { by: ['user'], resume_by: ['user', 'desk'] };
      document['emergency_stop'] = {
        roles: ['master', 'admin'],
        scheduled_transfers: 'go_on',
        lifted_by_desk: 'corporate_help_desk',
      };
    }),
  },
);

const ownResync = bank({}, (document) => {
  const [fob] = document['authenticators'] as object[];
  const resynchronisation = { by: ['user', 'staff'], window_steps: 30 };
  document['authenticators'] = [
    { ...fob, resynchronisation },
    {
      id: 'card',
      kind: 'hardware_hotp',
      algorithm: 'SHA1',
      digits: 6,
      window_steps: 4,
      registration_window_steps: 9,
      max_drift_steps: 0,
      resynchronisation,
      serial_pattern: '[0-9]{8}',
      expiry_format: 'none',
      display: { mode: 'press_to_show', shown_seconds: 30 },
      lifetime: { ends: 'printed_date' },
      registration: 'serial',
    },
  ];
});

scenario(
  'ALL-01 row 6 row 17 two consecutive codes correct a clock; both are spent, spent ones correct nothing, and locks hold here too',
  `${enrolled}
  # F2 runs twenty minutes fast
        │ verify U F2+20                                   │ refused code_wrong
        │ resync F2 F2+20 F2+22 by U                       │ refused code_wrong
        │ resync F2 F2+20 F2+40 by U                       │ refused code_wrong
        │ resync F2 F2+20 F2+21 by M                       │ 409 not_in_service
        │ resync F2 F2+20 F2+21 by U                       │ accepted
        │ audited C                                        │ resynchronise_token done by U: token_resynchronised otp_accepted
  # both spent, for both sharers, and nothing before them lives
        │ verify U F2+21                                   │ refused code_replayed
        │ verify V F2+20                                   │ refused code_replayed
        │ verify V F2+22                                   │ accepted
  # an attacker with two spent codes, in order, gets nothing, not even from staff
        │ resync F2 F2+20 F2+21 by V                       │ refused code_wrong
        │ resync F2 F2+21 F2+22 by desk:corporate_help_desk for V │ refused code_wrong
        │ resync F2 F2+22 F2+23 by V                       │ refused code_wrong
        │ resync F2 F2-10 F2-9 by V                        │ refused code_wrong
  # these were wrong codes like any other; the fifth locks, and then the right pair is not even looked at
        │ resync F2 F2! F2+30 by V                         │ refused code_wrong
        │ state V                                          │ locked
        │ resync F2 F2+25 F2+26 by V                       │ refused user_locked
        │ resync F2 F2+25 F2+26 by desk:corporate_help_desk for V │ refused user_locked
        │ resync F2 F2+25 F2+26 by desk:elsewhere for U    │ 403 desk_not_allowed
  +2m   │ verify U F2+21                                   │ accepted
        │ resync F2 F2+25 F2+26 by desk:corporate_help_desk for U │ accepted
        │ verify U F2+26                                   │ refused code_replayed
  # beyond the wide window nothing helps
        │ resync F1 F1+31 F1+32 by M                       │ refused code_wrong
`,
  { policy: ownResync },
);

scenario(
  'ALL-01 row 5 row 6 a card that was pressed in a pocket: two consecutive counters, and the mark never goes back',
  `
        │ contract C                                       │ opened
        │ user U C member one_off_transfer                 │ added
        │ cards K                                          │ in stock
        │ apply C adoption 1                               │ recorded
        │ post C adoption K                                │ posted, no fee
        │ deliver                                          │ delivered
        │ register U K K+3                                 │ accepted
        │ verify U K+20                                    │ refused code_wrong
        │ resync K K+2 K+3 by U                            │ refused code_wrong
        │ resync K K+3 K+4 by U                            │ refused code_wrong
        │ resync K K+21 K+20 by U                          │ refused code_wrong
        │ resync K K+20 K+21 by U                          │ accepted
        │ verify U K+21                                    │ refused code_wrong
        │ verify U K+20                                    │ refused code_wrong
        │ verify U K+22                                    │ accepted
        │ resync K K+4 K+5 by U                            │ refused code_wrong
        │ verify U K+23                                    │ accepted
`,
  { policy: ownResync, fobs: [] },
);

scenario(
  'row 31 a changed address is told to the old and the new one; bind, unlock and revocation to the one on file; a lock may stop the change',
  `${enrolled}
        │ ask_address U U u@mail.example                   │ fixed_factors confirmation_password
        │ address U u@mail.example by U                    │ 422 challenge_required
        │ prove U confirmation_password -                  │ accepted
        │ address U thief@mail.example by U with U         │ 409 challenge_mismatch
        │ address U u@MAIL.example by U with U             │ u@mail.example
        │ audited C                                        │ change_user done by U: challenge_consumed user_mail_address_changed
        │ inbox u@mail.example                             │ contact_changed
        │ address U none                                   │ null
        │ address U u@mail.example                         │ u@mail.example
        │ inbox u@mail.example                             │ contact_changed contact_changed contact_changed
  # nobody changes a colleague's but an administrator
        │ ask_address V U x@mail.example                   │ fixed_factors confirmation_password
        │ prove V confirmation_password -                  │ accepted
        │ address U x@mail.example by V with V             │ 403 role_not_allowed
        │ ask_address A U new@mail.example                 │ fixed_factors confirmation_password
        │ prove A confirmation_password -                  │ accepted
        │ address U new@mail.example by A with A           │ new@mail.example
        │ inbox u@mail.example                             │ contact_changed contact_changed contact_changed contact_changed
        │ inbox new@mail.example                           │ contact_changed
  # no address that mail could not be sent to
        │ address U nobody                                 │ 400 body_invalid
        │ address U a@b@mail.example                       │ 400 body_invalid
        │ verify U F2! ×5                                  │ refused code_wrong
        │ ask_address U U other@mail.example               │ blocked
        │ address U other@mail.example by U with U         │ 409 challenge_not_satisfied
        │ unlock U by M                                    │ unlocked
        │ inbox new@mail.example                           │ contact_changed lock_lifted
        │ end U for lost by desk:corporate_help_desk       │ U ended
        │ inbox new@mail.example                           │ contact_changed lock_lifted token_revoked
        │ register U F3                                    │ accepted
        │ inbox new@mail.example                           │ contact_changed lock_lifted token_revoked token_bound
        │ remove U                                         │ removed
        │ inbox new@mail.example                           │ contact_changed lock_lifted token_revoked token_bound token_revoked
`,
  {
    policy: bank({ lockout: { also_stops: ['contact_change'] } }, (document) => {
      within(document, 'operations', {
        change_contact: {
          label: { ja: '連絡先の変更', en: 'Change of contact' },
          kind: 'contact_change',
          permission: false,
          approval: false,
        },
      });
      document['challenge_rules'] = [
        {
          id: 'contact',
          when: { operations: ['change_contact'] },
          factors: ['confirmation_password'],
        },
        ...(document['challenge_rules'] as unknown[]),
      ];
    }),
  },
);
