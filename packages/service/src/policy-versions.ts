import { type Finding, lintDocument, type PolicyFault, parsePolicy } from '@warifu/engine';
import type { ServiceDeps } from './deps.ts';
import type { PolicyVersion } from './policy-book.ts';
import { StoreFailure } from './ports/store.ts';
import type { PolicyRow } from './ports/store-parts.ts';
import { systemAudit } from './system-audit.ts';

/**
 * How the rules of an institution change (docs/adr/0014): one person proposes a version, another one
 * approves it with the instant from which it decides, and one step goes back to the version before.
 * A document with a fault, or with an error that the linter finds, is never stored, so it can never
 * decide (ALL-03).
 */
export type PolicyActFault =
  | 'institution_unknown'
  | 'invalid'
  | 'unsound'
  | 'other_institution'
  | 'nothing_changed'
  | 'version_unknown'
  | 'same_person'
  | 'name_missing'
  | 'effective_in_past'
  | 'not_waiting'
  | 'in_force_or_withdrawn'
  | 'nothing_before';

export type PolicyActResult =
  | { readonly ok: true; readonly version: PolicyVersion }
  | {
      readonly ok: false;
      readonly reason: PolicyActFault;
      /** What is wrong with an invalid or unsound document, with its place. */
      readonly faults: readonly Pick<PolicyFault | Finding, 'path' | 'message'>[];
    };

/** Who does it, as the institution names its staff. */
interface ByStaff {
  readonly institutionId: string;
  readonly by: string;
}

/** Stores a version that decides nothing until a second person approves it. */
export async function proposePolicy(
  deps: ServiceDeps,
  { institutionId, by, document }: ByStaff & { readonly document: unknown },
): Promise<PolicyActResult> {
  const versions = deps.policies.versions(institutionId);
  if (versions.length === 0) return refused('institution_unknown');
  if (by.trim() === '') return refused('name_missing');
  const parsed = parsePolicy(document);
  if (!parsed.ok) return refused('invalid', parsed.faults);
  if (parsed.policy.institution.id !== institutionId) return refused('other_institution');
  const errors = lintDocument(parsed.policy).filter((one) => one.severity === 'error');
  if (errors.length > 0) return refused('unsound', errors);
  const text = JSON.stringify(parsed.policy);
  if (deps.policies.inForce(institutionId, deps.clock.now())?.document === text)
    return refused('nothing_changed');
  return insertVersion(deps, {
    institutionId,
    document: text,
    effectiveFrom: 0,
    proposedBy: by,
    approvedBy: null,
    action: 'propose_policy',
  });
}

/** A second person lets a proposed version decide from an instant on, at the earliest from now. */
export async function approvePolicy(
  deps: ServiceDeps,
  command: ByStaff & { readonly version: number; readonly effectiveFrom: number | null },
): Promise<PolicyActResult> {
  const { institutionId, by, version } = command;
  const known = deps.policies.versions(institutionId).find((one) => one.version === version);
  if (!known) return refused('version_unknown');
  if (by.trim() === '') return refused('name_missing');
  if (known.state !== 'proposed') return refused('not_waiting');
  if (sameName(by, known.proposedBy)) return refused('same_person');
  const now = deps.clock.now();
  const earliest = now + deps.policyLeadMs;
  if (command.effectiveFrom !== null && command.effectiveFrom < now)
    return refused('effective_in_past');
  const effectiveFrom = Math.max(earliest, command.effectiveFrom ?? earliest);
  const approval = { institutionId, version, approvedBy: by, approvedAt: now, effectiveFrom };
  const audit = auditOf(deps, 'approve_policy', { institutionId, version, by, effectiveFrom });
  return stored(deps, 'not_waiting', () =>
    deps.store.institutions.approvePolicy(approval, audit).then(() => version),
  )(institutionId);
}

/** Takes a version back that does not decide yet. */
export async function withdrawPolicy(
  deps: ServiceDeps,
  { institutionId, by, version }: ByStaff & { readonly version: number },
): Promise<PolicyActResult> {
  const known = deps.policies.versions(institutionId).find((one) => one.version === version);
  if (!known) return refused('version_unknown');
  if (by.trim() === '') return refused('name_missing');
  const audit = auditOf(deps, 'withdraw_policy', { institutionId, version, by });
  const withdrawal = { institutionId, version, at: deps.clock.now() };
  return stored(deps, 'in_force_or_withdrawn', () =>
    deps.store.institutions.withdrawPolicy(withdrawal, audit).then(() => version),
  )(institutionId);
}

