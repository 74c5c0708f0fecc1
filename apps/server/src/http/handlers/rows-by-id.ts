import type { Application, Token } from '@warifu/engine';
import type { Page, PageRequest, Service } from '@warifu/service';

/**
 * Single rows that the store port offers only as lists. A token with a contract is found through it;
 * one that is still in stock, and an application, by going through the list.
 */
export async function tokenById(
  queries: Service['queries'],
  institutionId: string,
  tokenId: string,
): Promise<Token | undefined> {
  const view = await queries.contract(institutionId, { tokenId });
  const owned = view?.tokens.find((token) => token.id === tokenId);
  return owned ?? find(tokenId, (page) => queries.tokens(institutionId, {}, page));
}

export function applicationById(
  queries: Service['queries'],
  institutionId: string,
  applicationId: string,
): Promise<Application | undefined> {
  return find(applicationId, (page) => queries.applications(institutionId, {}, page));
}

async function find<T extends { readonly id: string }>(
  id: string,
  read: (page: PageRequest) => Promise<Page<T>>,
): Promise<T | undefined> {
  let after: string | null = null;
  do {
    const page: Page<T> = await read({ limit: 200, after });
    const row = page.rows.find((one) => one.id === id);
    if (row) return row;
    after = page.next;
  } while (after !== null);
  return undefined;
}
