import { systemKeyOwner } from '@warifu/service';
import type { Readiness } from '@warifu/wire';
import { systemClock, type Warifu } from './open-warifu.ts';

/** Before this instant no clock of a running server can be right: 1 January 2026. */
const earliestPlausibleAt = Date.UTC(2026, 0, 1);

/** Whether this server could decide now: the store takes writes, the keys are here, the clock is sane. */
export async function readiness({ deps }: Warifu): Promise<Readiness> {
  const institutions = await deps.store.institutions.list().catch(() => []);
  const owners = [systemKeyOwner, ...institutions.map((row) => row.id)];
  const store = await deps.store.probe().then(
    () => true,
    () => false,
  );
  const checks = {
    store: check(store, 'the store takes no writes; look at the disk and the log'),
    keys: check(
      owners.every((owner) => deps.vault.has(owner)),
      'a data key is missing; run `warifu keys check`',
    ),
    clock: check(
      systemClock.now() > earliestPlausibleAt,
      'the clock of this machine is wrong; set it before serving',
    ),
  };
  return { ready: Object.values(checks).every(({ ok }) => ok), checks };
}

function check(ok: boolean, message: string) {
  return ok ? { ok } : { ok, message };
}
