import type { ContractView, Policy } from '@warifu/engine';
import type { Booted, Service } from '@warifu/service';
import type { Oracle } from '../oracle/oracle.ts';
import { viewOf } from '../store/load.ts';
import type { MemoryStore } from '../store/memory-store.ts';
import type { Device, ShownCode } from './device.ts';
import type { Network } from './network.ts';
import type { SimClock } from './sim-clock.ts';

/** A customer as his branch knows him. All else about him is read from the store when it is needed. */
export interface Customer {
  readonly contractId: string;
  readonly number: string;
}

/** A whole run: the product, what is faked around it, and who watches. */
export interface World {
  readonly clock: SimClock;
  readonly store: MemoryStore;
  readonly deps: Booted;
  readonly service: Service;
  readonly institutionId: string;
  readonly customers: Customer[];
  /** Every device there is, by serial. */
  readonly devices: Map<string, Device>;
  /** Every code that anybody ever saw, the last one last. */
  readonly seen: ShownCode[];
  readonly network: Network;
  readonly oracle: Oracle;
  /** What happened, for the report of a failure. */
  readonly log: string[];
  /** How many stock tokens were made, so that the next serial is another one. */
  made: number;
}

/** The policy that decides now. */
export function policyOf(world: World): Policy {
  const inForce = world.deps.policies.inForce(world.institutionId, world.clock.now());
  if (!inForce) throw new Error('no policy is in force');
  return inForce.policy;
}

/** The contract as it is stored now. */
export function viewNow(world: World, { contractId }: Customer): ContractView {
  const view = viewOf(world.store.tables, world.institutionId, { by: { contractId } });
  if (!view) throw new Error('a contract has gone');
  return view;
}
