import { StoreFailure } from '@warifu/service';
import { UnsafeStore } from '../unsafe-store.ts';
import { StaleState } from '../writes/stale-state.ts';

/** Does one step of opening and tells every failure as a refusal that names the remedy. */
export async function refusing<T>(step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    throw refusalOf(error);
  }
}

function refusalOf(error: unknown): unknown {
  if (error instanceof UnsafeStore) return error;
  const source = error instanceof StoreFailure && error.cause !== undefined ? error.cause : error;
  const text = source instanceof Error ? source.message : String(source);
  const message =
    error instanceof StaleState
      ? 'another process holds the database: try again'
      : `the database cannot be used (${text}): check the address, the password and the rights`;
  return new UnsafeStore('cannot_open', message, { cause: error });
}
