/**
 * Settings of the file and of its cache, each with its reason.
 *
 * `cacheKib`: 64 MiB hold the inner pages of all trees of a million tokens, and most leaves of
 * 100,000. What is not there comes from the system's page cache with one read. Twice as much gained
 * less than the noise; so did mapping the file into memory, which made the process look as large
 * as the file.
 *
 * `checkpointPages`: how long the WAL may grow (64 MB) before its pages are moved into the file. A
 * page that many batches changed is moved once, so a longer WAL means less work in all and a longer
 * stall each time: 8,000 pages stall for about 40 ms after every 100 batches of 64, 16,000 for about
 * 75 ms after every 200, which is outside the slowest hundredth.
 */
export const fileSettings = {
  cacheKib: 65_536,
  checkpointPages: 16_000,
} as const;

/** Marks the file as Warifu's (`PRAGMA application_id`): "Wrif". */
export const applicationId = 0x57726966;

export const oldestSafeSqlite = '3.51.3';
