import type { AuditEvent } from '@warifu/wire';
import type { Day } from '../day.ts';
import type { Chapter, Step } from '../step.ts';
import { expectSame, expectThat } from '../surprise.ts';
import { auditEvents } from './audit.ts';
import { leaksIn } from './leaks.ts';

/** What a day left on record: it ends every day. */
export function recordChapter(acts: readonly string[], ownSteps: readonly Step[] = []): Chapter {
  return {
    title: 'The record of the day',
    steps: [
      {
        ids: ['ALL-04'],
        does: 'every act left its event: who, what, for whom, when, from where, by which factors',
        play: (day) => everyAct(day, acts),
      },
      {
        ids: ['ALL-04'],
        does: 'no event, mail or answer holds a code, a seed or a password where none belongs',
        play: noSecret,
      },
      ...ownSteps,
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
}

async function everyAct(day: Day, acts: readonly string[]): Promise<string> {
  const events = await eventsOfDay(day);
  const missing = acts.filter((act) => !events.some((event) => event.action === act));
  expectSame('acts without an event', missing, []);
  const nameless = events.filter((event) => event.actor.id === '');
  expectSame('events of nobody', nameless, []);
  const accepted = events.find((event) => event.action === 'verify_otp' && event.user_id !== null);
  expectThat('by the bank’s channel', accepted?.actor.kind === 'api_key', accepted?.actor);
  expectThat('from where', typeof accepted?.source === 'string', accepted?.source);
  const desk = events.find((event) => event.actor.desk === day.desk);
  expectThat('on what a desk’s act rests', Boolean(desk?.actor.evidence), desk?.actor);
  return `${events.length} events of ${new Set(events.map((event) => event.action)).size} kinds`;
}

async function noSecret(day: Day): Promise<string> {
  const events = await eventsOfDay(day);
  const mails = await day.mails.all();
  const places = [
    ...events.map((event) => ({ name: `event ${event.action}`, text: JSON.stringify(event) })),
    ...mails.map((mail) => ({ name: `mail ${mail.subject}`, text: JSON.stringify(mail) })),
    ...day.answers.all.map(({ path, text }) => ({ name: `answer of ${path}`, text })),
  ];
  expectSame('secrets that were found', leaksIn(places, day.secrets), []);
  const { answers, secrets } = day;
  return `${secrets.count} secrets looked for in ${events.length} events, ${mails.length} mails and ${answers.all.length} answers, none found`;
}

async function eventsOfDay(day: Day): Promise<AuditEvent[]> {
  const events: AuditEvent[] = [];
  for (const id of day.contracts) events.push(...(await auditEvents(day, { contract_id: id })));
  return events;
}
