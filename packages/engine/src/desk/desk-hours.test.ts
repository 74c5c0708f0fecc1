import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokyo } from '../testing/instants.ts';
import { type DeskHours, type DeskPlace, type DeskTimetable, deskHoursAt } from './desk-hours.ts';

const japan: DeskPlace = { timeZone: 'Asia/Tokyo', calendar: { public_holidays: 'japan' } };

/** S2-08: late on weekdays, shorter otherwise, closed around New Year and 3–5 May. */
const late: DeskTimetable = {
  hours: [
    { days: ['weekday'], from: '09:00', to: '24:00' },
    { days: ['saturday', 'sunday', 'holiday'], from: '09:00', to: '17:00' },
  ],
  closed: ['12-31', '01-01', '01-02', '01-03', '05-03', '05-04', '05-05'],
};

/** S3-11: weekdays 9:00–18:00, closed on Saturdays, Sundays, holidays and 31 December–3 January. */
const centre: DeskTimetable = {
  hours: [{ days: ['weekday'], from: '09:00', to: '18:00' }],
  closed: ['12-31', '01-01', '01-02', '01-03'],
};

/** S4-07: weekdays 8:45–17:15. */
const quarters: DeskTimetable = {
  hours: [{ days: ['weekday'], from: '08:45', to: '17:15' }],
  closed: [],
};

/** Weekdays 9:00–17:00. */
const office: DeskTimetable = {
  hours: [{ days: ['weekday'], from: '09:00', to: '17:00' }],
  closed: ['12-31', '01-02', '01-03'],
};

interface Row {
  readonly at: string;
  readonly why: string;
  readonly open: boolean;
  readonly changes: string;
}

function hours({ open, changes }: Row): DeskHours {
  const at = tokyo(changes);
  return open ? { open, closesAt: at } : { open, opensAt: at };
}

const lateRows: readonly Row[] = [
  { at: '2026-06-10T08:59:59', why: 'Wed', open: false, changes: '2026-06-10T09:00:00' },
  { at: '2026-06-10T08:59:59.999', why: 'Wed', open: false, changes: '2026-06-10T09:00:00' },
  { at: '2026-06-10T09:00:00', why: 'Wed', open: true, changes: '2026-06-11T00:00:00' },
  { at: '2026-06-10T17:00:00', why: 'Wed', open: true, changes: '2026-06-11T00:00:00' },
  { at: '2026-06-10T23:59:59', why: 'Wed', open: true, changes: '2026-06-11T00:00:00' },
  { at: '2026-06-10T23:59:59.999', why: 'Wed', open: true, changes: '2026-06-11T00:00:00' },
  { at: '2026-06-11T00:00:00', why: 'Thu', open: false, changes: '2026-06-11T09:00:00' },
  { at: '2026-06-12T23:59:59', why: 'Fri', open: true, changes: '2026-06-13T00:00:00' },
  { at: '2026-06-13T00:00:00', why: 'Sat', open: false, changes: '2026-06-13T09:00:00' },
  { at: '2026-06-13T16:59:59', why: 'Sat', open: true, changes: '2026-06-13T17:00:00' },
  { at: '2026-06-13T17:00:00', why: 'Sat', open: false, changes: '2026-06-14T09:00:00' },
  { at: '2026-06-14T16:59:59', why: 'Sun', open: true, changes: '2026-06-14T17:00:00' },
  { at: '2026-06-14T17:00:00', why: 'Sun', open: false, changes: '2026-06-15T09:00:00' },
  // Wednesday 29 April is Showa Day: a holiday's hours on a weekday.
  { at: '2026-04-29T08:59:59', why: 'holiday', open: false, changes: '2026-04-29T09:00:00' },
  { at: '2026-04-29T16:59:59', why: 'holiday', open: true, changes: '2026-04-29T17:00:00' },
  { at: '2026-04-29T17:00:00', why: 'holiday', open: false, changes: '2026-04-30T09:00:00' },
  // Saturday 2 May, then 3–5 May closed, then Wednesday the 6th, a holiday in lieu of the 3rd.
  { at: '2026-05-01T23:59:59', why: 'Fri', open: true, changes: '2026-05-02T00:00:00' },
  { at: '2026-05-02T16:59:59', why: 'Sat', open: true, changes: '2026-05-02T17:00:00' },
  { at: '2026-05-02T17:00:00', why: '3 closed days', open: false, changes: '2026-05-06T09:00:00' },
  { at: '2026-05-05T23:59:59', why: 'closed', open: false, changes: '2026-05-06T09:00:00' },
  { at: '2026-05-06T09:00:00', why: 'in lieu', open: true, changes: '2026-05-06T17:00:00' },
  { at: '2026-05-06T17:00:00', why: 'in lieu', open: false, changes: '2026-05-07T09:00:00' },
  // In 2023, 3–5 May are Wednesday to Friday, and the 2nd is a Tuesday: midnight into a closed day.
  { at: '2023-05-02T23:59:59', why: 'Tue', open: true, changes: '2023-05-03T00:00:00' },
  { at: '2023-05-03T00:00:00', why: 'closed', open: false, changes: '2023-05-06T09:00:00' },
  // The year ends on a Thursday, and 4 January 2027 is a Monday.
  { at: '2026-12-30T23:59:59', why: 'Wed', open: true, changes: '2026-12-31T00:00:00' },
  { at: '2026-12-31T00:00:00', why: 'closed', open: false, changes: '2027-01-04T09:00:00' },
  { at: '2026-12-31T12:00:00', why: 'closed', open: false, changes: '2027-01-04T09:00:00' },
  { at: '2027-01-01T12:00:00', why: 'closed', open: false, changes: '2027-01-04T09:00:00' },
  { at: '2027-01-03T23:59:59', why: 'closed', open: false, changes: '2027-01-04T09:00:00' },
  { at: '2027-01-04T09:00:00', why: 'Mon', open: true, changes: '2027-01-05T00:00:00' },
  // 21–23 September 2026: three holidays, the middle one a Citizens' holiday.
  { at: '2026-09-22T16:59:59', why: 'holiday', open: true, changes: '2026-09-22T17:00:00' },
  { at: '2026-09-22T17:00:00', why: 'holiday', open: false, changes: '2026-09-23T09:00:00' },
  // A leap day, a Thursday.
  { at: '2024-02-28T23:59:59', why: 'Wed', open: true, changes: '2024-02-29T00:00:00' },
  { at: '2024-02-29T08:59:59', why: 'Thu', open: false, changes: '2024-02-29T09:00:00' },
  { at: '2024-02-29T23:59:59', why: 'Thu', open: true, changes: '2024-03-01T00:00:00' },
];

