import { type ContractView, findUser } from '../contract/contract-view.ts';
import { type Decision, decided, refused } from '../decision.ts';
import type { ActingParty } from '../user/acting-party.ts';
import { cancellation, isGoingOn } from './issuance-standing.ts';
import { type IssueContext, partyObstacle } from './issue-obstacle.ts';

/** The user gives an issue up, or a desk ends it: what was shown and mailed is worth nothing then. */
export function decideCancellation(
  view: ContractView,
  command: { readonly issuanceId: string; readonly acting: ActingParty | undefined },
  { policy, now }: IssueContext,
): Decision {
  const issuance = view.issuances.find((one) => one.id === command.issuanceId);
  if (!issuance || !isGoingOn(issuance, now)) return refused('issuance_not_open');
  const user = findUser(view, issuance.userId);
  if (!user) return refused('user_unknown');
  const obstacle = partyObstacle(view, user, { acting: command.acting, policy });
  if (obstacle) return refused(obstacle);
  return decided(...cancellation(view, issuance, 'revoked'));
}
