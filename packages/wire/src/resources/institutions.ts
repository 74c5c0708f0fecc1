import { type Static, Type } from 'typebox';
import { pageOf } from '../paging.ts';
import { defineRoute, nothing } from '../route.ts';
import {
  component,
  date,
  instant,
  LocalisedText,
  listing,
  orNull,
  policyName,
  text,
  word,
} from '../schema.ts';

const clockTime = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$|^24:00$', maxLength: 5 });
const monthDay = Type.String({ pattern: '^\\d{2}-\\d{2}$', maxLength: 5 });

export const DeskHours = component(
  'DeskHours',
  {
    days: listing(word(['weekday', 'saturday', 'sunday', 'holiday']), 4),
    from: clockTime,
    to: clockTime,
  },
  'In the institution’s time zone. A public holiday has the hours of `holiday`, whatever the weekday.',
);

export const Desk = component('Desk', {
  id: policyName(),
  label: LocalisedText,
  subject: Type.Optional(LocalisedText),
  telephone: Type.Optional(text(40)),
  hours: listing(DeskHours, 100),
  closed: listing(monthDay, 366),
  closed_on: listing(date(), 1_000),
  open_now: Type.Boolean(),
  closes_at: orNull(
    instant('When it closes next; null while it is closed, or when it never does.'),
  ),
  opens_at: orNull(instant('When it opens next; null while it is open, or when it never does.')),
});

export const Institution = component('Institution', {
  id: Type.String({ pattern: '^[a-z][a-z0-9_-]{1,62}$', maxLength: 63 }),
  name: LocalisedText,
  time_zone: text(64),
  policy_version: Type.Integer({ minimum: 1, maximum: 1_000_000_000 }),
  now: instant('The server’s time, by which everything is decided.'),
  sender_domains: listing(text(253), 100),
  desks: listing(Desk, 100),
});

export const InstitutionList = pageOf('InstitutionList', Institution);

export const listInstitutions = defineRoute({
  operationId: 'list_institutions',
  resource: 'institutions',
  method: 'GET',
  path: '/v1/institutions',
  scope: 'policies:read',
  summary: 'The institution of the API key',
  description:
    'An API key belongs to one institution; the list has that one. It says what the server’s time is, which policy is in force, and which desks help, with their hours and whether they are open now.',
  params: nothing,
  query: nothing,
  body: null,
  answers: { 200: InstitutionList },
  problems: [],
  idempotent: false,
  example: {},
});

export type Desk = Static<typeof Desk>;
export type Institution = Static<typeof Institution>;
