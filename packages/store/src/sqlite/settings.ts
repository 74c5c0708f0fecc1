/**
 * Settings of the file and of its cache, each with its reason.
 *
 * `cacheKib`: 64 MiB hold the inner pages of all trees of a million tokens, and most leaves of
 * 100,000. Twice as much gained less than the noise.
 *
 * `importCacheKib`: what is enough while a token file is imported. An import touches each page once,
 * so a large cache would only fill up with them: 64 MiB of memory that it does not need.
 *
 * `mapLargerThan`: a file beyond the cache is mapped into memory when it is opened, so that a leaf
 * that is not in the cache is read in the system's own copy: reading what one verification needs
 * takes 16 µs instead of 28 with a million tokens. A small file is not mapped, since its pages would
 * only stand in memory twice. A mapped page that the disk cannot read ends the process, which is what
 * a failing disk asks for.
 *
 * `checkpointPages`: how long the WAL may grow (64 MB) before its pages are moved into the file. A
 * page that many batches changed is moved once, so a longer WAL means less work in all and a longer
 * stall each time: 8,000 pages stall for about 40 ms after every 100 batches of 64, 16,000 for about
 * 75 ms after every 200, which is outside the slowest hundredth.
 */
export const fileSettings = {
  cacheKib: 65_536,
  importCacheKib: 4_096,
  mapLargerThan: 268_435_456,
  /** The most that SQLite maps as it is compiled in Node. */
  mapBytes: 2_147_418_112,
  checkpointPages: 16_000,
} as const;

/** Marks the file as Warifu's (`PRAGMA application_id`): "Wrif". */
export const applicationId = 0x57726966;

export const oldestSafeSqlite = '3.51.3';
