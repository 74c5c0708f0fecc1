import { cleanGuard, type Token } from '@warifu/engine';
import type { StagedToken } from '@warifu/service';
import { systemAudit } from '@warifu/service';
import { dayInJapan } from '../oracle/japan-time.ts';
import type { SeededRandom } from '../random.ts';
import { dayMs } from './sim-clock.ts';
import { policyOf, type World } from './world.ts';

const enough = 8;

/** Fobs and cards from the manufacturer, whenever few are left: each one a device in somebody's hand. */
export async function restock(world: World, random: SeededRandom): Promise<void> {
  const left = [...world.store.tables.tokens.values()].filter((one) => one.state === 'in_stock');
  if (left.length >= enough) return;
  const { imports } = world.deps.store;
  const id = world.deps.newId('imp');
  const { institutionId } = world;
  const name = `file-${world.made}`;
  const startedAt = world.clock.now();
  await imports.begin({ id, institutionId, fileSha256: name, fileName: name, startedAt });
  const made = hardwareOf(world).flatMap((kind) =>
    Array.from({ length: enough }, () => manufactured(world, random, kind)),
  );
  await imports.stage(id, made);
  await imports.publish(id, systemAudit(world.clock, 'import_tokens', { institutionId }));
}

type Kind = ReturnType<typeof hardwareOf>[number];

function hardwareOf(world: World) {
  return policyOf(world).authenticators.filter(
    (one) => one.kind === 'hardware_totp' || one.kind === 'hardware_hotp',
  );
}

function manufactured(world: World, random: SeededRandom, kind: Kind): StagedToken {
  const { institutionId } = world;
  world.made += 1;
  const serial = String(70_000_000 + world.made);
  const id = world.deps.newId('tok');
  const seed = random.bytes(20);
  const stepSeconds = kind.step_seconds ?? null;
  const driftMs = random.chance(0.3) ? random.between(-60, 60) * 1_000 : 0;
  const { digits } = kind;
  world.devices.set(serial, { serial, seed, stepSeconds, digits, driftMs, counter: 0 });
  const expiresAt = world.clock.now() + random.between(60, 900) * dayMs;
  const token: Token = {
    id,
    institutionId,
    contractId: null,
    serial,
    form: 'hardware',
    kind: stepSeconds === null ? 'hotp' : 'totp',
    algorithm: kind.algorithm,
    digits,
    stepSeconds,
    state: 'in_stock',
    retireReason: null,
    startsOn: null,
    expiresOn: dayInJapan(expiresAt),
    issuedAt: null,
    deviceId: null,
    shipmentId: null,
    lostReportedAt: null,
    suspendedAt: null,
    returnedAt: null,
    mailedCode: null,
    lastAcceptedStep: -1,
    driftSteps: 0,
    outOfStep: false,
    guard: cleanGuard,
    version: 0,
  };
  const sealed = world.deps.vault.seal(seed.slice(), {
    institutionId,
    tokenId: id,
    contractId: null,
  });
  return { token, seed: sealed };
}
