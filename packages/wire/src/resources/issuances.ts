import { type Static, Type } from 'typebox';
import { defineRoute, nothing } from '../route.ts';
import {
  component,
  id,
  inline,
  instant,
  listing,
  orNull,
  policyName,
  text,
  word,
} from '../schema.ts';
import { Acting, statedFactors } from './acting.ts';
import { Registration } from './enrolments.ts';
import { mailAddress } from './mail-address.ts';

const readableId = orNull(
  Type.String({
    pattern: '^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$',
    maxLength: 14,
    description: 'For the screen, to be typed into the app; null when it is of no use any more.',
  }),
);

export const Issuance = component(
  'Issuance',
  {
    id: id('iss'),
    user_id: id('usr'),
    authenticator: policyName('Which kind of token, by its ID in the policy.'),
    state: word(
      ['open', 'activated', 'completed', 'cancelled', 'expired'],
      '`activated`: the app has its token and shows codes; the waiting screen goes on.',
    ),
    service_id: readableId,
    app_user_id: readableId,
    mail_address: text(254),
    sender_domains: listing(text(253), 100),
    token_id: orNull(id('tok')),
    created_at: instant(),
    expires_at: instant(),
  },
  'A software token on its way to an app, or codes by mail on their way to a mailbox. Never a password or a seed.',
);

export const IssueSoftwareToken = component('IssueSoftwareToken', {
  user_id: id('usr'),
  authenticator: Type.Optional(
    policyName('Which kind of token; may be left out where the policy has one for the contract.'),
  ),
  activation_password: Type.Optional(
    text(
      64,
      'Chosen by the user: digits, as many as the policy says; full-width ones are understood. Not for codes by mail.',
    ),
  ),
  mail_address: Type.Optional(mailAddress),
  acting: Type.Optional(Acting),
});

const example = { issuance_id: 'iss_01k4y8m2v5t7q9r3w6x0z1b2c3' };
const issuanceExample = {
  id: 'iss_01k4y8m2v5t7q9r3w6x0z1b2c3',
  user_id: 'usr_01k4y8m2v5t7q9r3w6x0z1b2c3',
  authenticator: 'phone_app',
  state: 'open',
  service_id: 'K7QD-2M9X-4TRB',
  app_user_id: '3V8N-HJ5C-0WZE',
  mail_address: 'hanako@mail.example',
  sender_domains: ['mail.bank.example'],
  token_id: null,
  created_at: '2026-11-22T00:00:00.000Z',
  expires_at: '2026-11-23T00:00:00.000Z',
};

export const issueSoftwareToken = defineRoute({
  operationId: 'issue_software_token',
  resource: 'issuances',
  method: 'POST',
  path: '/v1/issuances',
  scope: 'enrolments:write',
  summary: 'Begin the issue of a software token',
  description:
    'For a user who has no token in service. The screen shows `service_id` and `app_user_id`, and the mail, which comes from one of `sender_domains`, tells the way to the app and carries no secret; the user types both IDs and his activation password into the app. An issue that is under way for the user ends. For codes by mail the first code goes out at once and the issue waits for it.',
  params: nothing,
  query: nothing,
  body: IssueSoftwareToken,
  answers: { 201: Issuance },
  problems: [
    'user_unknown',
    'role_not_allowed',
    'desk_not_allowed',
    'registration_by_administrator',
    'already_stopped',
    'not_adopted',
    'enrolment_not_concerned',
    'actor_locked',
    'cooldown_running',
    'authenticator_unknown',
    'authenticator_not_for_contract',
    'authenticator_not_chosen',
    'already_in_service',
    'mail_address_missing',
    'mail_address_not_registered',
    'activation_password_unfit',
    'mail_code_too_soon',
    'mail_code_limit',
  ],
  idempotent: true,
  example: {
    body: {
      user_id: 'usr_01k4y8m2v5t7q9r3w6x0z1b2c3',
      activation_password: '271828',
      mail_address: 'hanako@mail.example',
    },
    answer: issuanceExample,
  },
});

export const getIssuance = defineRoute({
  operationId: 'get_issuance',
  resource: 'issuances',
  method: 'GET',
  path: '/v1/issuances/{issuance_id}',
  scope: 'enrolments:read',
  summary: 'How far an issue is',
  description: 'For the waiting screen: when the state is `activated`, the app shows a code.',
  params: inline({ issuance_id: id('iss') }),
  query: nothing,
  body: null,
  answers: { 200: Issuance },
  problems: [],
  idempotent: false,
  example: { params: example },
});

export const CompleteIssuance = component('CompleteIssuance', {
  otp: text(64, 'The code that the app shows, or that came by mail.'),
  second_otp: Type.Optional(text(64, 'The code after it, where the policy asks two.')),
  factors: Type.Optional(statedFactors),
});

export const completeIssuance = defineRoute({
  operationId: 'complete_issuance',
  resource: 'issuances',
  method: 'POST',
  path: '/v1/issuances/{issuance_id}/completion',
  scope: 'enrolments:write',
  summary: 'Complete an issue with the first code',
  description:
    'Binds the user to his new token. A wrong code is refused and counted like any other.',
  params: inline({ issuance_id: id('iss') }),
  query: nothing,
  body: CompleteIssuance,
  answers: { 200: Registration },
  problems: [
    'issuance_unknown',
    'issuance_not_open',
    'issuance_not_activated',
    'user_unknown',
    'already_stopped',
    'not_adopted',
    'enrolment_not_concerned',
    'cooldown_running',
    'already_in_service',
    'tokens_per_user_exceeded',
    'assignment_differs',
    'authenticator_unknown',
    'authenticator_not_for_contract',
    'factor_unknown',
    'factors_missing',
    'second_code_missing',
  ],
  idempotent: true,
  example: {
    params: example,
    body: { otp: '755224' },
    answer: {
      result: 'accepted',
      retry: 'none',
      binding: {
        id: 'bnd_01k4y8m2v5t7q9r3w6x0z1b2c3',
        token_id: 'tok_01k4y8m2v5t7q9r3w6x0z1b2c3',
        started_at: '2026-11-22T00:00:00.000Z',
      },
    },
  },
});

export const CancelIssuance = component('CancelIssuance', { acting: Type.Optional(Acting) });

export const cancelIssuance = defineRoute({
  operationId: 'cancel_issuance',
  resource: 'issuances',
  method: 'POST',
  path: '/v1/issuances/{issuance_id}/cancellation',
  scope: 'enrolments:write',
  summary: 'End an issue that is under way',
  description: 'What the screen showed is worth nothing from then on, nor is a token of the issue.',
  params: inline({ issuance_id: id('iss') }),
  query: nothing,
  body: CancelIssuance,
  answers: { 200: Issuance },
  problems: [
    'issuance_unknown',
    'issuance_not_open',
    'user_unknown',
    'role_not_allowed',
    'desk_not_allowed',
    'registration_by_administrator',
  ],
  idempotent: true,
  example: { params: example, body: {} },
});

export type Issuance = Static<typeof Issuance>;
export type IssueSoftwareToken = Static<typeof IssueSoftwareToken>;
export type CompleteIssuance = Static<typeof CompleteIssuance>;
export type CancelIssuance = Static<typeof CancelIssuance>;
