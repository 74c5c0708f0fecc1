import type { Challenge } from '@warifu/engine';
import type { Loaded, Scope, SealedSeed } from '@warifu/service';
import { emptyView } from '../loads/empty-view.ts';
import type { BindingsTable, ContractsTable, UsersTable } from '../people-tables.ts';
import { bindingFrom } from '../rows/binding-rows.ts';
import { challengeFrom } from '../rows/challenge-rows.ts';
import { contractFrom } from '../rows/contract-rows.ts';
import { seedFrom, tokenFrom } from '../rows/token-rows.ts';
import { userFrom } from '../rows/user-rows.ts';
import type { ChallengesTable } from '../tables.ts';
import type { TokensTable } from '../token-tables.ts';
import { type Session, together } from './session.ts';

/**
 * Reads what a batch of verifications decides on, in one way to the server and back. The order of the
 * locks is the same on every node, so that none waits for another that waits for it:
 *
 *   contracts, shared (a colder act on the contract holds it alone: a revocation is either seen here
 *   or waits for this batch) ─▶ tokens, alone ─▶ challenges, alone ─▶ users without a token, alone
 *
 * Each statement sees what was committed when it began, and what is read after a lock is of the state
 * that the lock protects.
 */
export type VerificationScope = Extract<Scope, { kind: 'verification' }>;

/** The rows that one verification was decided on, as they were read. */
export interface HotRows {
  readonly contract: ContractsTable;
  readonly user: UsersTable;
  readonly token: TokensTable | undefined;
  readonly binding: BindingsTable | undefined;
  readonly challenge: ChallengesTable | undefined;
}

/** The statements of a batch; `users` gives the ids of the users that it is about. */
function statements(users: string) {
  return {
    lockContracts: `SELECT c.* FROM contracts c
      WHERE c.id = ANY(ARRAY(SELECT contract_id FROM users WHERE id = ANY(${users})))
      ORDER BY c.id FOR KEY SHARE OF c`,
    lockTokens: `SELECT t.* FROM tokens t
      WHERE t.id = ANY(ARRAY(SELECT bound_token_id FROM users WHERE id = ANY(${users})))
      ORDER BY t.id FOR NO KEY UPDATE OF t`,
    readUsers: `SELECT u.* FROM users u WHERE u.id = ANY(${users})`,
    readBindings: `SELECT b.* FROM bindings b
      WHERE b.id = ANY(ARRAY(SELECT binding_id FROM users WHERE id = ANY(${users})))`,
  };
}

const byUser = statements('$1::text[]');
/** $2 are ids of challenges, whose users are meant as well. */
const byUserOrChallenge = statements(`ARRAY(SELECT unnest($1::text[])
  UNION SELECT user_id FROM challenges WHERE id = ANY($2::text[]))`);

const lockChallenges = `SELECT h.* FROM challenges h WHERE h.id = ANY($1::text[])
  ORDER BY h.id FOR NO KEY UPDATE OF h`;

const lockUsers = `SELECT u.* FROM users u WHERE u.id = ANY($1::text[])
  ORDER BY u.id FOR NO KEY UPDATE OF u`;

type ById<Row> = ReadonlyMap<string, Row>;

export class HotLoad {
  readonly #contracts: ById<ContractsTable>;
  readonly #users: ById<UsersTable>;
  readonly #tokens: ById<TokensTable>;
  readonly #bindings: ById<BindingsTable>;
  readonly #challenges: ById<ChallengesTable>;

  private constructor(
    contracts: readonly ContractsTable[],
    people: { users: readonly UsersTable[]; bindings: readonly BindingsTable[] },
    things: { tokens: readonly TokensTable[]; challenges: readonly ChallengesTable[] },
  ) {
    this.#contracts = byId(contracts);
    this.#users = byId(people.users);
    this.#tokens = byId(things.tokens);
    this.#bindings = byId(people.bindings);
    this.#challenges = byId(things.challenges);
  }

