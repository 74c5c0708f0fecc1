import { deskHoursAt, type Policy } from '@warifu/engine';
import type * as wire from '@warifu/wire';
import { instantOrNull } from './wire-values.ts';

/** The desks of an institution with their hours, and whether they answer at an instant (S2-08). */
export function deskBodies(policy: Policy, now: number): wire.Desk[] {
  const place = { timeZone: policy.institution.time_zone, calendar: policy.calendar };
  return policy.desks.map((desk) => {
    const at = deskHoursAt(now, desk, place);
    return {
      id: desk.id,
      label: desk.label,
      ...(desk.subject === undefined ? {} : { subject: desk.subject }),
      ...(desk.telephone === undefined ? {} : { telephone: desk.telephone }),
      hours: desk.hours.map(({ days, from, to }) => ({ days: [...days], from, to })),
      closed: [...desk.closed],
      closed_on: [...(desk.closed_on ?? [])],
      open_now: at.open,
      closes_at: instantOrNull(at.open ? at.closesAt : null),
      opens_at: instantOrNull(at.open ? null : at.opensAt),
    };
  });
}
