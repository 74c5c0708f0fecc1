import type { TraceEvent } from './strace-log.ts';

/**
 * A disk as a power cut may leave it. What a completed sync covers is there; of what was written
 * after it, any part may be there: nothing, all, some writes without those before them, or the
 * beginning of one. A new or removed file is certain only when its folder was synced.
 */
type Change = Extract<TraceEvent, { kind: 'written' | 'truncated' }>;

interface FileState {
  /** What the disk holds for certain. */
  safe: GrowingBytes;
  /** What came after, in order, with the number of its event. */
  pending: { readonly change: Change; readonly number: number }[];
  /** Whether the folder names the file for certain, and whether it does so now. */
  namedSafely: boolean;
  named: boolean;
}

/** Decides for one unsynced change whether it reached the disk: whole, in part (bytes), or not. */
export type Fate = (index: number, of: number, bytes: number) => 'whole' | 'not' | number;

export class Disk {
  readonly #files = new Map<string, FileState>();
  #number = 0;

  /** Begins with files that are safely on disk. */
  constructor(files: ReadonlyMap<string, Uint8Array>) {
    for (const [name, bytes] of files) {
      const safe = new GrowingBytes(bytes);
      this.#files.set(name, { safe, pending: [], namedSafely: true, named: true });
    }
  }

  /** How many changes no sync covers yet. */
  get unsynced(): number {
    const files = [...this.#files.values()];
    return files.reduce((sum, file) => sum + file.pending.length, 0);
  }

  take(event: TraceEvent): void {
    const number = this.#number++;
    switch (event.kind) {
      case 'created':
        this.#file(event.file).named = true;
        return;
      case 'unlinked':
        this.#file(event.file).named = false;
        return;
      case 'written':
      case 'truncated':
        this.#file(event.file).pending.push({ change: event, number });
        return;
      case 'synced':
        this.#sync(event.file, event.since);
        return;
      case 'answered':
        return;
    }
  }

  /** The files after a cut here; `fate` decides on everything that is not certain. */
  contents(fate: Fate): Map<string, Buffer> {
    const contents = new Map<string, Buffer>();
    for (const [name, file] of this.#files) {
      const nowHolds = file.named !== file.namedSafely && fate(0, 1, 0) === 'whole';
      if (!(nowHolds ? file.named : file.namedSafely)) continue;
      const bytes = file.safe.copy();
      file.pending.forEach(({ change }, index) => {
        const size = change.kind === 'written' ? change.data.length : 0;
        const fallen = fate(index, file.pending.length, size);
        if (fallen !== 'not') bytes.apply(change, fallen === 'whole' ? size : fallen);
      });
      contents.set(name, bytes.bytes);
    }
    return contents;
  }

  #sync(name: string, since: number): void {
    if (name === '') {
      for (const file of this.#files.values()) file.namedSafely = file.named;
      return;
    }
    const file = this.#file(name);
    const covered = file.pending.filter(({ number }) => number < since);
    for (const { change } of covered) {
      file.safe.apply(change, change.kind === 'written' ? change.data.length : 0);
    }
    file.pending = file.pending.slice(covered.length);
  }

  #file(name: string): FileState {
    const known = this.#files.get(name);
    if (known) return known;
    const safe = new GrowingBytes(new Uint8Array());
    const fresh: FileState = { safe, pending: [], namedSafely: false, named: true };
    this.#files.set(name, fresh);
    return fresh;
  }
}

/** A file's content, which changes at any place and grows. */
class GrowingBytes {
  #buffer: Buffer;
  #size: number;

  constructor(bytes: Uint8Array) {
    this.#buffer = Buffer.from(bytes);
    this.#size = bytes.length;
  }

  get bytes(): Buffer {
    return this.#buffer.subarray(0, this.#size);
  }

  copy(): GrowingBytes {
    return new GrowingBytes(this.bytes);
  }

  /** Applies a change, of a write only so many bytes. A gap that it leaves reads as zeros. */
  apply(change: Change, bytes: number): void {
    if (change.kind === 'truncated') {
      this.#resize(change.size);
      return;
    }
    const at = change.offset ?? this.#size;
    if (at + bytes > this.#size) this.#resize(at + bytes);
    change.data.copy(this.#buffer, at, 0, bytes);
  }

  #resize(size: number): void {
    if (size > this.#buffer.length) {
      const larger = Buffer.alloc(Math.max(size, this.#buffer.length * 2));
      this.bytes.copy(larger);
      this.#buffer = larger;
    }
    // What was cut off and comes back by growing again reads as zeros.
    if (size < this.#size) this.#buffer.fill(0, size, this.#size);
    this.#size = size;
  }
}