  /** Inside a transaction; the locks are held until it ends. */
  static async read(session: Session, scopes: readonly VerificationScope[]): Promise<HotLoad> {
    const ids = scopes.flatMap(({ by }) => ('userId' in by ? [by.userId] : []));
    const challengeIds = scopes.flatMap(({ by }) => ('challengeId' in by ? [by.challengeId] : []));
    const named = challengeIds.length > 0;
    const parameters = named ? [ids, challengeIds] : [ids];
    const { lockContracts, lockTokens, readUsers, readBindings } = named
      ? byUserOrChallenge
      : byUser;
    const [contracts, tokens, challenges, users, bindings] = await together([
      rowsOf<ContractsTable>(session, lockContracts, parameters),
      rowsOf<TokensTable>(session, lockTokens, parameters),
      named ? rowsOf<ChallengesTable>(session, lockChallenges, [challengeIds]) : [],
      rowsOf<UsersTable>(session, readUsers, parameters),
      rowsOf<BindingsTable>(session, readBindings, parameters),
    ]);
    const lockedUsers = await lockWithoutToken(session, users);
    return new HotLoad(contracts, { users: lockedUsers, bindings }, { tokens, challenges });
  }

  /** The rows of one verification; undefined when its institution has no such user or challenge. */
  rowsOf({ institutionId, by }: VerificationScope): HotRows | undefined {
    const challenge = 'challengeId' in by ? this.#challenges.get(by.challengeId) : undefined;
    if ('challengeId' in by && challenge?.institution_id !== institutionId) return undefined;
    const user = this.#users.get('userId' in by ? by.userId : (challenge?.user_id ?? ''));
    if (user?.institution_id !== institutionId) return undefined;
    const contract = this.#contracts.get(user.contract_id);
    if (!contract) throw new Error('a user has no contract');
    const token = this.#tokens.get(user.bound_token_id ?? '');
    if (token && token.contract_id !== user.contract_id)
      throw new Error('a user is bound to a token of another contract');
    const binding = this.#bindings.get(user.binding_id ?? '');
    if (token && !binding) throw new Error('a bound user has no binding');
    return { contract, user, token, binding, challenge };
  }
}

async function rowsOf<Row>(
  session: Session,
  sql: string,
  parameters: readonly unknown[],
): Promise<readonly Row[]> {
  return (await session.execute({ sql, parameters })).rows as readonly Row[];
}

/** A token's lock stands for its user, too; users who have none are locked and read once more. */
async function lockWithoutToken(
  session: Session,
  users: readonly UsersTable[],
): Promise<readonly UsersTable[]> {
  const ids = users.filter((user) => user.bound_token_id === null).map((user) => user.id);
  if (ids.length === 0) return users;
  const locked = await rowsOf<UsersTable>(session, lockUsers, [ids]);
  return [...users.filter((user) => user.bound_token_id !== null), ...locked];
}

function byId<Row extends { readonly id: string }>(rows: readonly Row[]): ById<Row> {
  return new Map(rows.map((row) => [row.id, row]));
}

/** What the decision is given. */
export function loadedFrom(rows: HotRows | undefined): Loaded {
  const seeds = new Map<string, SealedSeed>();
  if (!rows)
    return { view: undefined, candidates: [], seeds, revokedTokenIds: [], deviceTokens: 0 };
  const { contract, user, token, binding, challenge } = rows;
  const seed = token && seedFrom(token);
  if (token && seed) seeds.set(token.id, seed);
  const tokens = token ? [tokenFrom(token)] : [];
  const challenges: readonly Challenge[] = challenge ? [challengeFrom(challenge)] : [];
  const view = {
    ...emptyView(contractFrom(contract)),
    users: [userFrom(user)],
    tokens,
    bindings: token && binding ? [bindingFrom(binding)] : [],
    challenges,
  };
  return { view, candidates: tokens, seeds, revokedTokenIds: [], deviceTokens: 0 };
}
