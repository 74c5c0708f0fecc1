import type {
  Application,
  Binding,
  Challenge,
  Contract,
  ContractView,
  CustomerRequest,
  Fee,
  Issuance,
  Shipment,
  Token,
  User,
} from '@warifu/engine';
import type { AuditRecord } from './audit.ts';
import type { ContractRef } from './contract-ref.ts';
import type { SealedSeed } from './sealed-seed.ts';

/** A page of rows in key order. `next` is the key to continue after; null at the end. */
export interface Page<T> {
  readonly rows: readonly T[];
  readonly next: string | null;
}

export interface PageRequest {
  readonly limit: number;
  readonly after: string | null;
}

export interface StoreQueries {
  contract(institutionId: string, by: ContractRef): Promise<ContractView | undefined>;
  contracts(
    institutionId: string,
    filter: { readonly number?: string },
    page: PageRequest,
  ): Promise<Page<Contract>>;
  /**
   * Contracts with what a question about their users looks at: users, tokens that are not retired,
   * bindings in force and shipments. Papers, fees and what is pending are left out; nothing may be
   * decided and saved on such a view.
   */
  standings(institutionId: string, page: PageRequest): Promise<Page<ContractView>>;
  users(
    institutionId: string,
    filter: { readonly contractId?: string; readonly loginId?: string },
    page: PageRequest,
  ): Promise<Page<User>>;
  tokens(
    institutionId: string,
    filter: {
      readonly id?: string;
      readonly contractId?: string;
      readonly state?: string;
      readonly serial?: string;
      readonly expiresOnOrBefore?: string;
    },
    page: PageRequest,
  ): Promise<Page<Token>>;
  /** Tokens with a contract, not retired, that expire by then and that no shipment replaces yet (S0-12). */
  dueForReplacement(
    institutionId: string,
    filter: {
      readonly expiresOnOrBefore: string;
      /** Only free tokens and their successors (S3-07). */
      readonly freeTokensOnly?: boolean;
    },
    page: PageRequest,
  ): Promise<Page<Token>>;
  applications(
    institutionId: string,
    filter: { readonly id?: string; readonly contractId?: string },
    page: PageRequest,
  ): Promise<Page<Application>>;
  shipments(
    institutionId: string,
    filter: { readonly contractId?: string },
    page: PageRequest,
  ): Promise<Page<Shipment>>;
  /** With `at`: bindings in force at that instant; otherwise all, ended ones too (S0-13). */
  bindings(
    institutionId: string,
    filter: {
      readonly contractId?: string;
      readonly userId?: string;
      readonly tokenId?: string;
      readonly at?: number;
    },
    page: PageRequest,
  ): Promise<Page<Binding>>;
  fees(
    institutionId: string,
    filter: { readonly contractId?: string },
    page: PageRequest,
  ): Promise<Page<Fee>>;
  requests(
    institutionId: string,
    filter: { readonly contractId?: string; readonly state?: CustomerRequest['state'] },
    page: PageRequest,
  ): Promise<Page<CustomerRequest>>;
  challenge(institutionId: string, id: string): Promise<Challenge | undefined>;
  /** An issue of a software token, ended ones too. */
  issuance(institutionId: string, id: string): Promise<Issuance | undefined>;
  /** A token with its sealed seed, for the code that goes into a mail; undefined when it has none. */
  tokenWithSeed(
    institutionId: string,
    id: string,
  ): Promise<{ readonly token: Token; readonly seed: SealedSeed } | undefined>;
  /** Users and tokens that are locked now. */
  locks(
    institutionId: string,
    filter: { readonly contractId?: string },
    page: PageRequest,
  ): Promise<Page<LockRow>>;
  auditRecords(
    institutionId: string,
    filter: {
      readonly contractId?: string;
      readonly userId?: string;
      readonly tokenId?: string;
      readonly action?: string;
    },
    page: PageRequest,
  ): Promise<Page<AuditRecord>>;
}

export type LockRow =
  | { readonly scope: 'user_otp'; readonly contractId: string; readonly user: User }
  | { readonly scope: 'token'; readonly contractId: string; readonly token: Token };
