/**
 * Settings of the file and of its cache, each with its reason.
 *
 * `cacheKib`: pages that a batch reads and writes. A verification of a random token touches about
 * nine pages, most of them near the roots of the trees and always cached; 64 MiB hold all pages of
 * 100,000 tokens. With a million the leaves are read through `mmapBytes` from the system's own page
 * cache without a copy.
 *
 * `checkpointPages`: how long the WAL may grow before its pages are moved into the file. A page that
 * was changed in many batches is moved once, so a longer WAL costs less work in all and stalls
 * longer each time; the figures are in `hot-path.bench.ts`.
 */
export const fileSettings = {
  cacheKib: Number(process.env['X_CACHE'] ?? 65_536),
  mmapBytes: Number(process.env['X_MMAP'] ?? 0),
  checkpointPages: 8_000,
} as const;

/** Marks the file as Warifu's (`PRAGMA application_id`): "Wrif". */
export const applicationId = 0x57726966;

export const oldestSafeSqlite = '3.51.3';
