import { recordChapter } from '../../acts/record-chapter.ts';
import { expectSame } from '../../surprise.ts';
import { notice } from './the-notice.ts';

const acts = [
  'open_contract',
  'add_user',
  'change_user',
  'record_application',
  'post_shipment',
  'record_delivery',
  'skip_enrolment',
  'register_token',
  'create_challenge',
  'verify_otp',
  'consume_challenge',
  'unlock',
  'revoke_token',
];

/** What the day left on record. */
export const record = recordChapter(acts, [
  {
    ids: ['S0-11'],
    does: 'the contract’s fees: one further fob and one reissue, no more',
    play: async (day) => {
      const query = { contract_id: day.contract, limit: 200 };
      const { body } = await day.channel.call('list_fees', { query });
      const fees = body.data.map((fee) => `${fee.kind} ${fee.amount_yen}`).sort();
      expectSame('the fees', fees, [`additional ${notice.feeYen}`, `reissue ${notice.feeYen}`]);
      return `${fees.join(' yen, ')} yen`;
    },
  },
]);
