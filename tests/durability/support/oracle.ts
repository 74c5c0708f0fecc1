import { withAdmin } from '@warifu/server';
import type { Bank } from './bank.ts';
import { type Act, expectedRecord } from './history.ts';
import { type Ledger, type LedgerRecord, readLedger } from './ledger.ts';

/** What is wrong with a store after a fault; both lists are empty when nothing is. */
export interface Verdict {
  /** Acknowledged to a client and not in the store. */
  readonly lost: readonly string[];
  /** The store contradicts itself: the file, the audit chain, or state that its record does not tell. */
  readonly corrupt: readonly string[];
}

/**
 * Judges a store that nobody serves, by what its clients have been told. The store is opened first
 * as the next start of the server would, and its audit chain is checked; then SQLite alone reads it.
 */
export async function judge(bank: Bank, acknowledged: readonly Act[]): Promise<Verdict> {
  const chain = await chainFaults(bank);
  let ledger: Ledger;
  try {
    ledger = readLedger(bank.dataDir);
  } catch (error) {
    return { lost: [], corrupt: [...chain, `cannot be read: ${String(error)}`] };
  }
  return {
    lost: [...lostAnswers(ledger, acknowledged), ...lostRecords(bank, ledger, acknowledged)],
    corrupt: [
      ...chain,
      ...ledger.faults,
      ...unequalCounts(bank, ledger),
      ...secondAcceptances(ledger),
      ...untoldState(ledger),
    ],
  };
}

async function chainFaults({ config }: Bank): Promise<string[]> {
  try {
    const checked = await withAdmin(config, (admin) => admin.verifyAudit());
    return checked.ok ? [] : [`audit chain: ${checked.fault} at ${checked.sequence}`];
  } catch (error) {
    return [`does not open: ${error instanceof Error ? error.message : String(error)}`];
  }
}

function lostAnswers({ answers }: Ledger, acknowledged: readonly Act[]): string[] {
  return acknowledged
    .filter(({ key, heard }) => {
      const stored = answers.get(key);
      return stored?.status !== heard?.status || stored?.text !== heard?.text;
    })
    .map(({ action, key }) => `the answer of ${action} ${key}`);
}

/** The records about a contract begin with what its client was told, in that order. */
function lostRecords(bank: Bank, { records }: Ledger, acknowledged: readonly Act[]): string[] {
  const told = Map.groupBy(acknowledged, (act) => act.contractId);
  const stored = Map.groupBy(records, (record) => record.contractId);
  return bank.customers.flatMap(({ contractId, recordsBefore }) => {
    const expected = (told.get(contractId) ?? []).map(expectedRecord);
    const found = (stored.get(contractId) ?? []).slice(recordsBefore).map(recordLine);
    const at = expected.findIndex((line, index) => found[index] !== line);
    return at < 0 ? [] : [`record ${at} of ${contractId}: ${expected[at]}, not ${found[at]}`];
  });
}

function recordLine({ action, outcome, reason }: LedgerRecord): string {
  return [action, outcome, ...(reason === null ? [] : [reason])].join(' ');
}

/** Every answered act has exactly one record, and the other way round (row 83). */
function unequalCounts({ systemRecords }: Bank, { records, answers }: Ledger): string[] {
  const acts = records.length - systemRecords;
  return acts === answers.size ? [] : [`${acts} records of acts, ${answers.size} answers`];
}

function secondAcceptances({ records }: Ledger): string[] {
  const marks = new Map<string, number>();
  const faults: string[] = [];
  for (const { tokenId, step } of records.flatMap(acceptances)) {
    if (step <= (marks.get(tokenId) ?? -1)) faults.push(`step ${step} of ${tokenId} again`);
    marks.set(tokenId, step);
  }
  return faults;
}

function acceptances({ events }: LedgerRecord): { tokenId: string; step: number }[] {
  return events
    .filter(({ type }) => type === 'otp_accepted')
    .map((event) => ({ tokenId: String(event['tokenId']), step: Number(event['step']) }));
}

interface Told {
  readonly failures: number;
  readonly locked: boolean;
}

const threshold = 5;

/** Marks, counts, locks and bindings, told anew from the records alone and compared with the rows. */
function untoldState(ledger: Ledger): string[] {
  const marks = new Map(ledger.records.flatMap(acceptances).map((one) => [one.tokenId, one.step]));
  const users = new Map<string, Told>();
  for (const record of ledger.records) {
    const { userId } = record;
    if (userId !== null) users.set(userId, afterRecord(users.get(userId), record));
  }
  const clean = { failures: 0, locked: false };
  return [
    ...[...marks]
      .filter(([id, step]) => ledger.steps.get(id) !== step)
      .map(([id, step]) => `the mark of ${id} is ${ledger.steps.get(id)}, told ${step}`),
    ...ledger.users
      .map(({ id, failures, locked }) => ({ id, is: { failures, locked }, told: users.get(id) }))
      .filter(({ is, told = clean }) => JSON.stringify(is) !== JSON.stringify(told))
      .map(({ id, is, told }) => `${id} is ${JSON.stringify(is)}, told ${JSON.stringify(told)}`),
    ...untoldBindings(ledger),
  ];
}

/** ALL-06 in short: refusals count to the threshold; an acceptance or an unlock clears. */
function afterRecord(before: Told = { failures: 0, locked: false }, record: LedgerRecord): Told {
  const { action, outcome } = record;
  if (outcome === 'accepted' || (action === 'unlock' && outcome === 'done'))
    return { failures: 0, locked: false };
  const counted = record.events.some(({ type }) => type === 'otp_refused');
  if (!counted || before.locked) return before;
  const failures = before.failures + 1;
  return { failures, locked: failures >= threshold };
}

function untoldBindings({ records, bindingsInForce, bindingsEnded }: Ledger): string[] {
  const events = records.flatMap((record) => record.events);
  const ids = (type: string) =>
    events.filter((event) => event.type === type).map((event) => String(event['bindingId']));
  const ended = new Set(ids('binding_ended'));
  return ids('binding_started')
    .filter((id) => !(ended.has(id) ? bindingsEnded : bindingsInForce).has(id))
    .map((id) => `binding ${id} is not as it was told`);
}
