import type { ApiClient, IdempotencyClaim, RunResult } from '@warifu/service';
import type {
  AnswerBodyOf,
  BodyOf,
  OperationId,
  ParamsOf,
  Problem,
  QueryOf,
  Route,
  Routes,
} from '@warifu/wire';

/** A call that has passed the door: known client, right form. */
export interface Call<R extends Route> {
  readonly params: ParamsOf<R>;
  readonly query: QueryOf<R>;
  readonly body: BodyOf<R>;
  readonly client: ApiClient;
  /** The address that the call came from. */
  readonly source: string | null;
}

/** What a reading operation gives: the body of its answer, or a problem. */
export type Reading<R extends Route> =
  | { readonly ok: true; readonly body: AnswerBodyOf<R> }
  | { readonly ok: false; readonly problem: Problem };

export type ReadHandler<R extends Route> = (call: Call<R>) => Promise<Reading<R>> | Reading<R>;

/** A changing operation gives what the store gave: an answer that is on disk. */
export type ChangeHandler<R extends Route> = (
  call: Call<R> & { readonly idempotency: IdempotencyClaim },
) => Promise<RunResult>;

/** What an app calls changes something too, and its answer is not stored: it holds a seed. */
export type AppHandler<R extends Route> = (call: Call<R>) => Promise<RunResult>;

export type Handler<R extends Route> = R['idempotent'] extends true
  ? ChangeHandler<R>
  : R['scope'] extends null
    ? AppHandler<R>
    : ReadHandler<R>;

/** One handler for each operation: a missing or a superfluous one does not compile. */
export type Handlers = { readonly [K in OperationId]: Handler<Routes[K]> };
