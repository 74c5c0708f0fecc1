import {
  appendFileSync,
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
} from 'node:fs';
import type { AuditAnchor, Store } from '@warifu/service';
import { anchorFile, type ServerConfig } from '../config.ts';

/**
 * Anchors are the heads of the audit chains, written beside the store from time to time and at
 * every close. A store whose newest records were cut off no longer contains its anchors (row 83).
 * Operators copy the file to another machine; that copy is what holds against an insider.
 */
export interface Anchors {
  readonly anchors: readonly AuditAnchor[];
  /** Lines that hold no anchor: torn by a crash or a full disk, or damaged by somebody. */
  readonly unreadable: number;
}

/** Appends to the anchor file of a store; there is one writer in the process that owns the store. */
export class AnchorWriter {
  readonly #file: string;
  /** The last line of each chain; read from the file once, since the file only grows. */
  #last: Map<string, string> | undefined;

  constructor(config: Pick<ServerConfig, 'dataDir'>) {
    this.#file = anchorFile(config);
  }

  /** Writes the heads that moved since the last time, flushed to the disk. Throws what the disk says. */
  async write(store: Store): Promise<void> {
    const heads = await store.audit.heads();
    this.#last ??= lastOf(readAnchorFile(this.#file).anchors);
    const last = this.#last;
    const moved = heads.filter((head) => last.get(head.chain) !== line(head));
    if (moved.length === 0) return;
    const text = moved.map((head) => `${line(head)}\n`).join('');
    const begin = endsTorn(this.#file) ? '\n' : '';
    appendFileSync(this.#file, begin + text, { mode: 0o600, flush: true });
    for (const head of moved) last.set(head.chain, line(head));
  }
}

/** All anchors of the file, and how many lines hold none; nothing of both when there is no file yet. */
export function readAnchors(config: Pick<ServerConfig, 'dataDir'>): Anchors {
  return readAnchorFile(anchorFile(config));
}

function readAnchorFile(file: string): Anchors {
  if (!existsSync(file)) return { anchors: [], unreadable: 0 };
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((text) => text !== '');
  const anchors = lines.flatMap((text) => anchorOf(text) ?? []);
  return { anchors, unreadable: lines.length - anchors.length };
}

function lastOf(anchors: readonly AuditAnchor[]): Map<string, string> {
  return new Map(anchors.map((anchor) => [anchor.chain, line(anchor)]));
}

/** Whether the last write did not reach the end of its line; what follows begins on a new one. */
function endsTorn(file: string): boolean {
  if (!existsSync(file)) return false;
  const handle = openSync(file, 'r');
  try {
    const { size } = fstatSync(handle);
    const end = Buffer.alloc(1);
    return size > 0 && readSync(handle, end, 0, 1, size - 1) === 1 && end.toString() !== '\n';
  } finally {
    closeSync(handle);
  }
}

function line({ chain, sequence, hash, mac }: AuditAnchor): string {
  return JSON.stringify({ chain, sequence, hash, mac });
}

function anchorOf(text: string): AuditAnchor | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { chain, sequence, hash, mac } = value as Record<string, unknown>;
  if (typeof chain !== 'string' || typeof sequence !== 'number') return undefined;
  if (typeof hash !== 'string' || typeof mac !== 'string') return undefined;
  return { chain, sequence, hash, mac };
}
