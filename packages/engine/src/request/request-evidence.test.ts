import { describe, expect, it } from 'vitest';
import { staffOn } from '../testing/cast.ts';
import { aRequest } from '../testing/papers.ts';
import { aView } from '../testing/views.ts';
import type { ActingParty } from '../user/acting-party.ts';
import type { CustomerRequest } from './customer-request.ts';
import { type EvidenceAsked, evidenceOf } from './request-evidence.ts';

const now = 7;

function ask(
  request: Partial<CustomerRequest>,
  asked: Partial<EvidenceAsked> = {},
  acting: ActingParty | undefined = staffOn('req_1'),
): string {
  const view = aView({ requests: [aRequest('req_1', request)] });
  const evidence = evidenceOf(view, acting, {
    kinds: ['unlock'],
    concerned: [['u1']],
    now,
    ...asked,
  });
  return evidence.ok ? evidence.events.map((event) => event.type).join(' ') : evidence.reason;
}

describe('the paper that an act of staff rests on', () => {
  const rows: {
    what: string;
    request?: Partial<CustomerRequest>;
    asked?: Partial<EvidenceAsked>;
    acting?: ActingParty;
    expected: string;
  }[] = [
    { what: 'of the kind, about the user', expected: 'request_closed' },
    { what: 'of another kind', request: { kind: 'restore' }, expected: 'request_unknown' },
    {
      what: 'of one of two kinds',
      request: { kind: 'restore' },
      asked: { kinds: ['revocation', 'restore'] },
      expected: 'request_closed',
    },
    { what: 'done before', request: { state: 'done' }, expected: 'request_unknown' },
    { what: 'refused before', request: { state: 'rejected' }, expected: 'request_unknown' },
    { what: 'about another', request: { userId: 'u2' }, expected: 'request_unknown' },
    { what: 'about nobody', request: { userId: null }, expected: 'request_closed' },
    {
      what: 'about one of two who are helped',
      asked: { concerned: [['u1'], ['u2']] },
      expected: 'request_unknown',
    },
    {
      what: 'about one who shares what is helped',
      asked: { concerned: [['u2', 'u1']] },
      expected: 'request_closed',
    },
    {
      what: 'about one of those who share, beside another thing',
      asked: { concerned: [['u2', 'u1'], ['u2']] },
      expected: 'request_unknown',
    },
    { what: 'for what nobody holds', asked: { concerned: [[]] }, expected: 'request_closed' },
    {
      what: 'with the documents of today',
      request: { documents: ['form', 'seal'] },
      asked: { documents: ['seal'] },
      expected: 'request_closed',
    },
    {
      what: 'without one that is asked by now',
      request: { documents: ['form'] },
      asked: { documents: ['form', 'seal'] },
      expected: 'documents_missing',
    },
    { what: 'an ID that waits nowhere', acting: staffOn('req_9'), expected: 'request_unknown' },
    { what: 'some text, none is needed', acting: staffOn('call 12'), expected: '' },
    {
      what: 'some text, documents are needed',
      acting: staffOn('call 12'),
      asked: { documents: ['form'] },
      expected: 'documents_missing',
    },
    {
      what: 'a user needs none',
      acting: { kind: 'user', userId: 'u1' },
      asked: { documents: ['form'] },
      expected: '',
    },
  ];
  it.each(rows)('S4-05 row 36 · $what: $expected', ({ request = {}, asked, acting, expected }) => {
    expect(ask(request, asked, acting)).toBe(expected);
  });

  it('the institution on its own account needs none', () => {
    const asked = { kinds: ['unlock'], documents: ['form'], concerned: [], now } as const;
    expect(evidenceOf(aView(), undefined, asked)).toEqual({ ok: true, events: [] });
  });
});
