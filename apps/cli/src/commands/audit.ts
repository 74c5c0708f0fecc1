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
    const result = await onData(invocation, (admin) => admin.verifyAudit());
    if (!result.ok) {
      const { chain, sequence, fault } = result;
      const message = `the audit record is damaged: chain ${chain}, record ${sequence}: ${fault}; keep the store as it is and compare it with a backup`;
      return { ok: false, document: result, message };
    }
    const heads = result.heads.map(
      ({ chain, sequence, hash }) => `head of ${chain}: record ${sequence}, ${hash}`,
    );
    const text = [`the audit record is whole: ${counted(result.records, 'record')}`, ...heads];
    return { ok: true, document: result, text: text.join('\n') };
  },
};
