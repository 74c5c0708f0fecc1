import type { ActingParty, Token, User } from '@warifu/engine';
import { asUser, type Stage } from '../world/stage.ts';
import { operationsOf, proved, rightCode, verifyUser } from './proving.ts';

/** Who acts, with the proof that his role needs. */
async function withChallenge(
  stage: Stage,
  acting: ActingParty,
  { operation, targetUserIds }: { readonly operation: string; readonly targetUserIds: string[] },
): Promise<string | undefined> {
  if (acting.kind !== 'user' || !stage.policy.operations[operation]) return undefined;
  const user = stage.users.find((one) => one.id === acting.userId);
  return user && proved(stage, user, { operation, details: { targetUserIds } });
}

/** A colleague, oneself, or a desk. */
function somebody(stage: Stage, desk: string): ActingParty | undefined {
  const user = stage.anybody();
  if (stage.random.chance(0.4)) return stage.staff(stage.random.chance(0.9) ? desk : 'no desk');
  return user && asUser(user);
}

/** A paper with all that the policy asks, filed at the branch; its ID is the evidence. */
export async function filed(
  stage: Stage,
  kind: 'unlock' | 'revocation',
  userId: string | null,
): Promise<string> {
  const { documents } = stage.policy.lockout.unlock;
  const missing = stage.troubled && stage.random.chance(0.1);
  const request = await stage.ask({
    what: `file ${kind}`,
    command: {
      contractId: stage.customer.contractId,
      kind,
      channel: 'paper' as const,
      userId,
      filedOn: stage.today(),
      documents: missing ? [] : [...documents],
    },
    act: 'fileRequest',
  });
  return request?.ok ? request.value.id : 'paper 7';
}

/** What is locked now, as users and tokens. */
export function locksOf(stage: Stage) {
  const at = stage.world.clock.now();
  const holds = ({ guard: { lock } }: Pick<User, 'guard'>) =>
    lock !== null && (lock.liftsAt === null || at < lock.liftsAt);
  return {
    users: stage.users.filter(holds),
    tokens: stage.view.tokens.filter((one) => one.state !== 'retired' && holds(one)),
  };
}

/** Somebody tries to lift a lock. */
export async function unlock(stage: Stage): Promise<void> {
  const { users, tokens } = locksOf(stage);
  const { desk } = stage.policy.lockout.unlock;
  const acting = somebody(stage, desk);
  const user = stage.random.pick(users);
  const token = stage.random.pick(tokens);
  if (!acting || (!user && !token)) return;
  await unlockBy(stage, acting, { user, tokenId: user ? undefined : token?.id });
}

interface Target {
  readonly user: User | undefined;
  readonly tokenId: string | undefined;
}

export async function unlockBy(
  stage: Stage,
  by: ActingParty,
  { user, tokenId }: Target,
): Promise<boolean> {
  const sharers = stage.view.bindings.filter((one) => one.tokenId === tokenId);
  const targetUserIds = user ? [user.id] : sharers.map((one) => one.userId);
  const challengeId = await withChallenge(stage, by, { operation: 'unlock_otp', targetUserIds });
  const onPaper = by.kind === 'staff' && stage.policy.lockout.unlock.documents.length > 0;
  const acting = onPaper
    ? { ...by, evidence: await filed(stage, 'unlock', targetUserIds[0] ?? null) }
    : by;
  const done = await stage.ask({
    what: `unlock ${user?.id ?? tokenId} by ${by.kind}`,
    command: {
      userIds: user ? [user.id] : [],
      tokenIds: tokenId === undefined ? [] : [tokenId],
      acting,
      challengeId,
    },
    act: 'unlock',
    acting,
  });
  return done?.ok ?? false;
}

const reasons = ['lost', 'stolen', 'broken', 'revoked'] as const;

/** Somebody revokes a token: his own, a colleague's, or the desk one for all who share it. */
export async function revoke(
  stage: Stage,
  user: User | undefined = stage.anybody(),
): Promise<void> {
  const { desk } = stage.policy.revocation;
  const acting = somebody(stage, desk);
  const reason = stage.random.pick(reasons) ?? 'lost';
  if (!acting || !user) return;
  const whole = acting.kind === 'staff' && stage.random.chance(0.2);
  const tokenId = whole ? stage.random.pick(stage.view.tokens)?.id : undefined;
  const target = tokenId === undefined ? { userIds: [user.id] } : { tokenId };
  const challengeId = await withChallenge(stage, acting, {
    operation: 'revoke_token',
    targetUserIds: [user.id],
  });
  await stage.ask({
    what: `revoke ${tokenId ?? user.id} by ${acting.kind}`,
    command: { target, reason, acting, challengeId },
    act: 'revoke',
    acting,
  });
}

/** A token is paused or goes on, everything is stopped or goes on, where the policy has it. */
export async function stops(stage: Stage): Promise<void> {
  const { random, customer, policy } = stage;
  const desk = policy.emergency_stop?.lifted_by_desk ?? policy.desks[0]?.id ?? '';
  const acting = somebody(stage, desk);
  const holder = random.pick(stage.users.filter((one) => stage.tokensOf(one).length > 0));
  const token = random.pick(holder ? stage.tokensOf(holder) : []);
  if (!acting) return;
  if (policy.emergency_stop && random.chance(0.5)) {
    const { contractId } = customer;
    const stopped = stage.view.contract.stoppedAt !== null;
    await stage.ask({
      what: stopped ? 'lift the stop' : 'stop everything',
      command: { contractId, acting },
      act: stopped ? 'liftStop' : 'stopContract',
      acting,
    });
    return;
  }
  if (!holder || !token) return;
  await pause(stage, token, random.chance(0.6) ? asUser(holder) : acting);
  // It is tried at once.
  const otp = rightCode(stage, holder);
  const [purpose] = operationsOf(stage, 'login');
  if (otp !== undefined && purpose !== undefined)
    await verifyUser(stage, { user: holder, otp, purpose });
}

async function pause(stage: Stage, token: Token, acting: ActingParty): Promise<void> {
  const paused = token.suspendedAt !== null;
  await stage.ask({
    what: `${paused ? 'resume' : 'pause'} ${token.serial}`,
    command: { tokenId: token.id, acting },
    act: paused ? 'resumeToken' : 'suspendToken',
    acting,
  });
}

/** People come, go, and become administrators. */
export async function people(stage: Stage): Promise<void> {
  const { random, customer } = stage;
  const user = stage.anybody();
  const role = random.one('master', 'admin', 'member', 'member');
  const permissions = Object.entries(stage.policy.operations)
    .filter(([, one]) => one.permission && random.chance(0.7))
    .map(([name]) => name);
  if (random.chance(0.5) && stage.users.length < 5) {
    await stage.ask({
      what: `add a ${role}`,
      command: {
        contractId: customer.contractId,
        loginId: `login${stage.view.users.length + 1}`,
        name: '割符 花子',
        role: role as User['role'],
        permissions,
      },
      act: 'addUser',
    });
  } else if (user && random.chance(0.3)) {
    await stage.ask({
      what: `remove ${user.id}`,
      command: { userId: user.id },
      act: 'removeUser',
    });
  } else if (user) {
    await stage.ask({
      what: `change ${user.id} to ${role}`,
      command: { userId: user.id, role: role as User['role'], permissions },
      act: 'changeUser',
    });
  }
}
