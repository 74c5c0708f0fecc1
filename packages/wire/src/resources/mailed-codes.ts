import { type Static, Type } from 'typebox';
import { defineRoute, nothing } from '../route.ts';
import { component, id, inline, instant, policyName, text } from '../schema.ts';

export const MailCode = component('MailCode', {
  operation: Type.Optional(
    policyName('What the code is asked for, by its name in the policy; the mail says it.'),
  ),
});

export const MailedCode = component(
  'MailedCode',
  {
    user_id: id('usr'),
    token_id: id('tok'),
    mail_address: text(254, 'Where it goes, with its middle left out.'),
    sent_at: instant(),
    expires_at: instant('From then on it is not accepted.'),
    resend_from: instant('Before this instant no other is sent.'),
    left_today: Type.Integer({ minimum: 0, maximum: 100 }),
  },
  'A code on its way to a mailbox; the code itself is in the mail and nowhere else.',
);

export const mailCode = defineRoute({
  operationId: 'mail_code',
  resource: 'users',
  method: 'POST',
  path: '/v1/users/{user_id}/mailed_codes',
  scope: 'challenges:write',
  summary: 'Send a user the next code by mail',
  description:
    'For users whose codes come by mail, or who are about to be. Only the code that was mailed last is accepted, once and for its lifetime.',
  params: inline({ user_id: id('usr') }),
  query: nothing,
  body: MailCode,
  answers: { 201: MailedCode },
  problems: [
    'user_unknown',
    'operation_unknown',
    'already_stopped',
    'actor_locked',
    'not_in_service',
    'authenticator_unknown',
    'mail_address_missing',
    'mail_address_not_registered',
    'mail_code_too_soon',
    'mail_code_limit',
  ],
  idempotent: true,
  example: {
    params: { user_id: 'usr_01k4y8m2v5t7q9r3w6x0z1b2c3' },
    body: { operation: 'login' },
  },
});

export type MailCode = Static<typeof MailCode>;
export type MailedCode = Static<typeof MailedCode>;
