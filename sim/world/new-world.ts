import {
  type AuditRecord,
  addInstitution,
  boot,
  createService,
  type KeyVault,
  keyringWith,
  parseKeyring,
} from '@warifu/service';
import { Oracle } from '../oracle/oracle.ts';
import { SeededRandom } from '../random.ts';
import { MemoryStore } from '../store/memory-store.ts';
import type { Device } from './device.ts';
import { Network } from './network.ts';
import { dayMs, SimClock } from './sim-clock.ts';
import { policyOf, type World } from './world.ts';

/** One decision in a line: what, what came of it, about whom, and what changed. */
function lineOf({ at, action, reason, userId, tokenId, events }: AuditRecord): string {
  const instant = new Date(at).toISOString();
  const changes = events.map((event) => Object.values(event).join(' ')).join('; ');
  return `  ${instant} ${action} ${reason ?? 'ok'} ${userId ?? '-'} ${tokenId ?? '-'} [${changes}]`;
}

const firstDay = Date.UTC(2026, 3, 1);

/** Everything that a run needs, made from its seed and nothing else. */
export async function newWorld(seed: number, document: unknown): Promise<World> {
  const random = new SeededRandom(seed, 1);
  const clock = new SimClock(firstDay + random.below(700) * dayMs);
  const devices = new Map<string, Device>();
  const log: string[] = [];
  const oracle = new Oracle({
    devices,
    policyAt: () => policyOf(world),
    tables: () => world.store.tables,
  });
  const store = new MemoryStore({
    onCommit: (committed) => {
      log.push(lineOf(committed.record));
      oracle.committed(committed);
    },
  });
  let vault: KeyVault | undefined;
  const deps = await boot({
    store: store.port(),
    clock,
    random: new SeededRandom(seed, 2),
    keyring: parseKeyring(keyringWith(null, random.bytes(32))),
    onVault: (made) => {
      vault = made;
    },
  });
  const added = await addInstitution(deps, document);
  if (!added.ok || !vault) throw new Error(`the policy is not valid: ${JSON.stringify(added)}`);
  const institutionId = added.policy.institution.id;
  const network = new Network({
    institutionId,
    store,
    oracle,
    now: () => clock.now(),
    mac: (text) => deps.vault.mac(Buffer.from(text)),
    log: (line) => log.push(line),
  });
  const world: World = {
    clock,
    store,
    deps,
    service: createService(deps),
    institutionId,
    customers: [],
    devices,
    seen: [],
    network,
    oracle,
    log,
    made: 0,
  };
  return world;
}
