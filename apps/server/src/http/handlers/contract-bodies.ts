import type {
  Application,
  Contract,
  ContractView,
  Fee,
  Grace,
  Policy,
  Shipment,
  Token,
} from '@warifu/engine';
import type * as wire from '@warifu/wire';
import { instantOrNull, instantText } from './wire-values.ts';

/** Contracts, applications, shipments and fees as the wire shows them. */
export function contractBody(
  contract: Contract,
  grace: Grace | undefined,
  stop: Policy['emergency_stop'] = null,
): wire.Contract {
  return {
    id: contract.id,
    number: contract.number,
    kind: contract.kind,
    opened_on: contract.openedOn,
    adopted_at: instantOrNull(contract.adoptedAt),
    first_delivered_at: instantOrNull(contract.firstDeliveredAt),
    set_up_at: instantOrNull(contract.setUpAt),
    authenticator: contract.authenticator,
    stopped_at: instantOrNull(contract.stoppedAt),
    scheduled_transfers: contract.stoppedAt === null ? null : (stop?.scheduled_transfers ?? null),
    grace: {
      state: !grace || grace.state === 'not_adopted' ? 'none' : grace.state,
      ends_at: instantOrNull(grace?.endsAt ?? null),
    },
    counted_tokens: contract.countedTokens,
  };
}

export function applicationBody(application: Application): wire.Application {
  return {
    id: application.id,
    contract_id: application.contractId,
    kind: application.kind,
    token_count: application.tokenCount,
    filed_on: application.filedOn,
    authenticator: application.authenticator,
    recorded_at: instantText(application.recordedAt),
  };
}

export function shipmentBody(shipment: Shipment, tokens: readonly Token[]): wire.Shipment {
  return {
    id: shipment.id,
    contract_id: shipment.contractId,
    application_id: shipment.applicationId,
    reason: shipment.reason,
    replaces_token_id: shipment.replacesTokenId,
    posted_at: instantText(shipment.postedAt),
    delivered_at: instantOrNull(shipment.deliveredAt),
    tokens: tokens.map(({ id, serial }) => ({ id, serial })),
  };
}

/** The tokens of a shipment, out of its contract's view. */
export function tokensOfShipment(view: ContractView | undefined, shipmentId: string): Token[] {
  return view?.tokens.filter((token) => token.shipmentId === shipmentId) ?? [];
}

export function feeBody(fee: Fee): wire.Fee {
  return {
    id: fee.id,
    contract_id: fee.contractId,
    kind: fee.kind,
    amount_yen: fee.amountYen,
    tax_yen: fee.taxYen,
    due_on: fee.dueOn,
    token_id: fee.tokenId,
    shipment_id: fee.shipmentId,
    month: fee.month,
    reverses_fee_id: fee.reversesFeeId,
    note: fee.note,
    assessed_at: instantText(fee.assessedAt),
  };
}
