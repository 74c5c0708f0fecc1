import type { Application, Token } from '@warifu/engine';
import type { Service } from '@warifu/service';

const one = { limit: 1, after: null };

/** The token with this ID in the institution, if there is one. */
export async function tokenById(
  queries: Service['queries'],
  institutionId: string,
  id: string,
): Promise<Token | undefined> {
  return (await queries.tokens(institutionId, { id }, one)).rows[0];
}

/** The application with this ID in the institution, if there is one. */
export async function applicationById(
  queries: Service['queries'],
  institutionId: string,
  id: string,
): Promise<Application | undefined> {
  return (await queries.applications(institutionId, { id }, one)).rows[0];
}
