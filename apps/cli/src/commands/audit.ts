import { onData } from '../data.ts';
import type { Leaf } from '../leaf.ts';
import { counted } from '../outcome.ts';

/** `warifu audit verify`: every link of the hash chain, the heads, and the anchors beside the store. */
export const auditVerify: Leaf = {
  usage: 'verify',
  summary: 'Read the whole audit record and check that nothing was changed, moved or cut off.',
  examples: ['warifu audit verify', 'warifu audit verify --data-dir ./data/demo --json'],
  onData: true,
  run: async (invocation) => {
    const { unreadableAnchors, ...result } = await onData(invocation, (admin) =>
      admin.verifyAudit(),
    );
    const document = { ...result, unreadable_anchors: unreadableAnchors };
    const unread = unreadableText(unreadableAnchors);
    if (!result.ok) {
      const { chain, sequence, fault } = result;
      const message = `the audit record is damaged: chain ${chain}, record ${sequence}: ${fault}; keep the store as it is and compare it with a backup`;
      return { ok: false, code: 'audit_damaged', document, text: unread.join('\n'), message };
    }
    const heads = result.heads.map(
      ({ chain, sequence, hash }) => `head of ${chain}: record ${sequence}, ${hash}`,
    );
    const whole = `the audit record is whole: ${counted(result.records, 'record')}`;
    return { ok: true, document, text: [whole, ...heads, ...unread].join('\n') };
  },
};

/** A crash or a full disk tears a line; many of them are somebody's doing. */
function unreadableText(count: number): string[] {
  if (count === 0) return [];
  const lines = counted(count, 'unreadable line');
  return [`${lines} in audit-anchors.jsonl, left out; compare the file with its copy elsewhere`];
}
