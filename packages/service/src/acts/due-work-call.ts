import type { StoredAnswer } from '../ports/store.ts';
import type { CallContext } from './call-context.ts';

const told: StoredAnswer = { status: 200, body: '{}' };

/** The context of an act that the server itself carries out because a day has come. */
export function dueWorkCall<T>(
  institutionId: string,
  onDone: (value: T) => void = () => {},
): CallContext<T> {
  return {
    client: { kind: 'system', keyId: 'due_work', institutionId, scopes: new Set() },
    source: null,
    present: (result) => {
      if (result.ok) onDone(result.value);
      return told;
    },
    failed: told,
  };
}
