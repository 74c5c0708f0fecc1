import { systemKeyOwner } from '@warifu/service';
import type { Readiness } from '@warifu/wire';
import { systemClock } from './clock/machine-clock.ts';
import { clockMessage } from './clock/watch-clock.ts';
import { type NodeMemory, readNow } from './node-memory.ts';
import { isShared, type Warifu } from './open-warifu.ts';
import { storeMessage } from './store-message.ts';

/** Before this instant no clock of a running server can be right: 1 January 2026. */
const earliestPlausibleAt = Date.UTC(2026, 0, 1);

/** Whether this server could decide now: the store takes writes, the keys are here, the clock is sane. */
export async function readiness(
  warifu: Warifu,
  memory: Pick<NodeMemory, 'isFresh'> = { isFresh: () => true },
): Promise<Readiness> {
  const { deps } = warifu;
  const rows = await deps.store.institutions.list().catch(() => undefined);
  const checks = {
    store: await storeCheck(warifu, memory),
    keys: await keysCheck(warifu, [systemKeyOwner, ...(rows ?? []).map((row) => row.id)]),
    // A folder that was named wrongly has none either, and nobody whom it could serve.
    institutions: check(
      rows?.length !== 0,
      'no institution yet; add one with `warifu institutions add policy.json`',
    ),
    clock: clockCheck(warifu),
    mail: await mailCheck(warifu),
  };
  return { ready: Object.values(checks).every(({ ok }) => ok), checks };
}

function check(ok: boolean, message: string) {
  return ok ? { ok } : { ok, message };
}

async function storeCheck({ config, deps }: Warifu, memory: Pick<NodeMemory, 'isFresh'>) {
  const message = await deps.store.probe().then(
    () => undefined,
    (error: unknown) => storeMessage(error, isShared(config)),
  );
  if (message !== undefined) return { ok: false, message };
  return check(
    memory.isFresh(),
    'policies and API keys could not be read for 10 s; look at the log',
  );
}

/**
 * Whether this node can decide, and, where nodes share the store, whether it could start again: after a
 * rotation it cannot without the new keyring, but decides as well as any other until then.
 */
async function keysCheck(warifu: Warifu, owners: readonly string[]) {
  const { config, deps } = warifu;
  const allHere = () => owners.every((owner) => deps.vault.has(owner));
  // An institution that another node has just added is no fault.
  if (!allHere()) await readNow(warifu).catch(() => undefined);
  const missing = check(allHere(), 'a data key is missing; run `warifu keys check`');
  if (!missing.ok || !isShared(config)) return missing;
  const dataKeys = await deps.store.keys.dataKeys().catch(() => []);
  const lacking = dataKeys.find(({ kekId }) => !deps.vault.holds(kekId));
  if (!lacking) return missing;
  const message = `this node's keyring has no key "${lacking.kekId}": copy the keyring to it, or it cannot start again`;
  return { ok: true, message };
}

function clockCheck({ guardedClock }: Warifu) {
  const plausible = systemClock.now() > earliestPlausibleAt;
  if (!plausible) return check(false, 'the clock of this machine is wrong; set it before serving');
  if (!guardedClock) return { ok: true };
  const message = clockMessage(guardedClock.state());
  const ok = guardedClock.isTrusted();
  return message === undefined ? { ok } : { ok, message };
}

const hourMs = 3_600_000;

/**
 * Mails that wait are told, and make no node unready: it decides as well as any other. How many there
 * are is not told, since anybody may ask.
 */
async function mailCheck({ config, deps }: Warifu) {
  const { oldestAt } = await deps.store.mails.waiting().catch(() => ({ oldestAt: null }));
  if (oldestAt === null) return { ok: true };
  if (!config.mail) return { ok: true, message: 'mails wait: no SMTP server is set' };
  const hours = Math.floor((deps.clock.now() - oldestAt) / hourMs);
  if (hours < 1) return { ok: true };
  return { ok: true, message: `a mail has waited for ${hours} h: look at the SMTP server` };
}
