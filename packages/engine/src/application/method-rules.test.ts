import { describe, expect, it } from 'vitest';
import type { ApplicationKind } from '../audit/events.ts';
import type { ContractKind } from '../contract/contract.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { tokyo } from '../testing/instants.ts';
import { policyWith } from '../testing/policies.ts';
import { aContract, aView, outcome } from '../testing/views.ts';
import { decideApplication } from './decide-application.ts';

/** A fob and a card are sold; the card to companies only. */
const now = tokyo('2015-02-02T10:00:00.000');

interface Filed {
  readonly kind: ApplicationKind;
  readonly authenticator: string | null;
  readonly chosen?: string | null;
  readonly contract?: ContractKind;
  readonly filedOn?: string;
}

function apply(filed: Filed, edit: (policy: Policy) => void = () => {}): string {
  const {
    kind,
    authenticator,
    chosen = null,
    contract = 'corporate',
    filedOn = '2015-02-02',
  } = filed;
  const adoptedAt = kind === 'adoption' ? null : 1;
  const view = aView({ contract: aContract({ kind: contract, adoptedAt, authenticator: chosen }) });
  const command = { applicationId: 'a1', kind, tokenCount: 1, filedOn, authenticator };
  const policy = policyWith((draft) => {
    for (const one of draft.authenticators)
      if (one.id === 'card') one.contract_kinds = ['corporate', 'sole_proprietor'];
    edit(draft);
  });
  return outcome(decideApplication(view, command, { policy, now }));
}

const perContract = ({ adoption }: Policy) => {
  adoption.kinds = 'one_per_contract';
};
const oneKindOnly = (policy: Policy) => {
  perContract(policy);
  policy.authenticators = policy.authenticators.slice(0, 1);
};

describe('one kind per contract', () => {
  const rows: { filed: Filed; expected: string }[] = [
    { filed: { kind: 'adoption', authenticator: 'fob' }, expected: 'ok' },
    { filed: { kind: 'adoption', authenticator: 'card' }, expected: 'ok' },
    { filed: { kind: 'adoption', authenticator: null }, expected: 'authenticator_not_chosen' },
    { filed: { kind: 'adoption', authenticator: 'ring' }, expected: 'authenticator_unknown' },
    { filed: { kind: 'addition', authenticator: 'fob', chosen: 'fob' }, expected: 'ok' },
    {
      filed: { kind: 'addition', authenticator: 'card', chosen: 'fob' },
      expected: 'authenticator_not_for_contract',
    },
    {
      filed: { kind: 'reissue', authenticator: 'card', chosen: 'fob' },
      expected: 'authenticator_not_for_contract',
    },
    { filed: { kind: 'addition', authenticator: null, chosen: 'fob' }, expected: 'ok' },
    // A contract that adopted before there was a choice has chosen nothing that it could break.
    { filed: { kind: 'addition', authenticator: 'card', chosen: null }, expected: 'ok' },
    { filed: { kind: 'method_change', authenticator: 'card', chosen: 'fob' }, expected: 'ok' },
    {
      filed: { kind: 'method_change', authenticator: 'fob', chosen: 'fob' },
      expected: 'method_unchanged',
    },
    {
      filed: { kind: 'method_change', authenticator: null, chosen: 'fob' },
      expected: 'authenticator_not_chosen',
    },
    {
      filed: { kind: 'method_change', authenticator: 'ring', chosen: 'fob' },
      expected: 'authenticator_unknown',
    },
  ];

  it.each(rows)('S1-01 S1-11 · $filed: $expected', ({ filed, expected }) => {
    expect(apply(filed, perContract)).toBe(expected);
  });

  it('S1-01 · where there is one kind, nobody need name it, and who did may order more', () => {
    expect(apply({ kind: 'adoption', authenticator: null }, oneKindOnly)).toBe('ok');
    expect(apply({ kind: 'addition', authenticator: 'fob' }, oneKindOnly)).toBe('ok');
  });
});

describe('kinds may be mixed', () => {
  const kinds = ['free', 'one_per_user'] as const;
  const rows: { filed: Filed; expected: string }[] = [
    { filed: { kind: 'adoption', authenticator: null }, expected: 'ok' },
    { filed: { kind: 'adoption', authenticator: 'card' }, expected: 'ok' },
    { filed: { kind: 'addition', authenticator: 'card', chosen: 'fob' }, expected: 'ok' },
    { filed: { kind: 'addition', authenticator: 'ring' }, expected: 'authenticator_unknown' },
    {
      filed: { kind: 'adoption', authenticator: 'card', contract: 'retail' },
      expected: 'authenticator_not_for_contract',
    },
    {
      filed: { kind: 'adoption', authenticator: 'card', contract: 'sole_proprietor' },
      expected: 'ok',
    },
    { filed: { kind: 'adoption', authenticator: 'fob', contract: 'retail' }, expected: 'ok' },
  ];

  it.each(rows.flatMap((row) => kinds.map((kind) => ({ ...row, mixing: kind }))))(
    'S4-01 · $mixing, $filed: $expected',
    ({ filed, mixing, expected }) => {
      const edit = ({ adoption }: Policy) => {
        adoption.kinds = mixing;
      };
      expect(apply(filed, edit)).toBe(expected);
    },
  );
});

describe('the date on the form', () => {
  const rows = [
    { filedOn: '2014-01-01', expected: 'ok' },
    { filedOn: '2015-02-02', expected: 'ok' },
    { filedOn: '2015-02-03', expected: 'filed_in_future' },
  ];

  it.each(rows)('ALL-02 · filed $filedOn, recorded on 2 February: $expected', (row) => {
    const filed: Filed = { kind: 'adoption', authenticator: null, filedOn: row.filedOn };
    expect(apply(filed)).toBe(row.expected);
  });

  it('S4-01 · where nobody applies, nothing is recorded', () => {
    const edit = ({ adoption }: Policy) => {
      adoption.application = [];
    };
    const filed: Filed = { kind: 'adoption', authenticator: null };
    expect(apply(filed, edit)).toBe('application_not_needed');
  });
});