const centreRows: readonly Row[] = [
  { at: '2026-06-10T08:59:59', why: 'Wed', open: false, changes: '2026-06-10T09:00:00' },
  { at: '2026-06-10T17:59:59', why: 'Wed', open: true, changes: '2026-06-10T18:00:00' },
  { at: '2026-06-10T18:00:00', why: 'Wed', open: false, changes: '2026-06-11T09:00:00' },
  { at: '2026-06-12T18:00:00', why: 'weekend', open: false, changes: '2026-06-15T09:00:00' },
  { at: '2026-06-13T12:00:00', why: 'Sat', open: false, changes: '2026-06-15T09:00:00' },
  { at: '2026-04-28T18:00:00', why: 'holiday next', open: false, changes: '2026-04-30T09:00:00' },
  { at: '2026-04-29T12:00:00', why: 'Showa Day', open: false, changes: '2026-04-30T09:00:00' },
  { at: '2026-05-01T18:00:00', why: '2–6 May off', open: false, changes: '2026-05-07T09:00:00' },
  { at: '2026-05-06T12:00:00', why: 'in lieu', open: false, changes: '2026-05-07T09:00:00' },
  { at: '2026-09-18T18:00:00', why: '19–23 off', open: false, changes: '2026-09-24T09:00:00' },
  { at: '2026-09-22T12:00:00', why: 'Citizens’', open: false, changes: '2026-09-24T09:00:00' },
  { at: '2026-12-30T18:00:00', why: 'year end', open: false, changes: '2027-01-04T09:00:00' },
  { at: '2026-12-31T12:00:00', why: 'a Thursday', open: false, changes: '2027-01-04T09:00:00' },
  { at: '2024-02-29T17:59:59', why: 'leap day', open: true, changes: '2024-02-29T18:00:00' },
];

