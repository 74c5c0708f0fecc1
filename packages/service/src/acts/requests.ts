import {
  type ContractView,
  type CustomerRequest,
  decideRejection,
  decideRequest,
  type FileRequest,
  type RejectRequest,
} from '@warifu/engine';
import type { ServiceDeps } from '../deps.ts';
import type { RunResult } from '../ports/store.ts';
import type { CallContext } from './call-context.ts';
import { contractScope } from './contracts.ts';
import { perform } from './perform.ts';

/** Takes a customer's paper, call or web notification; staff carry it out by an act that names it. */
export function fileRequest(
  deps: ServiceDeps,
  command: Omit<FileRequest, 'requestId' | 'acting'> & { readonly contractId: string },
  context: CallContext<CustomerRequest>,
): Promise<RunResult> {
  const { contractId, ...filed } = command;
  const requestId = deps.newId('req');
  return perform(
    deps,
    {
      action: 'file_paper_request',
      scope: contractScope(context, { contractId }, undefined),
      missing: 'contract_unknown',
      decide: ({ view, policy, now }) => ({
        decision: decideRequest(
          view,
          { requestId, ...filed, acting: context.acting },
          { policy, now },
        ),
        userId: filed.userId,
        value: (after) => requestIn(after, requestId),
      }),
    },
    context,
  );
}

/** Staff refuse a request; nothing else happens. */
export function rejectRequest(
  deps: ServiceDeps,
  { requestId, acting }: RejectRequest,
  context: CallContext<CustomerRequest>,
): Promise<RunResult> {
  const { institutionId } = context.client;
  return perform(
    deps,
    {
      action: 'reject_paper_request',
      scope: { kind: 'contract', institutionId, by: { requestId } },
      missing: 'request_unknown',
      decide: ({ view, policy, now }) => ({
        decision: decideRejection(view, { requestId, acting }, { policy, now }),
        userId: view.requests.find((one) => one.id === requestId)?.userId ?? null,
        value: (after) => requestIn(after, requestId),
      }),
    },
    context,
  );
}

function requestIn(view: ContractView, requestId: string): CustomerRequest {
  const request = view.requests.find((one) => one.id === requestId);
  if (!request) throw new Error('the request that was just decided on is not in the view');
  return request;
}
