import type { Replacement } from '@warifu/wire';
import type { Day } from '../day.ts';

/** A fob's entry in the list of replacements, among those of all contracts. */
export async function replacementOf(day: Day, fob: string): Promise<Replacement | undefined> {
  const tokenId = day.note(`token ${fob}`);
  let cursor: string | null = null;
  do {
    const query = { limit: 200, ...(cursor === null ? {} : { cursor }) };
    const page: { data: Replacement[]; next_cursor: string | null } = (
      await day.channel.call('list_replacements', { query })
    ).body;
    const found = page.data.find(({ token }) => token.id === tokenId);
    if (found) return found;
    cursor = page.next_cursor;
  } while (cursor !== null);
  return undefined;
}

export async function isReplacementDue(day: Day, fob: string): Promise<boolean> {
  return (await replacementOf(day, fob)) !== undefined;
}
