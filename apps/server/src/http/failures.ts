import { StoreFailure, type StoreFailureCode } from '@warifu/service';
import { type Problem, type ProblemCode, problemOf } from '@warifu/wire';

/** What a failure of the store is outside. A conflict after all retries is one more try for the client. */
const storeProblems = {
  try_again: 'try_again',
  conflict: 'try_again',
  store_full: 'store_full',
  store_unavailable: 'store_unavailable',
  outcome_unknown: 'outcome_unknown',
} as const satisfies Record<StoreFailureCode, ProblemCode>;

/** What Fastify's own errors are outside. */
const frameProblems: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'media_type_unsupported',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'request_malformed',
  FST_ERR_CTP_EMPTY_TYPE: 'media_type_unsupported',
  FST_ERR_BAD_URL: 'not_found',
  FST_ERR_MAX_PARAM_LENGTH: 'not_found',
  ECONNRESET: 'request_malformed',
  ECONNABORTED: 'request_malformed',
};

/** The problem of something that was thrown. Nothing of the error itself goes out. */
export function problemOfFailure(error: unknown): Problem {
  if (error instanceof StoreFailure) return problemOf(storeProblems[error.code]);
  const code = codeOf(error);
  return problemOf((code !== undefined ? frameProblems[code] : undefined) ?? 'internal');
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** The problem of a request that Node's parser refused before it was one. */
export function problemOfParserError(code: string | undefined): Problem {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return problemOf('header_too_large');
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return problemOf('request_timeout');
    default:
      return problemOf('request_malformed');
  }
}
