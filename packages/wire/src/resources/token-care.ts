import { type TProperties, Type } from 'typebox';
import type { ProblemCode } from '../problems.ts';
import { defineRoute, nothing } from '../route.ts';
import { component, id, inline, text } from '../schema.ts';
import { Acting } from './acting.ts';
import { Token } from './tokens.ts';
import { Verification } from './verifications.ts';

/** What is done with a token beside posting, registering and revoking it. */
const params = inline({ token_id: id('tok') });
const example = { token_id: 'tok_01k4y8m2v5t7q9r3w6x0z1b2c3' };
const byUser = { user_id: 'usr_01k4y8m2v5t7q9r3w6x0z1b2c3' };
const byDesk = { staff_id: 's-012', desk: 'help_desk', evidence: 'call 2026-1122-31' };
const otp = text(64, 'As it was typed.');

function onToken<P extends TProperties, E extends object>(care: {
  readonly operationId: string;
  readonly act: string;
  readonly summary: string;
  readonly description: string;
  readonly name: string;
  readonly body: P;
  readonly problems: readonly ProblemCode[];
  readonly example: E;
}) {
  const { operationId, act, summary, description, name, body, problems, example: given } = care;
  return {
    operationId,
    resource: 'tokens',
    method: 'POST',
    path: `/v1/tokens/{token_id}/${act}`,
    scope: 'tokens:write',
    summary,
    description,
    params,
    query: nothing,
    body: component(name, body),
    answers: { 200: Token },
    problems: ['token_unknown', ...problems],
    idempotent: true,
    example: { params: example, body: given },
  } as const;
}

export const suspendToken = defineRoute(
  onToken({
    operationId: 'suspend_token',
    act: 'suspension',
    summary: 'Pause a token that cannot be found',
    description: 'It verifies nothing for anybody until it is resumed. Where the policy offers it.',
    name: 'SuspendToken',
    body: { acting: Acting },
    problems: [
      'suspension_not_offered',
      'already_suspended',
      'not_in_service',
      'user_unknown',
      'role_not_allowed',
      'desk_not_allowed',
      'already_stopped',
      'actor_locked',
    ],
    example: { acting: byUser },
  }),
);

export const resumeToken = defineRoute(
  onToken({
    operationId: 'resume_token',
    act: 'resumption',
    summary: 'Go on with a paused token',
    description: 'By its user, an administrator or the desk, as the policy says.',
    name: 'ResumeToken',
    body: { acting: Acting },
    problems: [
      'not_suspended',
      'user_unknown',
      'role_not_allowed',
      'desk_not_allowed',
      'already_stopped',
      'actor_locked',
    ],
    example: { acting: byUser },
  }),
);

export const returnToken = defineRoute(
  onToken({
    operationId: 'return_token',
    act: 'return',
    summary: 'Record that a broken or found token came back',
    description:
      'By staff, who hold it in their hands. Where the policy makes a reissue free for it and it came in time, the fee is reversed in the same step.',
    name: 'ReturnToken',
    body: { acting: Acting },
    problems: ['already_returned', 'institution_only', 'desk_not_allowed'],
    example: { acting: byDesk },
  }),
);

export const resynchroniseToken = defineRoute({
  operationId: 'resynchronise_token',
  resource: 'tokens',
  method: 'POST',
  path: '/v1/tokens/{token_id}/resynchronisation',
  scope: 'tokens:write',
  summary: 'Correct a token’s clock or counter with two consecutive codes',
  description:
    'Both codes are spent. A pair that is wrong counts like a wrong code, and is refused as one.',
  params,
  query: nothing,
  body: component('ResynchroniseToken', {
    otp,
    next_otp: otp,
    user_id: Type.Optional(
      id('usr', 'Whose codes they are where staff act; the first who shares it otherwise.'),
    ),
    acting: Acting,
  }),
  answers: { 200: Verification },
  problems: [
    'token_unknown',
    'resynchronisation_not_offered',
    'not_in_service',
    'desk_not_allowed',
    'user_unknown',
  ],
  idempotent: true,
  example: { params: example, body: { otp: '123456', next_otp: '654321', acting: byUser } },
});

export const extendToken = defineRoute(
  onToken({
    operationId: 'extend_token',
    act: 'extension',
    summary: 'Extend the lifetime of an app token',
    description: 'From now on, while it still lives and where the policy lets its user.',
    name: 'ExtendToken',
    body: { user_id: id('usr') },
    problems: ['not_extendable', 'already_stopped', 'actor_locked'],
    example: byUser,
  }),
);
