import { Type } from 'typebox';
import { ClockTime, MonthDay, Name, PlainDate, strict, Text, word, words } from './policy-parts.ts';

const weekdays = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;

/** The institution's business days. */
export const Calendar = Type.Object(
  {
    weekend: words(weekdays),
    public_holidays: word(['japan', 'none']),
    closed: Type.Array(MonthDay, { uniqueItems: true }),
    closed_on: Type.Array(PlainDate, { uniqueItems: true }),
  },
  strict,
);

export const Desk = Type.Object(
  {
    id: Name,
    label: Text,
    subject: Type.Optional(Text),
    telephone: Type.Optional(Type.String({ maxLength: 40 })),
    hours: Type.Array(
      Type.Object(
        {
          days: words(['weekday', 'saturday', 'sunday', 'holiday'], { minItems: 1 }),
          from: ClockTime,
          to: ClockTime,
        },
        strict,
      ),
    ),
    closed: Type.Array(MonthDay, { uniqueItems: true }),
    closed_on: Type.Optional(Type.Array(PlainDate, { uniqueItems: true })),
  },
  strict,
);

export const Notice = Type.Object(
  { id: Name, from_on: PlainDate, until_on: Type.Optional(PlainDate), title: Text },
  strict,
);
