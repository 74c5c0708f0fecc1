import {
  type Authenticator,
  decideMailedCode,
  type MailedCode,
  operationOf,
  refused,
} from '@warifu/engine';
import type { ServiceDeps } from '../deps.ts';
import { codeMail } from '../mail/issue-mails.ts';
import type { RunResult } from '../ports/store.ts';
import type { CallContext } from './call-context.ts';
import { contractScope } from './contracts.ts';
import { perform } from './perform.ts';
import { deviceOf } from './software-tokens.ts';

/** A code that is on its way to a mailbox. The code itself is made when the mail is sent. */
export interface MailedCodeResult {
  readonly userId: string;
  readonly tokenId: string;
  readonly mailAddress: string;
  readonly mailedCode: MailedCode;
  readonly authenticator: Authenticator;
}

/** Sends the user the next code by mail; from then on only that one is accepted. */
export function mailCode(
  deps: ServiceDeps,
  command: { readonly userId: string; readonly operation: string | null },
  context: CallContext<MailedCodeResult>,
): Promise<RunResult> {
  const { userId, operation } = command;
  const { institutionId } = context.client;
  const mailboxOf = (address: string) => deviceOf(institutionId, 'mailbox', address);
  return perform(
    deps,
    {
      action: 'mail_code',
      scope: contractScope(context, { userId }, undefined),
      missing: 'user_unknown',
      decide: ({ view, policy, now }) => {
        const known = operation === null || operationOf(policy, operation) !== undefined;
        if (!known) return { decision: refused('operation_unknown'), userId, value: neverMailed };
        const decision = decideMailedCode(view, { userId, mailboxOf }, { policy, now });
        if (!decision.ok) return { decision, userId, value: neverMailed };
        const { token, mailAddress, mailedCode, authenticator } = decision;
        const code = { userId, tokenId: token.id, mailAddress, mailedCode, authenticator };
        const names = { institutionId, contractId: view.contract.id, operation };
        return {
          decision,
          userId,
          tokenId: token.id,
          extra: () => ({
            mails: [codeMail({ ...code, ...names }, { policy, newId: deps.newId })],
          }),
          value: () => code,
        };
      },
    },
    context,
  );
}

function neverMailed(): never {
  throw new Error('a refused act has no value');
}
