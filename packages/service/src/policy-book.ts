import { type Policy, parsePolicy } from '@warifu/engine';
import type { PolicyRow } from './ports/store-parts.ts';

export interface PolicyVersion {
  readonly version: number;
  readonly effectiveFrom: number;
  readonly policy: Policy;
  readonly document: string;
  readonly state: PolicyState;
  readonly proposedBy: string;
  readonly approvedBy: string | null;
}

/**
 * Where a version stands. Only an approved one can ever decide:
 *
 *   proposed ──a second person──▶ approved ──effective from──▶ decides, until the next one does
 *      └──────── withdrawn ◀──before it is in force──┘
 */
export type PolicyState = 'proposed' | 'approved' | 'withdrawn';

/**
 * All policy versions of all institutions, parsed once. A decision asks for the version in force at
 * its instant: of the approved ones with an effective-from that is not in the future the latest.
 */
export class PolicyBook {
  #versions = new Map<string, PolicyVersion[]>();
  #approved = new Map<string, PolicyVersion[]>();
  #several = new Set<string>();

  /** Adds a stored version, or what became of it. Throws when its document is invalid. */
  add(row: PolicyRow): void {
    if (this.#isKnown(row)) return;
    const others = this.versions(row.institutionId).filter((one) => one.version !== row.version);
    const all = [...others, versionOf(row)];
    // Later versions come first, so that the first one that is in force wins.
    all.sort((a, b) => b.effectiveFrom - a.effectiveFrom || b.version - a.version);
    this.#versions.set(row.institutionId, all);
    const approved = all.filter((one) => one.state === 'approved');
    this.#approved.set(row.institutionId, approved);
    if (approved.some(({ policy }) => policy.relations.tokens_per_user > 1))
      this.#several.add(row.institutionId);
  }

  /**
   * Whether any version that could decide ever let a user have more than one token: bindings of that
   * time may be in force still.
   */
  everAllowsSeveralTokens(institutionId: string): boolean {
    return this.#several.has(institutionId);
  }

  /** Whether the version is here as it is stored: a document never changes, what became of it may. */
  #isKnown(row: PolicyRow): boolean {
    const known = this.versions(row.institutionId).find((one) => one.version === row.version);
    return known?.state === stateOf(row) && known.effectiveFrom === row.effectiveFrom;
  }

  versions(institutionId: string): readonly PolicyVersion[] {
    return this.#versions.get(institutionId) ?? [];
  }

  inForce(institutionId: string, at: number): PolicyVersion | undefined {
    return this.#approved.get(institutionId)?.find((one) => one.effectiveFrom <= at);
  }
}

function versionOf(row: PolicyRow): PolicyVersion {
  const parsed = parsePolicy(JSON.parse(row.document));
  if (!parsed.ok) {
    const [fault] = parsed.faults;
    throw new Error(
      `version ${row.version} of the policy of ${row.institutionId} in the store is not one that this version of Warifu understands (${fault?.path} ${fault?.message.en}); start the version that stored it, or make the store anew`,
    );
  }
  const { version, effectiveFrom, document, proposedBy, approvedBy } = row;
  const state = stateOf(row);
  return { version, effectiveFrom, document, state, proposedBy, approvedBy, policy: parsed.policy };
}

function stateOf({ approvedAt, withdrawnAt }: PolicyRow): PolicyState {
  if (withdrawnAt !== null) return 'withdrawn';
  return approvedAt === null ? 'proposed' : 'approved';
}
