import { Type } from 'typebox';
import {
  about,
  ContractKinds,
  Name,
  Period,
  PlainDate,
  Role,
  Roles,
  strict,
  word,
  words,
} from './policy-parts.ts';

const ObligationPhase = Type.Object(
  {
    from_on: Type.Optional(PlainDate),
    contracts_opened_from: Type.Optional(PlainDate),
    contract_kinds: Type.Optional(ContractKinds),
    roles: Type.Optional(Type.Array(Role, { minItems: 1, uniqueItems: true })),
    effect: word(
      ['optional', 'mandatory'],
      about(
        'Mandatory: what needs an OTP is refused until the customer has applied and registered.',
        'mandatory は、申込と登録が済むまで OTP を要する操作を受け付けません。',
      ),
    ),
  },
  strict,
);

export const Adoption = Type.Object(
  {
    obligation: Type.Array(ObligationPhase, {
      minItems: 1,
      maxItems: 20,
      ...about(
        'Phases; the last one that has begun and whose scope fits decides. Nobody is obliged when none does.',
        '段階的な義務付け。開始済みで該当する最後の段階が適用されます。',
      ),
    }),
    unit: word(
      ['contract', 'user'],
      about(
        'Contract: an application adopts for all its users. User: each user decides for himself.',
        '導入の単位（契約全体、または利用者ごと）。',
      ),
    ),
    kinds: word(
      ['one_per_contract', 'one_per_user', 'free'],
      about(
        'Whether the kinds of tokens of one contract may be mixed.',
        '一つの契約の中でトークンの種類を混在できるか。',
      ),
    ),
    migration: Type.Optional(
      Type.Object(
        { from: Name, to: Name, cut_over_on: PlainDate },
        {
          ...strict,
          ...about(
            'Two kinds side by side until the cut-over; from that day the old kind is no longer accepted.',
            '移行期間中は併用し、切替日から旧方式を受け付けません。',
          ),
        },
      ),
    ),
    application: words(['paper', 'phone', 'web'], {
      ...about(
        'How customers apply; empty when no application is needed.',
        '申込方法（空なら不要）。',
      ),
    }),
    sent_unasked: Type.Boolean(
      about('Whether the institution may send tokens unasked.', '申込がなくても送付できるか。'),
    ),
    recording_business_days: Type.Integer({ minimum: 0, maximum: 30 }),
    delivery_days: Type.Integer({ minimum: 0, maximum: 90 }),
    delivery_to: word(['registered_address', 'contract_manager']),
  },
  strict,
);

const Grace = Type.Object(
  {
    length: Period,
    count_from: word(['application', 'set_up', 'delivery', 'fixed_date']),
    fixed_on: Type.Optional(PlainDate),
    authenticators: Type.Optional(
      Type.Array(Name, {
        minItems: 1,
        uniqueItems: true,
        ...about(
          'Kinds that have grace; the others have none. All when absent.',
          '猶予のある種類（省略時はすべて）。',
        ),
      }),
    ),
    skip: Type.Boolean(
      about(
        'Whether the registration screen can be skipped during grace.',
        '猶予中に登録を省略できるか。',
      ),
    ),
    ends_when_a_colleague_registers: Type.Boolean(),
    lapses_on_enrolment: Type.Boolean(
      about(
        'Whether a user who has registered once gets no more grace, for example after a revocation.',
        '一度登録した利用者には猶予を認めないか。',
      ),
    ),
  },
  strict,
);

export const Enrolment = Type.Object(
  {
    who_registers: words(['each_user', 'administrator', 'before_login'], { minItems: 1 }),
    registrar_roles: Roles,
    concerns: word(['users_with_otp_operations', 'all_users']),
    proof: Type.Array(Name, {
      uniqueItems: true,
      minItems: 1,
      ...about(
        'What proves possession: `serial`, `otp`, `second_otp`, and fixed factors by name.',
        '登録時に求めるもの（serial、otp、second_otp、固定の要素）。',
      ),
    }),
    grace: Type.Union([Grace, Type.Null()], {
      ...about('Null: no grace at all.', 'null は猶予なし。'),
    }),
    after_grace: word(
      ['block_login', 'block_operations', 'block_sending'],
      about(
        'What is refused until the user has registered.',
        '登録するまで受け付けないもの（ログイン、OTP を要する操作、資金移動）。',
      ),
    ),
    skip_shown_after_grace: Type.Boolean(),
    takes_effect: word(['at_once', 'next_login']),
    hold_hours: Type.Integer({
      minimum: 0,
      maximum: 168,
      ...about(
        'Hours after a registration in which sending is held.',
        '登録後に資金移動を留保する時間数。',
      ),
    }),
  },
  strict,
);

export const Relations = Type.Object(
  {
    users_per_token: Type.Union([Type.Integer({ minimum: 1 }), Type.Literal('any')]),
    assignment: word(['any', 'all_same', 'all_different']),
    tokens_per_user: Type.Integer({ minimum: 1, maximum: 5 }),
    contracts_per_token: Type.Literal(1),
  },
  strict,
);
