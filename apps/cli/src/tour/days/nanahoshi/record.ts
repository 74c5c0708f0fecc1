import type { AuditEvent } from '@warifu/wire';
import type { Day } from '../../day.ts';
import { auditEvents } from '../../acts/proving.ts';
import type { Chapter } from '../../step.ts';
import { expectSame, expectThat } from '../../surprise.ts';
import { notice } from './the-notice.ts';

/** What the day left on record. */
export const record: Chapter = {
  title: 'The record of the day',
  steps: [
    {
      ids: ['ALL-04'],
      does: 'every act left its event: who, what, for whom, when, from where, by which factors',
      play: everyAct,
    },
    {
      ids: ['ALL-04'],
      does: 'no event holds a code or a secret',
      play: noSecret,
    },
    {
      ids: ['S0-11'],
      does: 'the contract’s fees: one further fob and one reissue, no more',
      play: async (day) => {
        const query = { contract_id: day.note('contract'), limit: 200 };
        const { body } = await day.channel.call('list_fees', { query });
        const fees = body.data.map((fee) => `${fee.kind} ${fee.amount_yen}`).sort();
        expectSame('the fees', fees, [`additional ${notice.feeYen}`, `reissue ${notice.feeYen}`]);
        return `${fees.join(' yen, ')} yen`;
      },
    },
    {
      ids: ['ALL-04'],
      does: 'the hash chain of the whole record is sound, as `warifu audit verify` says',
      play: async (day) => {
        const result = await day.admin((admin) => admin.verifyAudit());
        expectThat('the record is whole', result.ok, result);
        return result.ok ? `whole: ${result.records} records` : result.fault;
      },
    },
  ],
};

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

async function everyAct(day: Day): Promise<string> {
  const events = await eventsOfContract(day);
  const missing = acts.filter((act) => !events.some((event) => event.action === act));
  expectSame('acts without an event', missing, []);
  const accepted = events.find((event) => event.outcome === 'accepted' && event.user_id !== null);
  expectThat('who', accepted?.actor.kind === 'api_key', accepted?.actor);
  expectThat('from where', typeof accepted?.source === 'string', accepted?.source);
  const desk = events.find((event) => event.actor.desk === day.desk);
  expectThat('on what a desk’s act rests', Boolean(desk?.actor.evidence), desk?.actor);
  return `${events.length} events of ${new Set(events.map((event) => event.action)).size} kinds`;
}

async function noSecret(day: Day): Promise<string> {
  const events = await eventsOfContract(day);
  const forbidden = new Set(day.tokens.typed);
  const found = valuesIn(events).filter((value) => forbidden.has(value));
  expectSame('codes in the record', found.length, 0);
  const text = JSON.stringify(events);
  const seeds = day.tokens.all.flatMap(({ seed }) => {
    const bytes = Buffer.from(seed);
    return [bytes.toString('hex'), bytes.toString('base64')];
  });
  expectSame('seeds in the record', seeds.filter((seed) => text.includes(seed)).length, 0);
  return `${forbidden.size} codes and ${day.tokens.all.length} seeds looked for, none found`;
}

function eventsOfContract(day: Day): Promise<AuditEvent[]> {
  return auditEvents(day, { contract_id: day.note('contract') });
}

/** Every text and number in a value, as text. */
function valuesIn(value: unknown): string[] {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(valuesIn);
}
