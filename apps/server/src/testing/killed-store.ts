import type { Store } from '@warifu/service';

export class Killed extends Error {}

/**
 * The store as a process sees it that is killed at its n-th call, before or after the call has done
 * its work. Whatever it calls then is never carried out.
 */
export function killedAt(store: Store, call: number, moment: 'before' | 'after') {
  let calls = 0;
  const carriedOut = async (work: () => unknown): Promise<unknown> => {
    calls += 1;
    if (calls > call || (calls === call && moment === 'before')) throw new Killed();
    const result: unknown = await work();
    if (calls === call) throw new Killed();
    return result;
  };
  const guarded = <T extends object>(part: T): T =>
    new Proxy(part, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return (...args: unknown[]) => carriedOut(() => Reflect.apply(method, target, args));
      },
    });
  const { run } = guarded({ run: store.run.bind(store) });
  const killed: Store = {
    ...store,
    run,
    jobs: guarded(store.jobs),
    due: guarded(store.due),
    queries: guarded(store.queries),
    institutions: guarded(store.institutions),
  };
  return { store: killed, reached: () => calls >= call };
}