/**
 * Goes back to the version that decided before, in one step and by one person: what was approved once
 * needs no second approval when the new rules turn out wrong at night. It is a new version, so that
 * every decision still names the one that it followed.
 */
export async function returnPolicy(
  deps: ServiceDeps,
  { institutionId, by }: ByStaff,
): Promise<PolicyActResult> {
  const now = deps.clock.now();
  const inForce = deps.policies.inForce(institutionId, now);
  if (!inForce) return refused('institution_unknown');
  if (by.trim() === '') return refused('name_missing');
  const before = deps.policies
    .versions(institutionId)
    .find((one) => one.state === 'approved' && one.effectiveFrom < inForce.effectiveFrom);
  if (!before) return refused('nothing_before');
  return insertVersion(deps, {
    institutionId,
    document: before.document,
    effectiveFrom: now + deps.policyLeadMs,
    proposedBy: by,
    approvedBy: before.approvedBy,
    action: 'return_policy',
  });
}

/** Reads what other nodes have stored since; a node calls it every few seconds. */
export async function refreshPolicies(deps: ServiceDeps): Promise<void> {
  for (const row of await deps.store.institutions.policies()) deps.policies.add(row);
}

interface NewVersion {
  readonly institutionId: string;
  readonly document: string;
  readonly effectiveFrom: number;
  readonly proposedBy: string;
  readonly approvedBy: string | null;
  readonly action: string;
}

async function insertVersion(
  deps: ServiceDeps,
  { action, ...version }: NewVersion,
): Promise<PolicyActResult> {
  const { institutionId, proposedBy } = version;
  const numbers = deps.policies.versions(institutionId).map((one) => one.version);
  const now = deps.clock.now();
  const row: PolicyRow = {
    ...version,
    version: Math.max(...numbers) + 1,
    createdAt: now,
    approvedAt: version.approvedBy === null ? null : now,
    withdrawnAt: null,
  };
  const audit = auditOf(deps, action, {
    institutionId,
    version: row.version,
    by: proposedBy,
    ...(row.approvedAt === null ? {} : { effectiveFrom: row.effectiveFrom }),
  });
  return stored(deps, 'not_waiting', () =>
    deps.store.institutions.insertPolicy(row, audit).then(() => row.version),
  )(institutionId);
}

/** Runs a change of the stored versions and reads them back; a conflict is the given refusal. */
function stored(deps: ServiceDeps, conflict: PolicyActFault, change: () => Promise<number>) {
  return async (institutionId: string): Promise<PolicyActResult> => {
    try {
      const number = await change();
      await refreshPolicies(deps);
      const version = deps.policies.versions(institutionId).find((one) => one.version === number);
      return version ? { ok: true, version } : refused('version_unknown');
    } catch (error) {
      if (error instanceof StoreFailure && error.code === 'conflict') return refused(conflict);
      throw error;
    }
  };
}

interface Named {
  readonly institutionId: string;
  readonly version: number;
  readonly by: string;
  readonly effectiveFrom?: number;
}

function auditOf({ clock }: ServiceDeps, action: string, named: Named) {
  const { institutionId, version, by, effectiveFrom } = named;
  const from = effectiveFrom === undefined ? {} : { effective_from: effectiveFrom };
  return systemAudit(clock, action, {
    institutionId,
    facts: { version, ...from },
    actor: { kind: 'command_line', id: `policy ${action.split('_')[0]}`, staffId: by },
  });
}

/** One person has one name, however it is typed. */
function sameName(a: string, b: string): boolean {
  const canonical = (name: string) => name.normalize('NFKC').trim().toLowerCase();
  return canonical(a) === canonical(b);
}

function refused(
  reason: PolicyActFault,
  faults: readonly Pick<PolicyFault | Finding, 'path' | 'message'>[] = [],
): PolicyActResult {
  return { ok: false, reason, faults };
}
