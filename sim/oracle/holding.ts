import type { Binding, Contract, Token, User } from '@warifu/engine';
import type { MemoryTables } from '../store/tables.ts';
import { never } from './violation.ts';
import { eventsNamed, type Witnessed } from './witnessed.ts';

const revocations: readonly string[] = ['lost', 'stolen', 'broken', 'revoked'];

/**
 * S0-08, S2-07: how many share a token and how many tokens a user has; a token never serves a second
 * contract; after a revocation nobody registers before the pause is over; and nobody and nothing that
 * was known is ever lost, least of all by a change of the rules.
 */
export class HoldingBook {
  readonly #contractOfToken = new Map<string, string>();
  readonly #revokedAt = new Map<string, number>();
  readonly #users = new Map<string, User['state']>();
  readonly #contracts = new Map<string, Contract>();
  readonly #bindings = new Map<string, Binding>();

  watch(seen: Witnessed): void {
    for (const { userId, at } of eventsNamed(seen, 'binding_started'))
      this.#watchPause(seen, userId, at);
    for (const { userId, reason, at } of eventsNamed(seen, 'binding_ended'))
      if (revocations.includes(reason)) this.#revokedAt.set(userId, at);
    for (const { tokenId, userId } of eventsNamed(seen, 'binding_started'))
      this.#watchNumbers(seen, { tokenId, userId });
    for (const challenge of seen.changes.challenges ?? []) {
      const known = seen.before?.challenges.some((one) => one.id === challenge.id);
      if (!known && challenge.required !== 'blocked') this.#watchLogin(seen, challenge);
    }
  }

  #watchPause({ policy }: Witnessed, userId: string, at: number): void {
    const { cooldown } = policy.revocation;
    const revokedAt = this.#revokedAt.get(userId);
    if (revokedAt === undefined || !cooldown?.refuses.includes('registration')) return;
    never(
      at < revokedAt + cooldown.minutes * 60_000,
      'row 34 S2-07',
      'somebody registered in the pause after a revocation',
    );
  }

  #watchLogin(
    { policy, at }: Witnessed,
    { userId, operation }: { readonly userId: string; readonly operation: string },
  ): void {
    const { cooldown } = policy.revocation;
    const revokedAt = this.#revokedAt.get(userId);
    const isLogin = policy.operations[operation]?.kind === 'login';
    if (revokedAt === undefined || !isLogin || !cooldown?.refuses.includes('login')) return;
    never(
      at < revokedAt + cooldown.minutes * 60_000,
      'row 34 S2-07',
      'somebody could sign in in the pause after a revocation',
    );
  }

  #watchNumbers(
    { policy, tables }: Witnessed,
    { tokenId, userId }: Pick<Binding, 'tokenId' | 'userId'>,
  ): void {
    const open = [...tables.bindings.values()].filter((one) => one.endedAt === null);
    const sharers = new Set(open.filter((one) => one.tokenId === tokenId).map((one) => one.userId))
      .size;
    const { users_per_token: most, tokens_per_user: mostTokens } = policy.relations;
    never(most !== 'any' && sharers > most, 'S0-08', `${sharers} users share a token`);
    const held = open.filter((one) => one.userId === userId).length;
    never(held > mostTokens, 'S0-08', `a user has ${held} tokens`);
    const [user, token] = [tables.users.get(userId), tables.tokens.get(tokenId)];
    never(user?.contractId !== token?.contractId, 'row 27', 'a token was given across contracts');
  }

  /** What every row owes to what it was before. */
  compare(tables: MemoryTables): void {
    for (const token of tables.tokens.values()) this.#compareToken(token);
    for (const [id, state] of this.#users) {
      const user = tables.users.get(id);
      never(!user, 'ALL-03', 'a user has gone');
      never(state === 'removed' && user?.state === 'active', 'S0-07', 'a removed user is back');
    }
    for (const { id, state } of tables.users.values()) this.#users.set(id, state);
    for (const [id, known] of this.#bindings) this.#compareBinding(known, tables.bindings.get(id));
    for (const binding of tables.bindings.values()) this.#bindings.set(binding.id, binding);
    for (const contract of tables.contracts.values()) this.#compareContract(contract);
  }

  #compareToken({ id, contractId }: Token): void {
    const known = this.#contractOfToken.get(id);
    never(
      known !== undefined && contractId !== known,
      'S0-08 row 27',
      'a token changed its contract',
    );
    if (contractId !== null) this.#contractOfToken.set(id, contractId);
  }

  #compareBinding(known: Binding, now: Binding | undefined): void {
    const began = now?.startedAt === known.startedAt && now.tokenId === known.tokenId;
    never(!began, 'S0-13', 'a binding is not what it was');
    const ended = known.endedAt === null || now?.endedAt === known.endedAt;
    never(!ended, 'S0-13', 'the end of a binding was changed');
  }

  /** What grace counts from is written once, so grace never begins again (ALL-02, row 32). */
  #compareContract(contract: Contract): void {
    const known = this.#contracts.get(contract.id);
    for (const name of ['adoptedAt', 'setUpAt', 'firstDeliveredAt', 'firstEnrolledAt'] as const) {
      const before = known?.[name] ?? null;
      never(before !== null && contract[name] !== before, 'row 32 ALL-02', `${name} was changed`);
    }
    this.#contracts.set(contract.id, contract);
  }
}
