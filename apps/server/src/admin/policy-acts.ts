import {
  approvePolicy,
  type PolicyActResult,
  type PolicyVersion,
  proposePolicy,
  returnPolicy,
  type ServiceDeps,
  withdrawPolicy,
} from '@warifu/service';

/** What an operator does with the versions of a policy; see `policy-versions.ts` of the service. */
export type PolicyAct = {
  readonly institution: string;
  /** The member of staff who does it, as the institution names him. */
  readonly by: string;
} & (
  | { readonly act: 'propose'; readonly document: unknown }
  | { readonly act: 'approve'; readonly version: number; readonly effectiveFrom: number | null }
  | { readonly act: 'withdraw'; readonly version: number }
  | { readonly act: 'return' }
);

/** A version without its document. */
export type ListedPolicy = Omit<PolicyVersion, 'policy' | 'document'> & {
  readonly inForce: boolean;
};

export function policyAct(deps: ServiceDeps, request: PolicyAct): Promise<PolicyActResult> {
  const { institution: institutionId, by } = request;
  switch (request.act) {
    case 'propose':
      return proposePolicy(deps, { institutionId, by, document: request.document });
    case 'approve': {
      const { version, effectiveFrom } = request;
      return approvePolicy(deps, { institutionId, by, version, effectiveFrom });
    }
    case 'withdraw':
      return withdrawPolicy(deps, { institutionId, by, version: request.version });
    case 'return':
      return returnPolicy(deps, { institutionId, by });
  }
}

/** All versions, latest first. */
export function policyVersions(deps: ServiceDeps, institution: string): readonly ListedPolicy[] {
  const inForce = deps.policies.inForce(institution, deps.clock.now());
  return deps.policies.versions(institution).map(({ policy: _, document: __, ...version }) => ({
    ...version,
    inForce: version.version === inForce?.version,
  }));
}
