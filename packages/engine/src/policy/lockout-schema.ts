import { Type } from 'typebox';
import { about, Name, Roles, strict, word, words } from './policy-parts.ts';

export const lockScopes = ['user_otp', 'user_service', 'token'] as const;

const BusinessDays = Type.Object(
  {
    from: Type.Integer({ minimum: 0, maximum: 60 }),
    to: Type.Integer({ minimum: 0, maximum: 60 }),
    counts_filing_day: Type.Boolean(),
    meaning: word(['estimate', 'promise']),
  },
  strict,
);

const Unlock = Type.Object(
  {
    roles: Type.Array(word(['master', 'admin', 'member']), {
      uniqueItems: true,
      ...about(
        'Who may lift a lock; an empty list leaves it to the institution.',
        '利用停止を解除できる役割（空なら金融機関のみ）。',
      ),
    }),
    permission: Type.Optional(Name),
    oneself: Type.Boolean(),
    sharers_of_token: Type.Boolean(
      about(
        'Whether somebody who shares the token may lift its lock.',
        '同じトークンを共用する者が解除できるか。',
      ),
    ),
    while_locked: Type.Boolean(
      about(
        'Whether somebody who is locked himself may lift the locks of others.',
        '自身も停止中の者が他者を解除できるか。',
      ),
    ),
    desk: Name,
    desk_when: word(['nobody_left', 'always']),
    documents: Type.Array(Name, { uniqueItems: true }),
    takes: Type.Union([BusinessDays, Type.Null()], {
      ...about('How long the desk takes; null: at once.', '窓口での所要日数（null は即時）。'),
    }),
  },
  strict,
);

export const Lockout = Type.Object(
  {
    threshold: Type.Integer({ minimum: 1, maximum: 100 }),
    counting: word(
      ['consecutive', 'cumulative'],
      about(
        'Consecutive: an acceptance clears the count. Cumulative: only an unlock does.',
        '連続（正しい入力でリセット）か累積（解除でのみリセット）か。',
      ),
    ),
    cap: Type.Integer({
      minimum: 1,
      maximum: 100,
      ...about(
        'Wrong codes since the last acceptance at which only the institution lifts the lock (ALL-06).',
        '最後の成功以降の誤入力がこの数に達すると、金融機関だけが解除できます。',
      ),
    }),
    scope: word(
      lockScopes,
      about(
        'What a lock stops: the user’s OTP, the user’s whole service, or the token for all who share it.',
        '停止の範囲（利用者の OTP、利用者のサービス全体、トークンとその共用者全員）。',
      ),
    ),
    scopes: Type.Optional(
      Type.Array(Type.Object({ authenticator: Name, scope: word(lockScopes) }, strict), {
        ...about('Other scopes for some kinds of tokens.', '種類ごとに異なる停止範囲。'),
      }),
    ),
    also_stops: words(['login', 'contact_change'], {
      ...about(
        'What a lock of the OTP stops beside what asks for one.',
        'OTP の停止がほかに止めるもの。',
      ),
    }),
    temporary: Type.Union(
      [
        Type.Object(
          {
            minutes: Type.Integer({ minimum: 1, maximum: 10_080 }),
            lasting_after: Type.Integer({ minimum: 1, maximum: 100 }),
          },
          strict,
        ),
        Type.Null(),
      ],
      about(
        'A lock that ends by itself; after so many of them the next one lasts.',
        '自動的に終わる一時停止と、恒久停止になるまでの回数。',
      ),
    ),
    at_registration: word(
      ['as_elsewhere', 'institution_lifts'],
      about(
        'Who lifts a lock that came about while an administrator registered tokens.',
        '登録作業中の停止を誰が解除するか。',
      ),
    ),
    unlock: Unlock,
  },
  strict,
);

const Cooldown = Type.Object(
  {
    minutes: Type.Integer({ minimum: 1, maximum: 10_080 }),
    refuses: words(['login', 'registration'], { minItems: 1 }),
  },
  strict,
);

export const Revocation = Type.Object(
  {
    roles: Roles,
    oneself: Type.Boolean(
      about('Whether a user may revoke his own token.', '本人のトークンを本人が失効できるか。'),
    ),
    scope: word(
      ['binding', 'token'],
      about(
        'On a shared token: the ticked users’ bindings only, or the token for all.',
        '共用トークンでの失効範囲（指定した利用者のみ、またはトークン全体）。',
      ),
    ),
    web_notification: Type.Boolean(
      about(
        'Whether a notification without login is taken, which staff carry out.',
        'ログインせずに届け出られる窓口（Web 届出）があるか。',
      ),
    ),
    desk: Name,
    reuse: Type.Boolean(
      about(
        'Whether a user may register again with a token that was revoked for him.',
        '失効したトークンを再び登録できるか。',
      ),
    ),
    cooldown: Type.Union([Cooldown, Type.Null()]),
    initialise: Type.Union([Type.Object({ roles: Roles, desk: Name }, strict), Type.Null()], {
      ...about(
        'Who may take back a registration before its first use.',
        '初回利用前の登録を取り消せる者（初期化）。',
      ),
    }),
  },
  strict,
);

/** What a user does for himself before or without signing in (利用登録/交換/利用停止). */
export const SelfService = Type.Object(
  {
    actions: words(['register', 'exchange', 'stop']),
    exchange_asks_old_code: Type.Boolean(),
    factors: Type.Array(Name, { uniqueItems: true }),
  },
  strict,
);

export const Suspension = Type.Union(
  [
    Type.Object(
      {
        by: words(['user', 'administrator'], { minItems: 1 }),
        resume_by: words(['user', 'administrator', 'desk'], { minItems: 1 }),
      },
      strict,
    ),
    Type.Null(),
  ],
  about('A lost token paused and resumed.', '紛失時の一時停止と再開。'),
);

export const EmergencyStop = Type.Union(
  [
    Type.Object(
      {
        roles: Roles,
        scheduled_transfers: word(['go_on', 'stop']),
        lifted_by_desk: Name,
      },
      strict,
    ),
    Type.Null(),
  ],
  about('The customer stops everything at once.', 'お客さまによる緊急停止。'),
);
