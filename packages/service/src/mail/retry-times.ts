const firstMs = 30_000;

/** Mails are not held back longer than this between two attempts. */
export const longestRetryMs = 3_600_000;

/** How old a mail may get that names no end of its own: three days. */
export const oldestMailMs = 3 * 86_400_000;

/** How long to wait after so many attempts in vain: 30 s, then twice as long each time, an hour at most. */
export function retryDelayMs(attempts: number): number {
  return Math.min(firstMs * 2 ** Math.max(0, attempts - 1), longestRetryMs);
}

/** How long to leave a server alone that was down so many times in a row: 5 s, doubled, 5 min at most. */
export function serverPauseMs(times: number): number {
  return Math.min(5_000 * 2 ** Math.max(0, times - 1), 300_000);
}

/** Whether a mail is too old to be sent. */
export function isTooOld(
  { createdAt, expiresAt }: { readonly createdAt: number; readonly expiresAt: number | null },
  now: number,
): boolean {
  return now >= (expiresAt ?? createdAt + oldestMailMs);
}
