import type { CustomerRequest } from '@warifu/engine';
import type { Service } from '@warifu/service';
import type * as wire from '@warifu/wire';
import type { Handlers } from '../handlers.ts';
import { actingParty, contextOf } from './change.ts';
import { given, instantOrNull, instantText, pageBody, pageRequest } from './wire-values.ts';

type Own = 'file_paper_request' | 'list_paper_requests' | 'reject_paper_request';

/** What customers ask on paper, by phone or by a web notification. */
export function paperRequestHandlers(service: Service): Pick<Handlers, Own> {
  return {
    file_paper_request: ({ body: command, ...call }) =>
      service.fileRequest(
        {
          contractId: command.contract_id,
          userId: command.user_id ?? null,
          kind: command.kind,
          channel: command.channel,
          filedOn: command.filed_on,
          documents: command.documents,
        },
        contextOf(call, { status: 201, body: requestBody, acting: command.acting }),
      ),
    list_paper_requests: async ({ client, query }) => {
      const filter = given({ contractId: query.contract_id, state: query.state });
      const page = await service.queries.requests(client.institutionId, filter, pageRequest(query));
      return { ok: true, body: pageBody(page.rows.map(requestBody), page.next) };
    },
    reject_paper_request: ({ params, body: { acting }, ...call }) =>
      service.rejectRequest(
        { requestId: params.request_id, acting: actingParty(acting) },
        contextOf(call, { status: 200, body: requestBody, acting }),
      ),
  };
}

function requestBody(request: CustomerRequest): wire.PaperRequest {
  return {
    id: request.id,
    contract_id: request.contractId,
    user_id: request.userId,
    kind: request.kind,
    channel: request.channel,
    filed_on: request.filedOn,
    documents: [...request.documents],
    state: request.state,
    expected_from_on: request.expectedFromOn,
    expected_to_on: request.expectedToOn,
    received_at: instantText(request.receivedAt),
    closed_at: instantOrNull(request.closedAt),
  };
}
