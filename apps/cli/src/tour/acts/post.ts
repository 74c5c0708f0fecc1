import type { Fee, PaperRequest, PostShipment } from '@warifu/wire';
import type { Day } from '../day.ts';
import { japaneseDate } from '../japanese-days.ts';
import { staffOn } from './papers.ts';

type Reason = PostShipment['reason'];

/** What the bank puts into one envelope. */
export interface Parcel {
  readonly reason: Reason;
  readonly fobs: readonly string[];
  /** The fob that this one takes the place of. */
  readonly replaces?: string;
}

export interface Form {
  readonly kind: Exclude<Reason, 'replacement' | 'unasked'>;
  readonly count?: number;
  /** The kind of token, where customers choose one. */
  readonly authenticator?: string;
  /** The paper that was filed for it; a form's number when there is none. */
  readonly paper?: PaperRequest;
}

/** Records an application on the bank's form. */
export async function apply(day: Day, { kind, count = 1, authenticator, paper }: Form) {
  const { body } = await day.channel.call('record_application', {
    body: {
      contract_id: day.contract,
      kind,
      token_count: count,
      filed_on: paper?.filed_on ?? japaneseDate(await day.clock.now()),
      acting: paper ? staffOn(day, paper) : day.staff('form'),
      ...(authenticator === undefined ? {} : { authenticator }),
    },
  });
  day.notes.set('application', body.id);
  return body;
}

/** Posts fobs to the contract and gives the fees that were assessed. */
export async function post(day: Day, { reason, fobs, replaces }: Parcel): Promise<Fee[]> {
  const { body } = await day.channel.call('post_shipment', {
    body: {
      contract_id: day.contract,
      reason,
      serials: fobs.map((name) => day.tokens.named(name).serial),
      ...(reason === 'replacement' ? {} : { application_id: day.note('application') }),
      ...(replaces === undefined ? {} : { replaces_token_id: day.note(`token ${replaces}`) }),
    },
  });
  day.notes.set('shipment', body.shipment.id);
  for (const name of fobs) {
    const token = body.tokens.find((one) => one.serial === day.tokens.named(name).serial);
    if (token) day.notes.set(`token ${name}`, token.id);
  }
  return body.fees;
}

/** Records that the last envelope arrived. */
export async function deliver(day: Day) {
  const params = { shipment_id: day.note('shipment') };
  return (await day.channel.call('record_delivery', { params, body: {} })).body;
}

/** Fees in one line. */
export function feesText(fees: readonly Fee[]): string {
  if (fees.length === 0) return 'no fee';
  return fees.map((fee) => `${fee.kind} ${fee.amount_yen} yen`).join(', ');
}
