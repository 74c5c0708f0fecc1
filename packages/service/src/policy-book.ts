import { type Policy, parsePolicy } from '@warifu/engine';
import type { PolicyRow } from './ports/store-parts.ts';

export interface PolicyVersion {
  readonly version: number;
  readonly effectiveFrom: number;
  readonly policy: Policy;
  readonly document: string;
}

/**
 * All policy versions of all institutions, parsed once. A decision asks for the version in force at
 * its instant; that is the one with the latest effective-from that is not in the future.
 */
export class PolicyBook {
  #versions = new Map<string, PolicyVersion[]>();

  /** Adds a stored version. Throws when its document is invalid: such a one is never stored. */
  add(row: PolicyRow): void {
    const parsed = parsePolicy(JSON.parse(row.document));
    if (!parsed.ok) {
      const [fault] = parsed.faults;
      throw new Error(
        `version ${row.version} of the policy of ${row.institutionId} in the store is not one that this version of Warifu understands (${fault?.path} ${fault?.message.en}); start the version that stored it, or make the store anew`,
      );
    }
    const { version, effectiveFrom, document } = row;
    const known = this.#versions.get(row.institutionId) ?? [];
    const all = [...known, { version, effectiveFrom, document, policy: parsed.policy }];
    // Later versions come first, so that the first one that is in force wins.
    all.sort((a, b) => b.effectiveFrom - a.effectiveFrom || b.version - a.version);
    this.#versions.set(row.institutionId, all);
  }

  versions(institutionId: string): readonly PolicyVersion[] {
    return this.#versions.get(institutionId) ?? [];
  }

  inForce(institutionId: string, at: number): PolicyVersion | undefined {
    return this.#versions.get(institutionId)?.find((one) => one.effectiveFrom <= at);
  }
}
