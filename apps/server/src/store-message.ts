/**
 * Why a store takes no writes, for whoever asks `/readyz`: anybody may. A refusal of our own says what
 * to set; of what a database or the way to it says, only the code is told, which holds no name, no
 * address and no password.
 */
export function storeMessage(error: unknown, shared: boolean): string {
  const chain = causesOf(error);
  const refusal = chain.find(({ name }) => name === 'UnsafeStore');
  if (refusal) return refusal.message;
  const codes = chain.map(codeOf);
  if (codes.includes('store_full')) return 'the disk is full: free space on it';
  if (!shared) return 'the store takes no writes; look at the disk and the log';
  const state = codes.find((code) => /^[0-9A-Z]{5}$/.test(code));
  if (state) return `the database refuses: SQLSTATE ${state}; look at its log`;
  const code = codes.find((one) => /^E[A-Z_]+$/.test(one));
  return `the database cannot be reached${code ? ` (${code})` : ''}; look at it and at the way to it`;
}

const deepest = 5;

function causesOf(error: unknown): readonly Error[] {
  const causes: Error[] = [];
  for (let one = error; one instanceof Error && causes.length < deepest; one = one.cause)
    causes.push(one);
  return causes;
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : '';
}
