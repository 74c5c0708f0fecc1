import { type Static, Type } from 'typebox';
import { defineRoute, nothing } from '../route.ts';
import { component, inline, LocalisedText, policyName, text, word } from '../schema.ts';

/**
 * What an app on a phone or PC calls. It has no API key, so nothing here tells more than it must: every
 * refused activation looks the same, and requests are limited by source and by what they name. The
 * answers hold seeds and are stored nowhere, so there is no Idempotency-Key.
 */
const institutionId = Type.String({ pattern: '^[a-z][a-z0-9_-]{1,62}$', maxLength: 63 });

const deviceId = Type.String({
  pattern: '^[A-Za-z0-9_-]{22,128}$',
  maxLength: 128,
  description:
    'What the app calls itself: at least 128 random bits in base64url, made at its first start and told to nobody else. With it the app repeats a call whose answer was lost.',
  examples: ['3q2-7wQ1mZbY0xkT9sVfLw'],
});

export const AppToken = component(
  'AppToken',
  {
    serial: text(64, 'The token ID, which the app shows.'),
    secret: Type.String({
      pattern: '^[A-Z2-7]{16,128}$',
      maxLength: 128,
      description: 'The seed in Base32. Told once.',
    }),
    type: word(['totp', 'hotp']),
    algorithm: word(['SHA1', 'SHA256', 'SHA512']),
    digits: Type.Integer({ minimum: 6, maximum: 8 }),
    period_seconds: Type.Optional(Type.Integer({ minimum: 30, maximum: 60 })),
    institution: inline({ id: institutionId, name: LocalisedText }),
    label: Type.Optional(LocalisedText),
  },
  'All that an app needs to show codes.',
);

export const ActivateApp = component('ActivateApp', {
  service_id: text(64, 'From the issue screen, in any spelling.'),
  app_user_id: text(64, 'From the issue screen, in any spelling.'),
  activation_password: text(64),
  device_id: deviceId,
});

const institutionParams = inline({ institution_id: institutionId });
const example = { institution_id: 'some_bank' };
const answer = {
  serial: 'WF0123456789',
  secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
  type: 'totp',
  algorithm: 'SHA1',
  digits: 6,
  period_seconds: 60,
  institution: { id: 'some_bank', name: { ja: 'ある銀行', en: 'Some Bank' } },
};

export const activateApp = defineRoute({
  operationId: 'activate_app',
  resource: 'app',
  method: 'POST',
  path: '/v1/app/{institution_id}/activations',
  scope: null,
  summary: 'Take the token of an issue into an app',
  description:
    'With the two IDs of the issue screen and the activation password. The seed is told once. When the answer was lost, the same app sends the same again before the first code is used, and is told a new seed for the same token. Whatever is wrong, the answer is `activation_refused`; after some wrong passwords the issue has ended. `device_full`: the phone holds as many as it may.',
  params: institutionParams,
  query: nothing,
  body: ActivateApp,
  answers: { 201: AppToken },
  problems: ['activation_refused', 'device_full'],
  idempotent: false,
  example: {
    params: example,
    body: {
      service_id: 'K7QD-2M9X-4TRB',
      app_user_id: '3V8N-HJ5C-0WZE',
      activation_password: '271828',
      device_id: '3q2-7wQ1mZbY0xkT9sVfLw',
    },
    answer,
  },
});

export const MakeCredential = component('MakeCredential', {
  authenticator: Type.Optional(policyName('Which kind of token, where there are several.')),
  device_id: deviceId,
});

export const makeCredential = defineRoute({
  operationId: 'make_credential',
  resource: 'app',
  method: 'POST',
  path: '/v1/app/{institution_id}/credentials',
  scope: null,
  summary: 'Make a token that is registered later by its ID',
  description:
    'Where the policy registers app tokens by their ID: the app shows `serial`, and a user registers it with a code. Nobody’s until then; one that nobody registers is removed after a while.',
  params: institutionParams,
  query: nothing,
  body: MakeCredential,
  answers: { 201: AppToken },
  problems: ['authenticator_unknown', 'authenticator_not_chosen', 'device_full'],
  idempotent: false,
  example: { params: example, body: { device_id: '3q2-7wQ1mZbY0xkT9sVfLw' }, answer },
});

export type AppToken = Static<typeof AppToken>;
export type ActivateApp = Static<typeof ActivateApp>;
export type MakeCredential = Static<typeof MakeCredential>;
