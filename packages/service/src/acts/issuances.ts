import {
  type ActingParty,
  type Authenticator,
  type ContractView,
  decideCancellation,
  decideIssue,
  type Issuance,
  type IssueDecision,
  type Policy,
  readableId,
  readableIdBytes,
} from '@warifu/engine';
import type { ServiceDeps } from '../deps.ts';
import { codeMail, issueMail } from '../mail/issue-mails.ts';
import type { OutboxMail } from '../ports/mails.ts';
import type { Changes, RunResult } from '../ports/store.ts';
import { activationMac } from './activation-proof.ts';
import type { CallContext } from './call-context.ts';
import { type ActInput, type ActOutput, perform } from './perform.ts';
import { deviceOf, madeToken, withFreshSerial } from './software-tokens.ts';

/** トークン発行 (S1-04, S2-02): the issue of a software token, from the first screen to the first code. */
export interface Issue {
  readonly userId: string;
  readonly authenticator: string | null;
  readonly activationPassword: string | null;
  readonly mailAddress: string | null;
  readonly acting?: ActingParty | undefined;
}

/** An issue as a reader wants to see it. */
export interface IssuedToken {
  readonly issuance: Issuance;
  readonly authenticator: Authenticator | undefined;
  readonly policy: Policy;
}

/** Begins an issue: makes the IDs of the screen, keeps a MAC of the password, and queues the mail. */
export function issueSoftwareToken(
  deps: ServiceDeps,
  command: Issue,
  context: CallContext<IssuedToken>,
): Promise<RunResult> {
  const { institutionId } = context.client;
  const { userId } = command;
  const issuanceId = deps.newId('iss');
  const mailTokenId = deps.newId('tok');
  return withFreshSerial(() =>
    perform(
      deps,
      {
        action: 'issue_software_token',
        scope: { kind: 'contract', institutionId, by: { userId } },
        missing: 'user_unknown',
        decide: (input) => issue(deps, { ...command, issuanceId, mailTokenId }, input),
      },
      context,
    ),
  );
}

interface Named {
  readonly issuanceId: string;
  readonly mailTokenId: string;
}

function issue(
  deps: ServiceDeps,
  command: Issue & Named,
  { view, policy, now }: ActInput,
): ActOutput<IssuedToken> {
  const { institutionId } = view.contract;
  const { acting, ...rest } = command;
  const mailboxOf = (address: string) => deviceOf(institutionId, 'mailbox', address);
  const decision = decideIssue(view, { ...rest, acting, mailboxOf }, { policy, now });
  const { userId } = command;
  if (!decision.ok) return { decision, userId, value: neverAsked };
  const { authenticator, mailAddress } = decision;
  const issuance = issuanceRow(deps, command, { decision, view, now });
  const made = mailToken(deps, decision, {
    id: command.mailTokenId,
    institutionId,
    contractId: view.contract.id,
    deviceId: mailboxOf(mailAddress),
    now,
  });
  return {
    decision,
    userId,
    tokenId: issuance.tokenId,
    extra: () => ({
      issuances: [issuance],
      ...made,
      mails: [mailOf(deps, issuance, { decision, policy, institutionId, now })],
    }),
    value: () => ({ issuance, authenticator, policy }),
  };
}

function neverAsked(): never {
  throw new Error('a refused act has no value');
}

/** The mail that is sent at once: the way to the app, or the first code. */
function mailOf(
  deps: ServiceDeps,
  issuance: Issuance,
  {
    decision,
    policy,
    institutionId,
    now,
  }: {
    readonly decision: Begun;
    readonly policy: Policy;
    readonly institutionId: string;
    readonly now: number;
  },
): OutboxMail {
  const { newId, appLink = null } = deps;
  const { authenticator, mailedCode } = decision;
  const { contractId, userId, tokenId, mailAddress } = issuance;
  if (!mailedCode || tokenId === null)
    return issueMail(issuance, { authenticator, institutionId, appLink, newId, now });
  const code = { institutionId, contractId, userId, tokenId, mailAddress };
  return codeMail({ ...code, mailedCode, authenticator, operation: null }, { policy, newId });
}

type Begun = Extract<IssueDecision, { readonly ok: true }>;

function issuanceRow(
  deps: ServiceDeps,
  { issuanceId, mailTokenId, userId }: Issue & Named,
  {
    decision,
    view,
    now,
  }: { readonly decision: Begun; readonly view: ContractView; readonly now: number },
): Issuance {
  const { authenticator, mailAddress, activationPassword, expiresAt, mailedCode } = decision;
  const [serviceId, appUserId] = [newReadableId(deps), newReadableId(deps)];
  const names = { institutionId: view.contract.institutionId, serviceId, appUserId };
  return {
    id: issuanceId,
    contractId: view.contract.id,
    userId,
    authenticator: authenticator.id,
    serviceId,
    appUserId,
    passwordMac: activationMac(deps, { ...names, password: activationPassword ?? '' }),
    mailAddress,
    state: mailedCode ? 'activated' : 'open',
    failures: 0,
    tokenId: mailedCode ? mailTokenId : null,
    createdAt: now,
    expiresAt,
    version: 0,
  };
}

function newReadableId({ random }: ServiceDeps): string {
  return readableId(random.bytes(readableIdBytes));
}

/** The token that codes by mail are of; it is there from the first mail on. */
function mailToken(
  deps: ServiceDeps,
  { authenticator, mailedCode }: Begun,
  parts: Omit<Parameters<typeof madeToken>[2], 'mailedCode'>,
): Changes {
  if (!mailedCode) return {};
  const { token, sealed } = madeToken(deps, authenticator, { ...parts, mailedCode });
  return { tokens: [token], seeds: new Map([[token.id, sealed]]) };
}

/** Ends an issue that is under way. */
export function cancelIssue(
  deps: ServiceDeps,
  command: { readonly issuanceId: string; readonly acting?: ActingParty | undefined },
  context: CallContext<IssuedToken>,
): Promise<RunResult> {
  const { institutionId } = context.client;
  const { issuanceId, acting } = command;
  return perform(
    deps,
    {
      action: 'cancel_issuance',
      scope: { kind: 'contract', institutionId, by: { issuanceId } },
      missing: 'issuance_unknown',
      decide: ({ view, policy, now }) => ({
        decision: decideCancellation(view, { issuanceId, acting }, { policy, now }),
        userId: view.issuances.find((one) => one.id === issuanceId)?.userId ?? null,
        value: (after) => {
          const issuance = after.issuances.find((one) => one.id === issuanceId);
          if (!issuance) throw new Error('an issue was ended that is not in the view');
          const authenticator = policy.authenticators.find(
            (one) => one.id === issuance.authenticator,
          );
          return { issuance, authenticator, policy };
        },
      }),
    },
    context,
  );
}
