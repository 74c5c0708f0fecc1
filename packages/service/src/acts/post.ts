import {
  type Application,
  type ContractView,
  decideApplication,
  decideDelivery,
  decideFeeReversal,
  decideShipment,
  type Fee,
  type RecordApplication,
  type ReverseFee,
  type Shipment,
  type ShipmentReason,
  type Token,
} from '@warifu/engine';
import type { ServiceDeps } from '../deps.ts';
import type { SealedSeed } from '../ports/sealed-seed.ts';
import type { RunResult } from '../ports/store.ts';
import type { CallContext } from './call-context.ts';
import { contractScope } from './contracts.ts';
import { type ActInput, perform } from './perform.ts';
import { type StockAsked, stockPick } from './stock-pick.ts';

/** Records an application for tokens (S0-02). */
export function recordApplication(
  deps: ServiceDeps,
  command: Omit<RecordApplication, 'applicationId' | 'acting'> & { readonly contractId: string },
  context: CallContext<Application>,
): Promise<RunResult> {
  const { contractId, ...rest } = command;
  const applicationId = deps.newId('app');
  return perform(
    deps,
    {
      action: 'record_application',
      scope: contractScope(context, { contractId }, undefined),
      missing: 'contract_unknown',
      decide: ({ view, policy, now }) => ({
        decision: decideApplication(
          view,
          { applicationId, ...rest, acting: context.acting },
          { policy, now },
        ),
        value: (after) => found(after.applications, applicationId),
      }),
    },
    context,
  );
}

export interface PostShipmentCommand extends StockAsked {
  readonly reason: ShipmentReason;
}

export interface PostedShipment {
  readonly shipment: Shipment;
  readonly tokens: readonly Token[];
  readonly fees: readonly Fee[];
}

/** Posts tokens to a contract, seals their seeds for it and assesses the fees (S0-02, S0-11). */
export async function postShipment(
  deps: ServiceDeps,
  command: PostShipmentCommand,
  context: CallContext<PostedShipment>,
): Promise<RunResult> {
  const { institutionId } = context.client;
  const shipmentId = deps.newId('shp');
  const { contractId, pick, ...rest } = command;
  const stock = await stockPick(deps, command, institutionId);
  return perform(
    deps,
    {
      action: 'post_shipment',
      scope: { kind: 'stock', institutionId, contractId, pick: stock },
      missing: 'contract_unknown',
      decide: (input) => {
        const picks = picksOf(deps, pick, input.loaded.candidates);
        const decision = decideShipment(input.view, { shipmentId, picks, ...rest }, input);
        const base = withStock(input.view, picks);
        return {
          decision,
          base,
          extra: () => (decision.ok ? resealed(deps, input, contractId) : {}),
          value: (after) => postedShipment(after, shipmentId),
        };
      },
    },
    context,
  );
}

function picksOf(
  deps: ServiceDeps,
  pick: PostShipmentCommand['pick'],
  candidates: readonly Token[],
) {
  const tokens =
    'serials' in pick
      ? pick.serials.map((serial) => candidates.find((token) => token.serial === serial))
      : Array.from({ length: pick.count }, (_, index) => candidates[index]);
  return tokens.map((token) => ({ token, feeId: deps.newId('fee') }));
}

/** Tokens from stock join the contract's view before they are shipped. */
function withStock(
  view: ContractView,
  picks: readonly { readonly token: Token | undefined }[],
): ContractView {
  const stock = picks.flatMap(({ token }) =>
    token && !view.tokens.some((one) => one.id === token.id) ? [token] : [],
  );
  return { ...view, tokens: [...view.tokens, ...stock] };
}

/** The seeds of the posted tokens, sealed for the contract that they belong to from now on. */
function resealed(deps: ServiceDeps, { loaded }: ActInput, contractId: string) {
  const seeds = new Map<string, SealedSeed>();
  for (const token of loaded.candidates) {
    const seed = loaded.seeds.get(token.id);
    const place = { institutionId: token.institutionId, tokenId: token.id };
    const sealed =
      seed &&
      deps.vault.reseal(seed, { ...place, contractId: token.contractId }, { ...place, contractId });
    if (!sealed) throw new Error(`the seed of token ${token.id} does not open`);
    seeds.set(token.id, sealed);
  }
  return { seeds };
}

function postedShipment(after: ContractView, shipmentId: string): PostedShipment {
  return {
    shipment: found(after.shipments, shipmentId),
    tokens: after.tokens.filter((token) => token.shipmentId === shipmentId),
    fees: after.fees.filter((fee) => fee.shipmentId === shipmentId),
  };
}

/** Records that a shipment arrived (S0-04). */
export function recordDelivery(
  deps: ServiceDeps,
  command: { readonly shipmentId: string },
  context: CallContext<Omit<PostedShipment, 'fees'>>,
): Promise<RunResult> {
  const { institutionId } = context.client;
  const { shipmentId } = command;
  return perform(
    deps,
    {
      action: 'record_delivery',
      scope: { kind: 'contract', institutionId, by: { shipmentId } },
      missing: 'shipment_unknown',
      decide: ({ view, now }) => ({
        decision: decideDelivery(view, shipmentId, now),
        value: (after) => postedShipment(after, shipmentId),
      }),
    },
    context,
  );
}

/** Takes a fee back by a further row. */
export function reverseFee(
  deps: ServiceDeps,
  command: Omit<ReverseFee, 'reversalId'>,
  context: CallContext<Fee>,
): Promise<RunResult> {
  const { institutionId } = context.client;
  const reversalId = deps.newId('fee');
  return perform(
    deps,
    {
      action: 'reverse_fee',
      scope: { kind: 'contract', institutionId, by: { feeId: command.feeId } },
      missing: 'fee_unknown',
      decide: ({ view, policy, now }) => ({
        decision: decideFeeReversal(view, { ...command, reversalId }, { policy, now }),
        value: (after) => found(after.fees, reversalId),
      }),
    },
    context,
  );
}

function found<T extends { readonly id: string }>(rows: readonly T[], id: string): T {
  const row = rows.find((one) => one.id === id);
  if (!row) throw new Error(`row ${id} was just decided on and is not in the view`);
  return row;
}
