export * from './client.ts';
export * from './openapi.ts';
export { defaultPageLimit } from './paging.ts';
export * from './problem.ts';
export * from './problems.ts';
export type * from './resources/acting.ts';
export type * from './resources/app.ts';
export type * from './resources/applications.ts';
export type * from './resources/audit-events.ts';
export type * from './resources/bindings.ts';
export type * from './resources/challenges.ts';
export type * from './resources/contract-care.ts';
export type * from './resources/contracts.ts';
export type * from './resources/enrolments.ts';
export type * from './resources/fees.ts';
export type * from './resources/institutions.ts';
export type * from './resources/issuances.ts';
export type * from './resources/jobs.ts';
export type * from './resources/locks.ts';
export type * from './resources/mailed-codes.ts';
export type * from './resources/paper-requests.ts';
export type * from './resources/policies.ts';
export type * from './resources/registrations.ts';
export type * from './resources/replacements.ts';
export type * from './resources/retry.ts';
export type * from './resources/revocations.ts';
export type * from './resources/self-service.ts';
export type * from './resources/shipments.ts';
export type * from './resources/tokens.ts';
export type * from './resources/user-otp.ts';
export type * from './resources/users.ts';
export type * from './resources/verifications.ts';
export type {
  AnswerBodyOf,
  AnswerOf,
  BodyOf,
  Method,
  ParamsOf,
  QueryOf,
  Route,
} from './route.ts';
export * from './route-problems.ts';
export * from './routes.ts';
export * from './scopes.ts';
