import type { Fee, Token, User } from '@warifu/engine';
import type { Page, PageRequest } from './store-queries.ts';

/** What due work reads, in pages; every page is one query. */
export interface DueQueries {
  /** Fees whose debit day has come and that no fee run has collected yet, in the order of their ids. */
  feesDue(
    institutionId: string,
    filter: { readonly dueOnOrBefore: string; readonly list: string },
    page: PageRequest,
  ): Promise<Page<Fee>>;
  /** Users with a mail address and the tokens that they are bound to now, by expiry. */
  expiringTokens(
    institutionId: string,
    filter: { readonly expiresFrom: string; readonly expiresTo: string },
    page: PageRequest,
  ): Promise<Page<BoundToken>>;
  /** Active users with a mail address who never registered a token, of the contracts that are named. */
  usersWithoutToken(
    institutionId: string,
    contractIds: readonly string[],
  ): Promise<readonly User[]>;
}

export interface BoundToken {
  readonly token: Token;
  readonly user: User;
}
