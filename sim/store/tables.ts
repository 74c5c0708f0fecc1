import type {
  Application,
  Binding,
  Challenge,
  Contract,
  CustomerRequest,
  Fee,
  Issuance,
  Shipment,
  Token,
  User,
} from '@warifu/engine';
import type {
  ApiKeyRow,
  AuditRecord,
  ImportBegin,
  InstitutionRow,
  OutboxMail,
  PolicyRow,
  SealedSeed,
  StagedToken,
  StoredAnswer,
  WrappedDataKey,
} from '@warifu/service';

/** Everything that the store in memory knows; a store that is opened again finds it as it was. */
export class MemoryTables {
  readonly contracts = new Map<string, Contract>();
  readonly users = new Map<string, User>();
  readonly tokens = new Map<string, Token>();
  readonly seeds = new Map<string, SealedSeed>();
  readonly bindings = new Map<string, Binding>();
  readonly applications = new Map<string, Application>();
  readonly shipments = new Map<string, Shipment>();
  readonly fees = new Map<string, Fee>();
  readonly challenges = new Map<string, Challenge>();
  readonly issuances = new Map<string, Issuance>();
  readonly requests = new Map<string, CustomerRequest>();
  readonly mails = new Map<string, OutboxMail>();
  readonly answers = new Map<string, KeptAnswer>();
  readonly records: AuditRecord[] = [];
  readonly institutions = new Map<string, InstitutionRow>();
  readonly policies: PolicyRow[] = [];
  readonly apiKeys = new Map<string, ApiKeyRow>();
  readonly dataKeys: WrappedDataKey[] = [];
  readonly imports = new Map<string, KeptImport>();
}

export interface KeptAnswer {
  readonly inputMac: Uint8Array;
  readonly at: number;
  readonly answer: StoredAnswer;
}

export interface KeptImport {
  readonly row: ImportBegin;
  readonly staged: StagedToken[];
  published: boolean;
}

/** Rows of one contract, in the order of their IDs. */
export function ofContract<Row extends { readonly id: string; readonly contractId: string | null }>(
  rows: ReadonlyMap<string, Row>,
  contractId: string,
): Row[] {
  const own: Row[] = [];
  for (const row of rows.values()) if (row.contractId === contractId) own.push(row);
  return own.sort(byId);
}

export function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : 1;
}
