/**
 * What an API key may do. Each operation asks one scope; the last three widen what a client may
 * state or see within operations that it may call.
 */
export const scopes = {
  'policies:read': 'Read the institution and its policies.',
  'contracts:read': 'Read contracts, applications and shipments.',
  'contracts:write': 'Open contracts.',
  'users:read': 'Read users, their OTP state and their bindings.',
  'users:write': 'Add, change and remove users.',
  'applications:write': 'Record applications for tokens.',
  'tokens:write': 'Pause, resume, return, extend and resynchronise tokens.',
  'tokens:read': 'Read tokens and which of them are due for replacement.',
  'shipments:write': 'Post shipments and record their delivery.',
  'paper_requests:read':
    'Read what customers have asked on paper, by phone or by web notification.',
  'paper_requests:write': 'Take and refuse such requests.',
  'emergency_stop:write': 'Stop everything of a contract, and lift the stop at a desk.',
  'enrolments:read': 'Read where a user stands with his registration.',
  'enrolments:write': 'Skip a registration, register a token.',
  'challenges:read': 'Read challenges.',
  'challenges:write': 'Ask what an operation requires, and use what was proved.',
  'verifications:write': 'Have codes and factors verified.',
  'locks:read': 'Read what is locked.',
  'locks:unlock': 'Lift locks.',
  'revocations:write': 'Revoke bindings and tokens.',
  'fees:read': 'Read fees.',
  'jobs:read': 'Read due work and its lists.',
  'fees:write': 'Reverse fees.',
  'audit:read': 'Read audit events.',
  'verifications:reasons': 'See why a code was refused.',
  'factors:state': 'State fixed factors that the client has checked itself.',
  'desk:act': 'Act for the staff of one of the institution’s desks.',
} as const satisfies Readonly<Record<string, string>>;

export type Scope = keyof typeof scopes;

export const scopeNames: readonly Scope[] = Object.keys(scopes).filter(isScope);

/** True when the text names a scope. */
export function isScope(value: string): value is Scope {
  return Object.hasOwn(scopes, value);
}
