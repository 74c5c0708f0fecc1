import { type Static, Type } from 'typebox';
import { isProblemCode, type ProblemCode, problems } from './problems.ts';
import { component, inline, word } from './schema.ts';

export const FieldError = component('FieldError', {
  path: Type.String({
    maxLength: 400,
    description: 'Where: a JSON Pointer into the body, or the name of a query parameter.',
  }),
  message: Type.String({ maxLength: 400 }),
});

const codes = Object.keys(problems).filter(isProblemCode);

export const Problem = component(
  'Problem',
  {
    type: Type.String({ maxLength: 200, description: 'A URI that ends in the code.' }),
    title: Type.String({ maxLength: 200 }),
    status: Type.Integer({ minimum: 400, maximum: 599 }),
    code: word(codes, 'Stable: programs decide by it.'),
    detail: Type.Optional(Type.String({ maxLength: 400 })),
    errors: Type.Optional(Type.Array(FieldError, { maxItems: 20 })),
  },
  'An error, RFC 9457.',
);

export type FieldError = Static<typeof FieldError>;
export type Problem = Static<typeof Problem>;

const problemBase = 'https://warifu.example/problems/';

/** The problem body of a code, with what else is known about it. */
export function problemOf(
  code: ProblemCode,
  more: { readonly detail?: string; readonly errors?: FieldError[] } = {},
): Problem {
  const { status, title } = problems[code];
  return { type: problemBase + code, title, status, code, ...more };
}

export const Readiness = component('Readiness', {
  ready: Type.Boolean(),
  checks: Type.Record(
    Type.String({ pattern: '^[a-z_]{1,40}$' }),
    inline({
      ok: Type.Boolean(),
      message: Type.Optional(Type.String({ maxLength: 400 })),
    }),
  ),
});

export type Readiness = Static<typeof Readiness>;
