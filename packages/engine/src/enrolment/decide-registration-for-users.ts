import type { StatedFactor } from '../challenge/decide-proof.ts';
import { type ContractView, findUser } from '../contract/contract-view.ts';
import { type Decision, refused } from '../decision.ts';
import type { ActRefusal } from '../refusal.ts';
import type { User } from '../user/user.ts';
import type { VerificationContext } from '../verification/decide-verification.ts';
import { registration } from './decide-registration.ts';
import type { Presented } from './possession.ts';
import { adoptionObstacle, cooldownObstacle, proofObstacle } from './registration-obstacles.ts';
import type { Target } from './start-bindings.ts';

/**
 * ハードトークン利用登録: an administrator registers one token and says who uses it, all users or those of
 * one place of work (S3-02). He types the code, so a wrong one counts on him, and the policy may leave a
 * lock that came of it to the institution (S3-05). All the users get the token, or none.
 */
export interface RegisterForUsers extends Presented {
  readonly registrarId: string;
  readonly targets: readonly Target[];
  /** Token IDs that were revoked for any of these users before. */
  readonly revokedTokenIds: readonly string[];
  readonly replacesTokenId?: string | undefined;
  readonly factors?: readonly StatedFactor[] | undefined;
}

export function decideRegistrationForUsers(
  view: ContractView,
  command: RegisterForUsers,
  context: VerificationContext,
): Decision {
  const registrar = findUser(view, command.registrarId);
  if (!registrar) return refused('user_unknown');
  const barred = registrarObstacle(registrar, context);
  if (barred) return refused(barred);
  const users = command.targets.flatMap(({ userId }) => findUser(view, userId) ?? []);
  if (users.length < command.targets.length) return refused('user_unknown');
  const closed =
    adoptionObstacle(view, context.policy) ??
    cooldownObstacle(users, context) ??
    proofObstacle(command, context);
  if (closed) return refused(closed);
  return registration(
    view,
    { ...command, typing: registrar, place: 'administrator_registration' },
    context,
  );
}

function registrarObstacle(registrar: User, { policy }: VerificationContext): ActRefusal | null {
  const { who_registers: who, registrar_roles: roles } = policy.enrolment;
  if (!who.includes('administrator')) return 'registration_by_user';
  return roles.includes(registrar.role) ? null : 'role_not_allowed';
}