const quarterRows: readonly Row[] = [
  { at: '2026-06-10T08:44:59', why: 'Wed', open: false, changes: '2026-06-10T08:45:00' },
  { at: '2026-06-10T08:45:00', why: 'Wed', open: true, changes: '2026-06-10T17:15:00' },
  { at: '2026-06-10T17:14:59', why: 'Wed', open: true, changes: '2026-06-10T17:15:00' },
  { at: '2026-06-10T17:15:00', why: 'Wed', open: false, changes: '2026-06-11T08:45:00' },
  { at: '2026-05-06T12:00:00', why: 'no weekday', open: false, changes: '2026-05-07T08:45:00' },
  { at: '2026-12-31T12:00:00', why: 'a Thursday', open: true, changes: '2026-12-31T17:15:00' },
  { at: '2026-12-31T17:15:00', why: 'New Year', open: false, changes: '2027-01-04T08:45:00' },
];

const officeRows: readonly Row[] = [
  { at: '2015-01-05T08:59:59', why: 'Mon', open: false, changes: '2015-01-05T09:00:00' },
  { at: '2015-01-05T16:59:59', why: 'Mon', open: true, changes: '2015-01-05T17:00:00' },
  // The 12th is Coming of Age Day.
  { at: '2015-01-09T17:00:00', why: 'Fri', open: false, changes: '2015-01-13T09:00:00' },
  // 2014 ends on a Wednesday; 1–4 January 2015 are holiday, closed, closed, Sunday.
  { at: '2014-12-30T17:00:00', why: 'Tue', open: false, changes: '2015-01-05T09:00:00' },
];

describe.each([
  { id: 'S2-08', desk: late, rows: lateRows },
  { id: 'S3-11', desk: centre, rows: centreRows },
  { id: 'S4-07', desk: quarters, rows: quarterRows },
  { id: 'ALL-02', desk: office, rows: officeRows },
])('the desk of $id', ({ id, desk, rows }) => {
  it.each(rows)(`${id} · $at ($why): open $open, until $changes`, (row) => {
    expect(deskHoursAt(tokyo(row.at), desk, japan)).toEqual(hours(row));
  });
});

