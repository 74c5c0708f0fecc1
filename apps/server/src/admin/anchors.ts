import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { AuditAnchor, Store } from '@warifu/service';
import { anchorFile, type ServerConfig } from '../config.ts';

/**
 * Anchors are the heads of the audit chains, written beside the store from time to time and at
 * every close. A store whose newest records were cut off no longer contains its anchors (row 83).
 * Operators copy the file to another machine; that copy is what holds against an insider.
 */
export async function writeAnchors(
  config: Pick<ServerConfig, 'dataDir'>,
  store: Store,
): Promise<void> {
  const known = new Set(readAnchors(config).map(line));
  const fresh = (await store.audit.heads()).map(line).filter((text) => !known.has(text));
  if (fresh.length === 0) return;
  appendFileSync(anchorFile(config), fresh.map((text) => `${text}\n`).join(''), {
    mode: 0o600,
    flush: true,
  });
}

/** All anchors of the file; none when there is no file yet. A torn last line is left out. */
export function readAnchors(config: Pick<ServerConfig, 'dataDir'>): readonly AuditAnchor[] {
  const file = anchorFile(config);
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((text) => anchorOf(text));
}

function line({ chain, sequence, hash, mac }: AuditAnchor): string {
  return JSON.stringify({ chain, sequence, hash, mac });
}

function anchorOf(text: string): AuditAnchor[] {
  if (!text.endsWith('}')) return [];
  const { chain, sequence, hash, mac } = JSON.parse(text) as AuditAnchor;
  return [{ chain, sequence, hash, mac }];
}
