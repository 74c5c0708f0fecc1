import { type TSchemaOptions, Type } from 'typebox';

/** The building blocks of the policy schema; `policy-schema.ts` puts them together. */
export const strict = { additionalProperties: false } as const;

/** The description of a key in both languages: English for JSON Schema readers, both for the reference. */
export function about(en: string, ja: string) {
  return { description: en, 'x-description-ja': ja };
}

/** One of a closed list of words. */
export function word<W extends string>(list: readonly W[], options: TSchemaOptions = {}) {
  return Type.Enum<W[]>([...list], options);
}

/** A set of words of a closed list. */
export function words<W extends string>(list: readonly W[], options: TSchemaOptions = {}) {
  return Type.Array(word(list), { uniqueItems: true, ...options });
}

export const Name = Type.String({ pattern: '^[a-z][a-z0-9_]{0,63}$' });
export const Text = Type.Object(
  {
    ja: Type.String({ minLength: 1, maxLength: 400, ...about('In Japanese.', '日本語。') }),
    en: Type.String({ minLength: 1, maxLength: 400, ...about('In English.', '英語。') }),
  },
  { ...strict, ...about('One text in Japanese and in English.', '日本語と英語の文言。') },
);
export const PlainDate = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}$',
  ...about('A calendar date, YYYY-MM-DD.', '暦日（YYYY-MM-DD）。'),
});
export const MonthDay = Type.String({
  pattern: '^\\d{2}-\\d{2}$',
  ...about('A day of every year, MM-DD.', '毎年の月日（MM-DD）。'),
});
export const ClockTime = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$|^24:00$' });
export const Yen = Type.Integer({ minimum: 0, maximum: 1_000_000_000 });
export const roles = ['master', 'admin', 'member'] as const;
export const Role = word(roles);
export const Roles = Type.Array(Role, { uniqueItems: true });
export const contractKinds = ['corporate', 'sole_proprietor', 'retail'] as const;
export const ContractKinds = words(contractKinds, { minItems: 1 });

/** A length of time in calendar days or months; the first day is not counted (ALL-02). */
export const Period = Type.Object(
  {
    days: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 366, ...about('Calendar days.', '暦日数。') }),
    ),
    months: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 24, ...about('Calendar months.', '月数。') }),
    ),
  },
  {
    ...strict,
    minProperties: 1,
    maxProperties: 1,
    ...about(
      'Calendar days or months; the first day is not counted, and it ends with the last day.',
      '暦日数または月数。初日は算入せず、最終日の終わりまで。',
    ),
  },
);
