import { parsePolicy, type Simulation } from '@warifu/engine';
import {
  type ExplanationRequest,
  explainOnStore,
  type StoreExplanation,
  simulateOnStore,
} from '@warifu/service';
import type { Warifu } from '../open-warifu.ts';
import { AdminError } from './admin-error.ts';
import { assertInstitution } from './api-keys.ts';

/** A version of an institution's policy; the one in force when no number is given. */
export interface PolicyNamed {
  readonly institution: string;
  readonly version: number | null;
}

export interface NamedPolicy {
  readonly version: number;
  readonly document: unknown;
}

/** Which version is tried, and how far ahead. */
export interface SimulationAsked {
  readonly institution: string;
  /** A document that was not proposed yet, or the number of a version in the store. */
  readonly policy: { readonly document: unknown } | { readonly version: number };
  /** From when it would decide (ms); at once when null. */
  readonly effectiveAt: number | null;
  readonly horizonDays: number;
  readonly mostExamples: number;
}

export function policyDocument(warifu: Warifu, { institution, version }: PolicyNamed): NamedPolicy {
  assertInstitution(warifu, institution);
  const { policies, clock } = warifu.deps;
  const found =
    version === null
      ? policies.inForce(institution, clock.now())
      : policies.versions(institution).find((one) => one.version === version);
  if (!found)
    throw new AdminError(
      'version_unknown',
      'there is no such version; `warifu policy list` shows which are',
    );
  return { version: found.version, document: JSON.parse(found.document) };
}

export function explainPolicy(
  warifu: Warifu,
  request: ExplanationRequest,
): Promise<StoreExplanation> {
  assertInstitution(warifu, request.institutionId);
  return explainOnStore(warifu.deps, request);
}

/** Throws `AdminError` for a document that has faults, and for an instant at which no version decides. */
export async function simulatePolicy(
  warifu: Warifu,
  { institution, policy, ...asked }: SimulationAsked,
): Promise<Simulation> {
  const { document } =
    'document' in policy ? policy : policyDocument(warifu, { institution, ...policy });
  assertInstitution(warifu, institution);
  const parsed = parsePolicy(document);
  if (!parsed.ok) throw new AdminError('policy_invalid', 'the document has faults; check it first');
  const request = { institutionId: institution, policy: parsed.policy, ...asked };
  const found = await simulateOnStore(warifu.deps, request);
  if (!found) throw new AdminError('policy_unknown', 'no version decides at that instant');
  return found;
}
