import type { DomainEvent } from '../audit/events.ts';
import { type ContractView, findToken, findUser } from '../contract/contract-view.ts';
import { type Decision, decided, refused } from '../decision.ts';
import type { Authenticator } from '../policy/policy-schema.ts';
import { authenticatorNamed } from '../token/authenticator.ts';
import type { Issuance } from './issuance.ts';
import { cancellation, isGoingOn } from './issuance-standing.ts';
import { type IssueContext, newTokenObstacle } from './issue-obstacle.ts';

/**
 * 利用開始: the app brings the service ID and the user ID from the screen and the activation password
 * that the user chose (S2-02). Then, and once, it is given a seed.
 *
 * The network may lose that answer. So the same app may come again with the same proof until the first
 * code is used, and gets a new seed in place of the lost one: no seed is ever told twice, and none has
 * to be kept where it could be read.
 */
export interface ActivateApp {
  readonly serviceId: string;
  readonly appUserId: string;
  /** Whether the activation password was the one that was chosen. */
  readonly passwordRight: boolean;
  /** The ID of the token that is made, if one is. */
  readonly tokenId: string;
  /** The app's own name for itself, as the store keeps it. */
  readonly deviceId: string;
  /** How many tokens the phone holds already. */
  readonly deviceTokens: number;
}

/**
 * Decides whether the app gets a seed. Outside, every refusal but a full phone looks the same: an
 * outsider learns neither which IDs exist nor what was wrong (row 26). Wrong passwords are counted on
 * the issue, and the policy's number of them ends it (row 29).
 */
export function decideActivation(
  view: ContractView,
  command: ActivateApp,
  context: IssueContext,
): Decision {
  const issuance = issuanceOf(view, command);
  if (!issuance || !isGoingOn(issuance, context.now)) return refused('issuance_not_open');
  const user = findUser(view, issuance.userId);
  if (!user) return refused('user_unknown');
  const authenticator = authenticatorNamed(context.policy, issuance.authenticator);
  if (!authenticator?.activation) return refused('authenticator_unknown');
  const obstacle = newTokenObstacle(view, user, context);
  if (obstacle) return refused(obstacle);
  if (!command.passwordRight) return wrongPassword(view, issuance, authenticator);
  if (issuance.state === 'activated') return again(view, issuance, { command, context });
  const most = authenticator.registrations_per_device ?? 'any';
  if (most !== 'any' && command.deviceTokens >= most) return refused('device_full');
  return decided(activated(issuance, command.tokenId, context.now));
}

/** The issue that the two IDs name, if it has not ended. */
export function issuanceOf(
  view: ContractView,
  { serviceId, appUserId }: Pick<ActivateApp, 'serviceId' | 'appUserId'>,
): Issuance | undefined {
  return view.issuances.find((one) => one.serviceId === serviceId && one.appUserId === appUserId);
}

function wrongPassword(
  view: ContractView,
  issuance: Issuance,
  { activation }: Authenticator,
): Decision {
  const counted: DomainEvent = { type: 'activation_refused', issuanceId: issuance.id };
  const ends = issuance.failures + 1 >= (activation?.attempts ?? 0);
  return ends
    ? refused('activation_password_wrong', counted, ...cancellation(view, issuance, 'attempts'))
    : refused('activation_password_wrong', counted);
}

/** The app that was given the seed may say that it never came; no other app may. */
function again(
  view: ContractView,
  issuance: Issuance,
  { command, context }: { readonly command: ActivateApp; readonly context: IssueContext },
): Decision {
  const token = issuance.tokenId === null ? undefined : findToken(view, issuance.tokenId);
  if (token?.state !== 'issued' || token.deviceId !== command.deviceId)
    return refused('issuance_not_open');
  return decided(activated(issuance, token.id, context.now));
}

function activated({ id: issuanceId }: Issuance, tokenId: string, at: number): DomainEvent {
  return { type: 'software_token_activated', issuanceId, tokenId, at };
}
