import type { Fee, Policy } from '@warifu/engine';
import { never } from './violation.ts';
import { type EventNamed, eventsNamed, type Witnessed } from './witnessed.ts';

/** What is posted for these has a price of its own and uses up no free token. */
const ownPrice: readonly string[] = ['reissue', 'exchange', 'replacement'];

interface Booked {
  readonly contractId: string;
  readonly amountYen: number;
  readonly tokenId: string | null;
  readonly kind: string;
  reversed: boolean;
}

/**
 * Fees, booked a second time (S0-11, S0-14): the first so many tokens are free and each further one
 * costs its price; reissues and replacements do not use the free ones up; nothing is assessed twice for
 * one token that was posted; and what is assessed less what is taken back is the balance.
 */
export class Ledger {
  readonly #booked = new Map<string, Booked>();
  readonly #postedTokens = new Map<string, number>();

  /** Tokens that somebody has registered, so that they have arrived whatever the post says. */
  readonly #arrived = new Set<string>();

  watch(seen: Witnessed): void {
    for (const { tokenId } of eventsNamed(seen, 'token_retired')) this.#watchLoss(seen, tokenId);
    for (const { tokenId } of eventsNamed(seen, 'binding_started')) this.#arrived.add(tokenId);
    const [posted] = eventsNamed(seen, 'shipment_posted');
    if (posted) this.#watchShipment(seen, posted);
    for (const { feeId, reversesFeeId, amountYen } of eventsNamed(seen, 'fee_reversed'))
      this.#reverse(seen, { feeId, reversesFeeId, amountYen });
  }

  #watchShipment(seen: Witnessed, posted: EventNamed<'shipment_posted'>): void {
    const contractId = seen.record.contractId ?? '';
    const assessed = eventsNamed(seen, 'fee_assessed');
    for (const { tokenId } of eventsNamed(seen, 'token_shipped')) {
      const ofToken = assessed.filter((one) => one.tokenId === tokenId);
      never(ofToken.length > 1, 'S0-11', 'one token that was posted was assessed twice');
      const [fee] = ofToken;
      const price = this.#priceOf(seen, posted, contractId);
      const charged = fee ? fee.amountYen - fee.taxYen : 0;
      never(charged !== price, 'S0-11', `${posted.reason}: ${charged} yen instead of ${price}`);
      if (fee) this.#book(contractId, fee);
    }
    never(
      assessed.some((one) => !this.#booked.has(one.feeId)),
      'S0-11',
      'a fee was assessed for nothing that was posted',
    );
  }

  /** What never arrived was no token that the customer had: it gives its place in the count back. */
  #watchLoss({ before, record }: Witnessed, tokenId: string): void {
    const shipmentId = before?.tokens.find((one) => one.id === tokenId)?.shipmentId;
    const shipment = before?.shipments.find((one) => one.id === shipmentId);
    if (!shipment || shipment.deliveredAt !== null || this.#arrived.has(tokenId)) return;
    if (ownPrice.includes(shipment.reason)) return;
    const contractId = record.contractId ?? '';
    this.#postedTokens.set(contractId, (this.#postedTokens.get(contractId) ?? 0) - 1);
  }

  #priceOf(
    { policy: { fees }, before }: Witnessed,
    { reason, replacesTokenId }: EventNamed<'shipment_posted'>,
    contractId: string,
  ): number {
    if (reason === 'exchange') return fees.broken_yen;
    if (reason === 'replacement') return this.#replacementPrice(fees, before, replacesTokenId);
    if (reason === 'reissue') {
      const old = before?.tokens.find((one) => one.id === replacesTokenId);
      const back = fees.reissue_charged === 'unless_returned' && old?.returnedAt != null;
      return back ? 0 : fees.reissue_yen;
    }
    const number = (this.#postedTokens.get(contractId) ?? 0) + 1;
    this.#postedTokens.set(contractId, number);
    return number > fees.free_tokens ? fees.additional_yen : 0;
  }

  #replacementPrice(
    fees: Policy['fees'],
    before: Witnessed['before'],
    replaced: string | null,
  ): number {
    if (fees.replacement_free === 'all') return 0;
    if (fees.replacement_free === 'none') return fees.replacement_yen;
    let first = replaced;
    for (let steps = 0; steps < 1_000; steps += 1) {
      const shipmentId = before?.tokens.find((one) => one.id === first)?.shipmentId;
      const earlier = before?.shipments.find((one) => one.id === shipmentId)?.replacesTokenId;
      if (earlier == null) break;
      first = earlier;
    }
    const paid = [...this.#booked.values()].some(
      (one) => one.tokenId === first && one.kind === 'additional',
    );
    return paid ? fees.replacement_yen : 0;
  }

  #book(contractId: string, fee: EventNamed<'fee_assessed'>): void {
    const { feeId, amountYen, tokenId, kind } = fee;
    never(this.#booked.has(feeId), 'S0-11', 'one fee was assessed twice');
    this.#booked.set(feeId, { contractId, amountYen, tokenId, kind, reversed: false });
  }

  #reverse(
    { record }: Witnessed,
    reversal: Pick<EventNamed<'fee_reversed'>, 'feeId' | 'reversesFeeId' | 'amountYen'>,
  ): void {
    const { feeId, reversesFeeId, amountYen } = reversal;
    const fee = this.#booked.get(reversesFeeId);
    never(!fee || fee.reversed || fee.kind === 'reversal', 'S0-14', 'a fee was taken back twice');
    never(
      fee?.amountYen !== -amountYen,
      'S0-14',
      'another amount was taken back than was assessed',
    );
    if (fee) fee.reversed = true;
    const contractId = record.contractId ?? '';
    const row = { contractId, amountYen, tokenId: null, kind: 'reversal', reversed: false };
    this.#booked.set(feeId, row);
  }

  /** The balance of every contract, in the store and in this book. */
  compare(fees: Iterable<Fee>): void {
    const balances = new Map<string, number>();
    const add = (contractId: string, yen: number) =>
      balances.set(contractId, (balances.get(contractId) ?? 0) + yen);
    for (const { contractId, amountYen } of fees) add(contractId, amountYen);
    for (const { contractId, amountYen } of this.#booked.values()) add(contractId, -amountYen);
    for (const [contractId, yen] of balances)
      never(yen !== 0, 'S0-14', `the balance of ${contractId} is ${yen} yen off`);
  }
}
