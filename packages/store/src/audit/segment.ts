import { fingerprint } from '../idempotency/fingerprint.ts';

/**
 * How audit records are found by contract, user, token, action or institution. A secondary index
 * with random keys would dirty one more page for every record: 18 µs of CPU each on the verification
 * path, three of them 60 µs. Instead the records are cut into segments of `segmentSize`; when a
 * segment is full, a chore writes five small postings for it: 32-bit hashes of the subjects with the
 * records’ offsets, sorted. That costs about 2 µs a record, off the hot path, and 30 bytes. A search
 * reads one posting a segment, confirms every hit against its row, and scans what is not in a
 * segment yet. Postings are derived data; the records alone are evidence.
 */
export const segmentSize = 2_048;

export const auditFacets = ['token', 'user', 'contract', 'action', 'institution'] as const;
export type AuditFacet = (typeof auditFacets)[number];

const bytesOfHash = 4;
const bytesOfPosting = 6;
const offsetRange = 65_536;
const seed = { high: 0x57617269, low: 0x66750001 };

function hashOf(subject: string): number {
  return fingerprint(subject, seed).low;
}

/** The postings of one facet: `subjects[offset]` for every record of the segment, null for none. */
export function postingsOf(subjects: readonly (string | null)[]): Uint8Array {
  const keys = new Float64Array(subjects.length);
  let count = 0;
  for (const [offset, subject] of subjects.entries()) {
    if (subject === null) continue;
    keys[count] = hashOf(subject) * offsetRange + offset;
    count += 1;
  }
  const sorted = keys.subarray(0, count).sort();
  const postings = new Uint8Array(count * bytesOfPosting);
  const view = new DataView(postings.buffer);
  for (const [index, key] of sorted.entries()) {
    view.setUint32(index * bytesOfHash, Math.floor(key / offsetRange), true);
    view.setUint16(count * bytesOfHash + index * 2, key % offsetRange, true);
  }
  return postings;
}

/** Offsets of records that may be about the subject, ascending. A hash may be another subject's. */
export function offsetsOf(postings: Uint8Array, subject: string): number[] {
  const view = new DataView(postings.buffer, postings.byteOffset, postings.byteLength);
  const count = postings.byteLength / bytesOfPosting;
  const wanted = hashOf(subject);
  const offsets: number[] = [];
  for (let index = firstAtLeast(view, count, wanted); index < count; index += 1) {
    if (view.getUint32(index * bytesOfHash, true) !== wanted) break;
    offsets.push(view.getUint16(count * bytesOfHash + index * 2, true));
  }
  return offsets;
}

function firstAtLeast(view: DataView, count: number, wanted: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (view.getUint32(middle * bytesOfHash, true) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
