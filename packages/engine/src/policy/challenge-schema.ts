import { Type } from 'typebox';
import {
  about,
  ContractKinds,
  Name,
  Role,
  strict,
  Text,
  word,
  words,
  Yen,
} from './policy-parts.ts';

/** What an operation is, as far as other rules of the policy look at it. */
export const operationKinds = [
  'login',
  'sending',
  'contact_change',
  'administration',
  'other',
] as const;

export const Operation = Type.Object(
  {
    label: Text,
    kind: Type.Optional(
      word(
        operationKinds,
        about(
          '`sending` moves money; grace, locks, limits and same-day rules look at this. `other` when absent.',
          '操作の種別（sending は資金移動）。猶予・停止・限度額・当日扱いの規則が参照します。',
        ),
      ),
    ),
    permission: Type.Boolean(
      about(
        'Whether a user needs a permission of this name; login, for one, needs none.',
        '同名の権限が必要か。',
      ),
    ),
    roles: Type.Optional(Type.Array(Role, { minItems: 1, uniqueItems: true })),
    approval: Type.Boolean(
      about(
        'Whether it can run through an approval flow; then details.approval and details.stage are required.',
        '承認の流れを取り得るか。',
      ),
    ),
  },
  strict,
);

const When = Type.Object(
  {
    operations: Type.Optional(Type.Array(Name, { minItems: 1, uniqueItems: true })),
    operation_kinds: Type.Optional(words(operationKinds, { minItems: 1 })),
    approval: Type.Optional(words(['none', 'single', 'double'], { minItems: 1 })),
    stage: Type.Optional(words(['commit', 'first_approval', 'final_approval'], { minItems: 1 })),
    roles: Type.Optional(Type.Array(Role, { minItems: 1, uniqueItems: true })),
    contract_kinds: Type.Optional(ContractKinds),
    authenticators: Type.Optional(
      Type.Array(Name, {
        minItems: 1,
        uniqueItems: true,
        ...about(
          'Kinds of tokens that the contract has chosen or the user holds.',
          '契約が選択した、または利用者が持つトークンの種類。',
        ),
      }),
    ),
    amount_yen_from: Type.Optional(Yen),
    amount_yen_below: Type.Optional(Yen),
    channels: Type.Optional(Type.Array(Name, { minItems: 1, uniqueItems: true })),
    payee_classes: Type.Optional(
      Type.Array(Name, {
        minItems: 1,
        uniqueItems: true,
        ...about(
          'Classes of payees that the institution states: from history, from a list, new, taxes …',
          '振込先・払込先の区分（履歴、一覧、新規、税金等。金融機関が申告）。',
        ),
      }),
    ),
    client_certificate: Type.Optional(Type.Boolean()),
    opted_in: Type.Optional(
      Type.Boolean(about('Whether the user asked for it himself.', '利用者本人が希望したか。')),
    ),
  },
  {
    ...strict,
    ...about(
      'All conditions must hold; an absent one always holds.',
      '書かれた条件がすべて成り立つときに適用します。',
    ),
  },
);

export const ChallengeRule = Type.Object(
  {
    id: Name,
    when: When,
    factors: Type.Array(Name, {
      uniqueItems: true,
      ...about(
        '`otp`, or a fixed factor of the institution by name; all of them are asked.',
        '求める要素（otp または固定の要素名）。すべて求めます。',
      ),
    }),
    replaces: Type.Optional(
      Type.Array(Name, {
        uniqueItems: true,
        ...about(
          'Fixed factors that the OTP stands in for: asked of users who need no OTP yet, beside the other fixed ones.',
          'OTP が置き換える固定の要素。OTP をまだ求めない利用者には代わりに求めます。',
        ),
      }),
    ),
    without_otp: Type.Optional(
      Type.Array(Name, {
        uniqueItems: true,
        ...about(
          'What is asked of a user who needs no OTP yet; without it the factors less `otp`, with those of `replaces`.',
          'OTP をまだ求めない利用者に求める要素。',
        ),
      }),
    ),
  },
  strict,
);

export const ChallengeTimes = Type.Object(
  {
    lifetime_seconds: Type.Integer({ minimum: 30, maximum: 3_600 }),
    fixed_factor_max_age_seconds: Type.Integer({ minimum: 30, maximum: 3_600 }),
  },
  strict,
);
