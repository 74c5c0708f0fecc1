import type { Binding, Contract, Fee, Token, User } from '@warifu/engine';
import { demoPolicy } from '@warifu/institutions';
import {
  addInstitution,
  type CallContext,
  type Changes,
  type Clock,
  importTokenFile,
  type OutboxMail,
  sha256Hex,
  systemAudit,
} from '@warifu/service';
import { expect, onTestFinished } from 'vitest';
import { demoTokenFile, makeFobs } from '../demo/demo-token-file.ts';
import { openWarifu, type Warifu } from '../open-warifu.ts';
import { ownConfig } from './own-warifu.ts';

export const bank = 'nanahoshi';
export const dayMs = 86_400_000;
export const minuteMs = 60_000;

/** An instant on the clock of Tokyo: `2026-11-22T09:00`. */
export const tokyo = (text: string) => Date.parse(`${text}:00+09:00`);

export class TestClock implements Clock {
  at: number;

  constructor(at: number) {
    this.at = at;
  }

  now(): number {
    return this.at;
  }
}

/** An open Warifu with one institution, on a real store, at a time of the test's own. */
export interface DueWorld {
  readonly warifu: Warifu;
  readonly clock: TestClock;
  /** Saves rows of a contract as some act would. */
  readonly save: (contractId: string, changes: Changes) => Promise<void>;
  readonly contract: (number: string, part?: Partial<Contract>) => Promise<Contract>;
  readonly user: (contract: Contract, loginId: string, mail: string | null) => Promise<User>;
  /** A token of the contract that is in service and bound to the users. */
  readonly token: (contract: Contract, users: readonly User[], expiresOn: string) => Promise<Token>;
  readonly fee: (contract: Contract, id: string, dueOn: string, amountYen: number) => Fee;
  readonly mails: () => Promise<readonly OutboxMail[]>;
}

export async function dueWorld(at: number, document = demoPolicy(bank)): Promise<DueWorld> {
  const clock = new TestClock(at);
  const warifu = await openWarifu(ownConfig(), clock);
  onTestFinished(() => warifu.close());
  const { deps, service } = warifu;
  expect(await addInstitution(deps, document)).toMatchObject({ ok: true });
  const save = saver(warifu);
  const view = async (contractId: string) => {
    const found = await deps.store.queries.contract(bank, { contractId });
    if (!found) throw new Error('no such contract');
    return found;
  };
  let serials = 3_000_000_001;
  return {
    warifu,
    clock,
    save,
    async contract(number, part) {
      const command = { number, kind: 'corporate', openedOn: '2026-01-05' } as const;
      await service.openContract(command, context());
      const { rows } = await deps.store.queries.contracts(bank, { number }, onePage);
      const [contract] = rows;
      if (!contract) throw new Error('the contract was not opened');
      if (!part) return contract;
      const changed = { ...contract, ...part, version: contract.version + 1 };
      await save(contract.id, { contracts: [changed] });
      return changed;
    },
    async user(contract, loginId, mailAddress) {
      const permissions = ['one_off_transfer'];
      const command = { contractId: contract.id, loginId, name: '青葉 太郎', permissions };
      await service.addUser({ ...command, role: 'master' }, context());
      const user = (await view(contract.id)).users.find((one) => one.loginId === loginId);
      if (!user) throw new Error('the user was not added');
      const changed = { ...user, mailAddress, version: user.version + 1 };
      await save(contract.id, { users: [changed] });
      return changed;
    },
    async token(contract, users, expiresOn) {
      const [fob] = makeFobs(1, serials, expiresOn);
      serials += 1;
      if (!fob) throw new Error('no fob was made');
      const { xml, presharedKeyHex } = demoTokenFile([fob]);
      await importTokenFile(deps, {
        institutionId: bank,
        name: `${fob.serial}.xml`,
        format: 'pskc',
        sha256: sha256Hex(xml),
        open: async function* () {
          yield Buffer.from(xml, 'utf8');
        },
        options: { preSharedKey: Buffer.from(presharedKeyHex, 'hex') },
        actor: { kind: 'system', id: 'test' },
      });
      const { serial } = fob;
      const { rows } = await deps.store.queries.tokens(bank, { serial }, onePage);
      const [stocked] = rows;
      if (!stocked) throw new Error('the token was not imported');
      const token: Token = {
        ...stocked,
        contractId: contract.id,
        state: 'in_service',
        version: stocked.version + 1,
      };
      const bindings = users.map((user) => bindingOf(user, token));
      await save(contract.id, { tokens: [token], bindings });
      return token;
    },
    fee: (contract, id, dueOn, amountYen) => ({
      id,
      contractId: contract.id,
      kind: 'additional',
      amountYen,
      taxYen: 0,
      dueOn,
      tokenId: null,
      shipmentId: null,
      month: null,
      reversesFeeId: null,
      note: null,
      assessedAt: clock.now(),
    }),
    mails: async () => (await deps.store.mails.list(bank, {}, onePage)).rows,
  };
}

const onePage = { limit: 1_000, after: null };

function saver({ deps }: Warifu): DueWorld['save'] {
  return async (contractId, changes) => {
    await deps.store.run({
      scope: { kind: 'contract', institutionId: bank, by: { contractId } },
      decide: () => ({
        changes,
        audit: systemAudit(deps.clock, 'test', { institutionId: bank }),
        answer: { status: 200, body: '{}' },
      }),
    });
  };
}

function bindingOf(user: User, token: Token): Binding {
  return {
    id: `b-${user.id}-${token.id}`,
    contractId: user.contractId,
    userId: user.id,
    tokenId: token.id,
    startedAt: 0,
    endedAt: null,
    endReason: null,
  };
}

/** A call of the institution's own system; a refusal is a mistake of the test. */
function context(): CallContext<unknown> {
  return {
    client: { keyId: 'key-1', institutionId: bank, scopes: new Set() },
    source: null,
    present: (result) => {
      if (!result.ok) throw new Error(`refused: ${result.reason}`);
      return { status: 200, body: '{}' };
    },
    failed: { status: 500, body: '{}' },
  };
}
