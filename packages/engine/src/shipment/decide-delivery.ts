import type { ContractView } from '../contract/contract-view.ts';
import { type Decision, decided, refused } from '../decision.ts';

/** Records that a shipment arrived; grace may count from the first delivery of the contract (S0-04). */
export function decideDelivery(view: ContractView, shipmentId: string, now: number): Decision {
  const shipment = view.shipments.find((one) => one.id === shipmentId);
  if (!shipment) return refused('shipment_unknown');
  if (shipment.deliveredAt !== null) return refused('shipment_already_delivered');
  return decided({ type: 'shipment_delivered', shipmentId, at: now });
}
