import type { Fee, Shipment, Token, User } from '@warifu/engine';
import type { Page, PageRequest } from './store-queries.ts';

/** What due work reads, in pages; a page is a fixed number of queries, whatever it holds. */
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
  /** The same by when the tokens were issued, both instants included: for a lifetime in years. */
  tokensByIssue(
    institutionId: string,
    filter: { readonly issuedFrom: number; readonly issuedTo: number },
    page: PageRequest,
  ): Promise<Page<BoundToken>>;
  /** Active users with a mail address who never registered a token, of the contracts that are named. */
  usersWithoutToken(
    institutionId: string,
    contractIds: readonly string[],
  ): Promise<readonly User[]>;
  /** Contracts with an issue that nobody has ended though its time was over at this instant, by id. */
  contractsWithExpiredIssues(
    institutionId: string,
    filter: { readonly at: number },
    page: PageRequest,
  ): Promise<Page<string>>;
  /** Software tokens that no contract has claimed, made by this instant, in the order of their ids. */
  unclaimedTokens(
    institutionId: string,
    filter: { readonly issuedAtOrBefore: number },
    page: PageRequest,
  ): Promise<Page<Token>>;
  /** Exchanges that may owe the return of the broken token, by when they were posted. */
  unreturnedExchanges(
    institutionId: string,
    filter: UnreturnedFilter,
    page: PageRequest,
  ): Promise<Page<Shipment>>;
  /** Those of the contracts with a binding in force that began by this instant. */
  contractsInUse(
    institutionId: string,
    contractIds: readonly string[],
    startedAtOrBefore: number,
  ): Promise<readonly string[]>;
  /** The monthly fees of the contracts for a month (YYYY-MM). */
  feesOfMonth(
    institutionId: string,
    contractIds: readonly string[],
    month: string,
  ): Promise<readonly Fee[]>;
  /** Fees of a kind that were assessed for the shipments. */
  feesOfShipments(
    institutionId: string,
    shipmentIds: readonly string[],
    kind: Fee['kind'],
  ): Promise<readonly Fee[]>;
}

export interface UnreturnedFilter {
  /** When the successor was posted, both instants included. */
  readonly postedFrom: number;
  readonly postedTo: number;
  /** What came back within this time of the posting came in time for certain. */
  readonly inTimeMs: number;
  /** Exchanges on this list were dealt with. */
  readonly list: string;
}

export interface BoundToken {
  readonly token: Token;
  readonly user: User;
}
