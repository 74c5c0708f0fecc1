import type { ContractRef, Loaded, RunResult, Scope, Work } from '@warifu/service';

/** One `run` that waits for its answer. */
export interface WorkEntry {
  readonly work: Work;
  readonly lane: string;
  readonly resolve: (result: RunResult) => void;
  readonly reject: (error: unknown) => void;
  /** Repeats of the same Idempotency-Key that came while this one was under way. */
  readonly repeats: WorkEntry[];
}

/**
 * The lane that a work waits in: by what it names, since what it will find is not known yet. Two
 * things of one name only wait for each other, so the hot path names nothing but the id.
 */
export function laneOf(scope: Scope): string {
  const { institutionId } = scope;
  switch (scope.kind) {
    case 'verification':
      return 'userId' in scope.by ? scope.by.userId : scope.by.challengeId;
    case 'contract':
      return `${institutionId} ${referenceText(scope.by)}`;
    case 'verification_of_several':
      return `${institutionId} ${referenceText(scope.by)}`;
    case 'activation':
      return `${institutionId} ${referenceText(scope.by)}`;
    case 'token':
      return `${institutionId} ${referenceText(scope.by)}`;
    case 'new_token':
      return `${institutionId} deviceId ${scope.deviceId}`;
    case 'registration':
      return `${institutionId} userId ${scope.userId}`;
    case 'stock':
      return `${institutionId} contractId ${scope.contractId}`;
    case 'new_contract':
      return `${institutionId} number ${scope.number}`;
  }
}

function referenceText(by: ContractRef): string {
  return Object.entries(by).flat().join(' ');
}

/**
 * What a work is about, once it is loaded. A batch holds at most one work for each: docs/adr/0005.
 */
export function subjectsOf(scope: Scope, { view }: Loaded): readonly string[] {
  if (scope.kind === 'new_contract') return [`number ${scope.institutionId} ${scope.number}`];
  if (!view) return [];
  if (scope.kind !== 'verification') return [`contract ${view.contract.id}`];
  const [user] = view.users;
  const [token] = view.tokens;
  if (!user) return [];
  return token ? [user.id, token.id] : [user.id];
}
