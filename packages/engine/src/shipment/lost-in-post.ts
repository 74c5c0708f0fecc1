import type { ContractView } from '../contract/contract-view.ts';

/** A shipment that never arrived and whose tokens were all ended: it is sent again as if it were the first. */
export function isLostInPost(view: ContractView, shipmentId: string): boolean {
  const shipment = view.shipments.find((one) => one.id === shipmentId);
  return (
    shipment?.deliveredAt === null &&
    view.tokens.every((token) => token.shipmentId !== shipmentId || token.state === 'retired')
  );
}
