import { type Static, Type } from 'typebox';
import { pageOf, pageQuery } from '../paging.ts';
import { defineRoute, nothing } from '../route.ts';
import { component, id, instant, listing, orNull, policyName, text, word } from '../schema.ts';

export const AuditActor = component('AuditActor', {
  kind: word(['api_key', 'app', 'command_line', 'system']),
  id: Type.String({ maxLength: 100 }),
  user_id: Type.Optional(id('usr')),
  staff_id: Type.Optional(text(64)),
  desk: Type.Optional(policyName()),
  evidence: Type.Optional(text(200)),
});

export const AuditEvent = component(
  'AuditEvent',
  {
    id: Type.String({ maxLength: 100 }),
    sequence: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
    chain: Type.String({ maxLength: 64 }),
    at: instant(),
    action: policyName('An imperative, for example `verify_otp`.'),
    outcome: word(['done', 'accepted', 'refused']),
    reason: orNull(policyName()),
    actor: AuditActor,
    contract_id: orNull(id('con')),
    user_id: orNull(id('usr')),
    token_id: orNull(id('tok')),
    source: orNull(Type.String({ maxLength: 64, description: 'The address it came from.' })),
    factors: listing(policyName(), 20),
    policy_version: orNull(Type.Integer({ minimum: 1, maximum: 1_000_000_000 })),
    events: listing(
      Type.Object(
        { type: policyName('A past participle, for example `otp_accepted`.') },
        { additionalProperties: true, description: 'What changed; never a code or a secret.' },
      ),
    ),
    hash: Type.String({ pattern: '^[0-9a-f]{64}$', maxLength: 64 }),
  },
  'One decision on record: who, what, for whom, when, from where, with which factors, the outcome.',
);

export const AuditEventList = pageOf('AuditEventList', AuditEvent);

export const listAuditEvents = defineRoute({
  operationId: 'list_audit_events',
  resource: 'audit_events',
  method: 'GET',
  path: '/v1/audit_events',
  scope: 'audit:read',
  summary: 'The record of all decisions',
  description: 'Of the institution; filtered by contract, user, token or action.',
  params: nothing,
  query: pageQuery({
    contract_id: Type.Optional(id('con')),
    user_id: Type.Optional(id('usr')),
    token_id: Type.Optional(id('tok')),
    action: Type.Optional(policyName()),
  }),
  body: null,
  answers: { 200: AuditEventList },
  problems: [],
  idempotent: false,
  example: { query: { action: 'verify_otp', limit: 20 } },
});

export type AuditActor = Static<typeof AuditActor>;
export type AuditEvent = Static<typeof AuditEvent>;