describe('timetables of other shapes', () => {
  const always = ['weekday', 'saturday', 'sunday', 'holiday'] as const;
  const roundTheClock = [{ days: always, from: '00:00', to: '24:00' }];
  const noon = tokyo('2026-06-10T12:00:00');

  it.each([
    { name: 'no hours', desk: { hours: [], closed: [] } },
    {
      name: 'hours that end before they begin',
      desk: { hours: [{ days: always, from: '17:00', to: '09:00' }], closed: [] },
    },
    {
      name: 'hours of no length',
      desk: { hours: [{ days: always, from: '12:00', to: '12:00' }], closed: [] },
    },
  ])('S2-08 · a desk with $name never opens', ({ desk }) => {
    expect(deskHoursAt(noon, desk, japan)).toEqual({ open: false, opensAt: null });
  });

  it('S2-08 · a desk that is always open has no closing time', () => {
    const desk = { hours: roundTheClock, closed: [] };
    expect(deskHoursAt(noon, desk, japan)).toEqual({ open: true, closesAt: null });
  });

  it('S2-08 · round the clock but for one date: it closes and opens at midnight', () => {
    const desk = { hours: roundTheClock, closed: [], closed_on: ['2026-07-01'] };
    const closesAt = tokyo('2026-07-01');
    const opensAt = tokyo('2026-07-02');
    expect(deskHoursAt(noon, desk, japan)).toEqual({ open: true, closesAt });
    expect(deskHoursAt(closesAt - 1, desk, japan)).toEqual({ open: true, closesAt });
    expect(deskHoursAt(closesAt, desk, japan)).toEqual({ open: false, opensAt });
    expect(deskHoursAt(opensAt, desk, japan)).toEqual({ open: true, closesAt: null });
  });

  it('S2-08 · a closed date wins over the hours of its day, that year only', () => {
    const desk = { ...late, closed_on: ['2026-06-11', '2026-06-12'] };
    const opensAt = tokyo('2026-06-13T09:00:00');
    expect(deskHoursAt(tokyo('2026-06-11T12:00:00'), desk, japan)).toEqual({
      open: false,
      opensAt,
    });
    expect(deskHoursAt(tokyo('2027-06-11T12:00:00'), desk, japan).open).toBe(true);
  });

  it.each([
    { at: '12:00:00', open: false, changes: '13:00:00' },
    { at: '11:59:59', open: true, changes: '12:00:00' },
    { at: '13:00:00', open: true, changes: '18:00:00' }, // 13–16 and 15–18 overlap
    { at: '15:30:00', open: true, changes: '18:00:00' }, // 16:30–17 lies within 15–18
    { at: '08:00:00', open: false, changes: '09:00:00' },
  ])('S2-08 · a lunch break and overlapping hours at $at: open $open', ({ at, open, changes }) => {
    const days = ['weekday'] as const;
    const desk = {
      hours: [
        { days, from: '15:00', to: '18:00' },
        { days, from: '13:00', to: '16:00' },
        { days, from: '16:30', to: '17:00' },
        { days, from: '09:00', to: '12:00' },
      ],
      closed: [],
    };
    const row = { at: '', why: '', open, changes: `2026-06-10T${changes}` };
    expect(deskHoursAt(tokyo(`2026-06-10T${at}`), desk, japan)).toEqual(hours(row));
  });

  it('S2-08 · a night desk, written in two halves, is open until the morning', () => {
    const hours = [
      { days: always, from: '00:00', to: '09:00' },
      { days: always, from: '17:00', to: '24:00' },
    ];
    const closesAt = tokyo('2026-06-11T09:00:00');
    const desk = { hours, closed: [] };
    const open = { open: true, closesAt };
    expect(deskHoursAt(tokyo('2026-06-10T23:59:59'), desk, japan)).toEqual(open);
    expect(deskHoursAt(tokyo('2026-06-11T00:00:00'), desk, japan)).toEqual(open);
  });

  it('S2-08 · a holiday on a Saturday takes the hours of a holiday', () => {
    // 23 November 2024 is a Saturday and Labour Thanksgiving Day.
    const desk = {
      hours: [{ days: ['weekday', 'saturday'] as const, from: '09:00', to: '12:00' }],
      closed: [],
    };
    const opensAt = tokyo('2024-11-25T09:00:00');
    expect(deskHoursAt(tokyo('2024-11-23T10:00:00'), desk, japan)).toEqual({
      open: false,
      opensAt,
    });
    expect(deskHoursAt(tokyo('2024-11-16T10:00:00'), desk, japan).open).toBe(true);
  });

  it('S2-08 · where Japanese holidays do not count, the day of the week does', () => {
    const place = { timeZone: 'Asia/Tokyo', calendar: { public_holidays: 'none' } } as const;
    const closesAt = tokyo('2026-04-29T18:00:00');
    expect(deskHoursAt(tokyo('2026-04-29T12:00:00'), centre, place)).toEqual({
      open: true,
      closesAt,
    });
  });

  it('S2-08 · the hours are those of the desk’s own clock, also on the day the clocks change', () => {
    // New York on Sunday 8 March 2026: 9:00 is 13:00 UTC, the day before it was 14:00 UTC.
    const place = { timeZone: 'America/New_York', calendar: { public_holidays: 'none' } } as const;
    const desk = { hours: [{ days: always, from: '09:00', to: '17:00' }], closed: [] };
    const saturday = Date.parse('2026-03-07T14:00Z');
    const sunday = Date.parse('2026-03-08T13:00Z');
    expect(deskHoursAt(saturday - 1, desk, place)).toEqual({ open: false, opensAt: saturday });
    expect(deskHoursAt(sunday - 1, desk, place)).toEqual({ open: false, opensAt: sunday });
    expect(deskHoursAt(sunday, desk, place).open).toBe(true);
  });
});

describe('S2-08 · what holds at every instant', () => {
  const instants = fc.integer({
    min: tokyo('2024-01-01') / 1_000,
    max: tokyo('2029-01-01') / 1_000,
  });
  const desks = fc.constantFrom(late, centre, quarters, office);

  it('what is said holds until the second that is named, and no longer', () => {
    fc.assert(
      fc.property(instants, desks, (seconds, desk) => {
        const now = seconds * 1_000;
        const said = deskHoursAt(now, desk, japan);
        const changesAt = said.open ? said.closesAt : said.opensAt;
        if (changesAt === null) throw new Error('each of these desks opens and closes');
        expect(changesAt).toBeGreaterThan(now);
        expect(deskHoursAt(changesAt - 1, desk, japan)).toEqual(said);
        expect(deskHoursAt(changesAt, desk, japan).open).toBe(!said.open);
      }),
    );
  });
});
