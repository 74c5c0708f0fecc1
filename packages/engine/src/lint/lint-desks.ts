import { startOfDay } from '../calendar/dates.ts';
import { type DeskHours, deskHoursAt } from '../desk/desk-hours.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { type Finding, finding } from './finding.ts';

/** A search through a year of hours; a walk asks in every state, so the answer is kept. */
const answers = new WeakMap<Policy['desks'][number], DeskHours>();

function hoursFromStart({ institution, ...policy }: Policy, id: string): DeskHours {
  const desk = policy.desks.find((one) => one.id === id);
  if (!desk) return { open: false, opensAt: null };
  const { time_zone: timeZone, service_from_on: from } = institution;
  const place = { timeZone, calendar: policy.calendar };
  const known = answers.get(desk) ?? deskHoursAt(startOfDay(from, timeZone), desk, place);
  answers.set(desk, known);
  return known;
}

/** Whether a desk answers on any day of the year that begins with the service. */
export function deskEverOpens(policy: Policy, id: string): boolean {
  const hours = hoursFromStart(policy, id);
  return hours.open || hours.opensAt !== null;
}

/** Whether customers can reach the desk at every hour of the year. */
export function deskNeverCloses(policy: Policy, id: string): boolean {
  const hours = hoursFromStart(policy, id);
  return hours.open && hours.closesAt === null;
}

/** Desks that customers are sent to and that never open. */
export function lintDesks(policy: Policy): Finding[] {
  const { lockout, revocation, emergency_stop: stop } = policy;
  const needed = new Set([
    lockout.unlock.desk,
    revocation.desk,
    ...(revocation.initialise ? [revocation.initialise.desk] : []),
    ...(stop ? [stop.lifted_by_desk] : []),
  ]);
  return policy.desks.flatMap((desk, index) => {
    if (deskEverOpens(policy, desk.id)) return [];
    const severity = needed.has(desk.id) ? 'error' : 'warning';
    return [
      finding([severity, 'desk_never_opens'], `/desks/${index}`, [
        `窓口「${desk.label.ja}」は一年を通じて開きません`,
        `never opens: ${desk.label.en}`,
      ]),
    ];
  });
}
