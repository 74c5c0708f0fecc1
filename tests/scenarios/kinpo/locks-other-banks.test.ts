import { policyLike, within } from '../support/policies.ts';
import { scenario } from '../support/scenario.ts';

/** Rules of locks that none of the five banks has, each by its policy alone. */
type Parts = Readonly<Record<string, unknown>>;

const unlock = {
  roles: ['master', 'admin'],
  oneself: false,
  sharers_of_token: true,
  while_locked: false,
  desk: 'corporate_help_desk',
  desk_when: 'nobody_left',
  documents: [],
  takes: null,
};

const bankWith = (
  lockout: Parts,
  more: (document: { [key: string]: unknown }) => void = () => {},
) =>
  policyLike('nanahoshi', (document) => {
    within(document, 'lockout', { unlock, ...lockout });
    more(document);
  });

const enrolled = `
        │ contract C                                       │ opened
        │ user M C master one_off_transfer                 │ added
        │ user U C member one_off_transfer                 │ added
        │ user V C member one_off_transfer                 │ added
        │ apply C adoption 3                               │ recorded
        │ post C adoption F1 F2 F3                         │ posted, no fee
        │ deliver                                          │ delivered
        │ register M F1                                    │ accepted
        │ register U F2                                    │ accepted
        │ register V F3                                    │ accepted
`;

const delegated = bankWith(
  { unlock: { ...unlock, roles: [], permission: 'unlock_otp' } },
  (document) => {
    within(document, 'operations', {
      unlock_otp: {
        label: { ja: '利用停止解除', en: 'Lift a suspension' },
        kind: 'administration',
        permission: true,
        approval: false,
      },
    });
    document['challenge_rules'] = [
      {
        id: 'unlock',
        when: { operations: ['unlock_otp'] },
        factors: ['confirmation_password', 'otp'],
      },
      ...(document['challenge_rules'] as unknown[]),
    ];
  },
);

scenario(
  'S2-05 row 22 a delegated right lifts locks under the helper’s own password and OTP, never his own, and the user is told',
  `${enrolled}
        │ user H C member unlock_otp one_off_transfer      │ added
        │ apply C addition 1                               │ recorded
        │ post C addition F4                               │ posted, 1080 yen
        │ deliver                                          │ delivered
        │ register H F4                                    │ accepted
        │ address U u@mail.example                         │ u@mail.example
        │ verify U F2! ×5                                  │ refused code_wrong
        │ locks C                                          │ U: user_otp by threshold, H
  # roles have no right of their own here
        │ lift U by M                                      │ 403 role_not_allowed
        │ ask M unlock_otp on U                            │ blocked (permission_missing)
        │ lift U by desk:corporate_help_desk               │ 409 administrator_can
        │ lift U by H                                      │ 422 challenge_required
        │ ask H unlock_otp on U                            │ otp confirmation_password+otp (rule)
  # the password alone, another's code, and a code that served before
        │ prove H confirmation_password -                  │ 422 factors_missing
        │ prove H confirmation_password F1+1               │ refused code_wrong
        │ prove H F4+1                                     │ 422 factors_missing
        │ prove H confirmation_password F4                 │ refused code_replayed
        │ prove H confirmation_password F4+1               │ accepted
        │ lift U V by H with H                             │ 409 not_locked
        │ lift U by H with H                               │ lifted
        │ audited C                                        │ unlock done by H: challenge_consumed user_unlocked
        │ inbox u@mail.example                             │ contact_changed lock_lifted
  +2m   │ verify U F2                                      │ accepted
  # never his own: then the desk
        │ verify H F4! ×5                                  │ refused code_wrong
        │ lift H by H                                      │ 403 not_oneself
        │ locks C                                          │ H: user_otp by threshold, corporate_help_desk
        │ lift H by desk:corporate_help_desk               │ lifted
        │ audited C                                        │ unlock done by corporate_help_desk on form 1: user_unlocked
`,
  { policy: delegated },
);

