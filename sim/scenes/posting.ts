import type { ApplicationKind, Shipment } from '@warifu/engine';
import { dayMs } from '../world/sim-clock.ts';
import type { Stage } from '../world/stage.ts';
import { restock } from '../world/stock.ts';

const kinds: readonly ApplicationKind[] = ['addition', 'reissue', 'exchange', 'method_change'];

/** A paper application is recorded, and soon something is posted on it. */
export async function apply(stage: Stage): Promise<void> {
  const { random, customer, policy } = stage;
  const adopted = stage.view.contract.adoptedAt !== null;
  const kind = adopted ? (random.pick(kinds) ?? 'addition') : 'adoption';
  const hardware = policy.authenticators.filter((one) => one.kind.startsWith('hardware'));
  const wanted = random.pick(hardware.length > 0 ? hardware : policy.authenticators);
  const authenticator = policy.authenticators.length > 1 ? (wanted?.id ?? null) : null;
  const recorded = await stage.ask({
    what: `apply for ${kind}`,
    command: {
      contractId: customer.contractId,
      kind,
      tokenCount: random.between(1, 3),
      filedOn: stage.today(),
      authenticator,
    },
    act: 'recordApplication',
  });
  if (!recorded?.ok || hardware.length === 0 || random.chance(0.1)) return;
  const application = recorded.value;
  const replacesTokenId =
    kind === 'reissue' || kind === 'exchange' ? (random.pick(stage.view.tokens)?.id ?? null) : null;
  const times = random.chance(0.15) ? 2 : 1;
  for (let n = 0; n < times; n += 1)
    await post(stage, {
      applicationId: application.id,
      reason: kind,
      replacesTokenId,
      count: random.chance(0.8) ? application.tokenCount : 1,
    });
}

interface Posting {
  readonly applicationId: string | null;
  readonly reason: Shipment['reason'];
  readonly replacesTokenId: string | null;
  readonly count: number;
}

async function post(stage: Stage, { count, ...posting }: Posting): Promise<void> {
  await restock(stage.world, stage.random);
  await stage.ask({
    what: `post ${count} for ${posting.reason}`,
    command: { contractId: stage.customer.contractId, ...posting, pick: { count } },
    act: 'postShipment',
  });
}

/** The post delivers, or loses what it had; and what is broken comes back. */
export async function deliver(stage: Stage): Promise<void> {
  const { random } = stage;
  const waiting = stage.view.shipments.filter((one) => one.deliveredAt === null);
  const shipment = random.chance(0.9) ? random.pick(waiting) : random.pick(stage.view.shipments);
  if (!shipment) return;
  if (random.chance(0.2)) {
    await lose(stage, shipment);
    return;
  }
  stage.world.clock.pass(random.between(1, 6) * dayMs);
  await stage.ask({
    what: 'deliver',
    command: { shipmentId: shipment.id },
    act: 'recordDelivery',
  });
}

/** What is lost in the post is ended by the desk before anybody has it. */
async function lose(stage: Stage, { id }: Shipment): Promise<void> {
  const acting = stage.staff(stage.policy.revocation.desk);
  for (const token of stage.view.tokens.filter((one) => one.shipmentId === id))
    await stage.ask({
      what: `lose ${token.serial} in the post`,
      command: { target: { tokenId: token.id }, reason: 'lost' as const, acting },
      act: 'revoke',
      acting,
    });
}

/** A broken or found token is back at the branch; a fee is taken back. */
export async function comeBack(stage: Stage): Promise<void> {
  const { random } = stage;
  const token = random.pick(stage.view.tokens);
  const fee = random.pick(stage.view.fees);
  const acting = stage.staff(stage.policy.desks[0]?.id ?? '');
  if (fee && random.chance(0.5)) {
    await stage.ask({
      what: `reverse ${fee.id}`,
      command: { feeId: fee.id, note: 'complaint' },
      act: 'reverseFee',
    });
  } else if (token) {
    await stage.ask({
      what: `return ${token.serial}`,
      command: { tokenId: token.id, acting },
      act: 'returnToken',
      acting,
    });
  }
}

/** Tokens that expire soon get successors before they do. */
export async function replace(stage: Stage): Promise<void> {
  const { world } = stage;
  const due = await world.service.dueReplacements(world.institutionId, { limit: 5, after: null });
  for (const token of due.rows) {
    if (token.contractId !== stage.customer.contractId) continue;
    await post(stage, {
      applicationId: null,
      reason: 'replacement',
      replacesTokenId: token.id,
      count: 1,
    });
  }
}
