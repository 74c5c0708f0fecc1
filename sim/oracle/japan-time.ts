const dayMs = 86_400_000;
const aheadMs = 9 * 3_600_000;

/** Japan has been nine hours ahead of UTC all year since 1951: no calendar is needed for its days. */
export function endOfDayInJapan(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) + dayMs - aheadMs - 1;
}

/** The day in Japan, YYYY-MM-DD. */
export function dayInJapan(at: number): string {
  return new Date(at + aheadMs).toISOString().slice(0, 10);
}

/** A day so many months and days later; the 31st becomes the last day of a shorter month. */
export function laterDay(
  day: string,
  { days = 0, months = 0 }: { readonly days?: number; readonly months?: number },
): string {
  const [year = 0, month = 1, dayOfMonth = 1] = day.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  const moved = Date.UTC(year, month - 1 + months, Math.min(dayOfMonth, lastOfMonth));
  return new Date(moved + days * dayMs).toISOString().slice(0, 10);
}