scenario(
  'ALL-02 ALL-06 row 21 temporary locks run out to the second, the third lasts, and the cap stays the bank’s',
  `${enrolled}
        │ verify U F2! ×2                                  │ refused code_wrong
        │ hint U F2!                                       │ after
        │ state U                                          │ locked
        │ locks C                                          │ U: user_otp by temporary, M
        │ ask U one_off_transfer none commit               │ blocked pin+otp (user_locked)
        │ verify U F2+1                                    │ refused user_locked
  # ten minutes: the last millisecond is looked at by the engine's own tests
  2027-01-05 09:09:59 │ verify U F2                        │ refused user_locked
                      │ hint U F2                          │ after
  2027-01-05 09:10:00 │ locks C                            │ none
                      │ state U                            │ in_service
                      │ help U                             │ none needed
                      │ verify U F2                        │ accepted
  # an acceptance clears the number of temporary ones; two of them, and the third lock lasts
                      │ verify U F2! ×3                    │ refused code_wrong
  +10m                │ verify U F2! ×3                    │ refused code_wrong
  +10m                │ verify U F2! ×2                    │ refused code_wrong
                      │ hint U F2!                         │ ask_administrator
  +1d                 │ locks C                            │ U: user_otp by threshold, M
                      │ lift U by M                        │ lifted
  # nine wrong ones since the acceptance; the cap of twelve is reached all the same
                      │ verify U F2! ×2                    │ refused code_wrong
                      │ verify U F2!                       │ refused code_wrong
                      │ locks C                            │ U: user_otp by cap, corporate_help_desk
                      │ lift U by M                        │ 403 institution_only
  +30d                │ verify U F2                        │ refused user_locked
                      │ lift U by desk:corporate_help_desk │ lifted
                      │ verify U F2                        │ accepted
`,
  {
    policy: bankWith({ threshold: 3, cap: 12, temporary: { minutes: 10, lasting_after: 2 } }),
  },
);

scenario(
  'ALL-06 cumulative counting: an acceptance clears nothing, an unlock does',
  `${enrolled}
        │ verify U F2! ×3                                  │ refused code_wrong
  +60s  │ verify U F2                                      │ accepted
        │ verify U F2!                                     │ refused code_wrong
  +60s  │ verify U F2                                      │ accepted
        │ verify U F2!                                     │ refused code_wrong
        │ locks C                                          │ U: user_otp by threshold, M
        │ lift U by M                                      │ lifted
  +60s  │ verify U F2! ×4                                  │ refused code_wrong
        │ verify U F2                                      │ accepted
`,
  { policy: bankWith({ counting: 'cumulative' }) },
);

const twoDesks = bankWith(
  { unlock: { ...unlock, desk: 'night_desk', desk_when: 'always' } },
  (document) => {
    document['desks'] = [
      ...(document['desks'] as unknown[]),
      {
        id: 'night_desk',
        label: { ja: '夜間窓口', en: 'Night desk' },
        subject: { ja: '利用停止の解除', en: 'Locks' },
        hours: [
          { days: ['weekday', 'saturday', 'sunday', 'holiday'], from: '00:00', to: '09:00' },
          { days: ['weekday', 'saturday', 'sunday', 'holiday'], from: '17:00', to: '24:00' },
        ],
        closed: [],
      },
    ];
  },
);

scenario(
  'S2-08 two desks by subject and hour: each does its own, and a stuck user reads which one is open',
  `${enrolled}
        │ verify U F2! ×5                                  │ refused code_wrong
        │ help U                                           │ M night_desk (closed until 2027-01-05 17:00:00)
        │ lift U by desk:corporate_help_desk               │ 403 desk_not_allowed
        │ end U for lost by desk:night_desk                │ 403 desk_not_allowed
  # across midnight it is one opening
  2027-01-05 23:30:00 │ help U                             │ M night_desk (open until 2027-01-06 09:00:00)
        │ lift U by desk:night_desk                        │ lifted
        │ end U for lost by desk:corporate_help_desk       │ U ended
`,
  { policy: twoDesks },
);

scenario(
  'S1-09 row 22 where customers lift the lock of a shared token, the challenge is for all whom it helps, and no sharer lifts it',
  `
        │ contract C                                       │ opened
        │ user M C master one_off_transfer                 │ added
        │ user A C admin one_off_transfer                  │ added
        │ user U C member one_off_transfer                 │ added
        │ apply C adoption 2                               │ recorded
        │ post C adoption F1 F2                            │ posted, no fee
        │ deliver                                          │ delivered
        │ register M F1                                    │ accepted
        │ register A F2                                    │ accepted
  +60s  │ register U F2                                    │ accepted
        │ verify U F2! ×5                                  │ refused code_wrong
        │ locks C                                          │ A U: token by threshold, M
        │ lift token:F2 by A                               │ 403 not_oneself
        │ ask M unlock_otp on U                            │ otp confirmation_password+otp (rule)
  +60s  │ prove M confirmation_password F1                 │ accepted
        │ lift token:F2 by M with M                        │ 409 challenge_mismatch
        │ ask M unlock_otp on U A                          │ otp confirmation_password+otp (rule)
  +60s  │ prove M confirmation_password F1                 │ accepted
        │ lift token:F2 by M with M                        │ lifted
        │ verify A F2+1                                    │ accepted
`,
  {
    policy: bankWith(
      { scope: 'token', unlock: { ...unlock, sharers_of_token: false } },
      (document) => {
        document['challenge_rules'] = [
          {
            id: 'unlock',
            when: { operations: ['unlock_otp'] },
            factors: ['confirmation_password', 'otp'],
          },
          ...(document['challenge_rules'] as unknown[]),
        ];
      },
    ),
  },
);
