import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bank, copyOf, type Holder, prepareBank, removeBank } from './support/bank.ts';
import { asked, report } from './support/counts.ts';
import { CuttingProxy } from './support/cutting-proxy.ts';
import { type Act, History } from './support/history.ts';
import { Line } from './support/line.ts';
import { judge } from './support/oracle.ts';
import { cleanUp } from './support/processes.ts';
import { Server } from './support/server.ts';

/**
 * Row 8: a client that did not get its answer repeats the request under the same key. It gets the
 * first answer, byte for byte, and spends nothing more, also when the server died between the two.
 */
const requests = asked(100, 1_000);
const kills = asked(4, 50);
const path = '/v1/verifications';
const purpose = 'one_off_transfer';
const minuteMs = 60_000;

let prepared: Bank;

beforeAll(async () => {
  prepared = await prepareBank(8);
});

afterAll(async () => {
  await cleanUp();
  removeBank(prepared);
});

interface Repeated {
  readonly first: { readonly status: number; readonly text: string };
  readonly again: { readonly status: number; readonly text: string };
}

/** A server behind a proxy, and one client that repeats what it got no answer to. */
class Scene {
  readonly bank: Bank;
  readonly history = new History();
  #server: Server;
  readonly #proxy: CuttingProxy;

  private constructor(bank: Bank, server: Server, proxy: CuttingProxy) {
    this.bank = bank;
    this.#server = server;
    this.#proxy = proxy;
  }

  static async start(bank: Bank): Promise<Scene> {
    const server = await Server.start(bank);
    const scene: { current?: Scene } = {};
    const target = () => scene.current?.url ?? server.url;
    scene.current = new Scene(bank, server, await CuttingProxy.start(target));
    return scene.current;
  }

  get url(): string {
    return this.#server.url;
  }

  setClock(at: number): Promise<void> {
    return this.#server.setClock(at);
  }

  /** Sends a request whose answer the proxy swallows, and then the same again. */
  async repeat(act: Act, killBetween: boolean): Promise<Repeated> {
    this.history.acts.push(act);
    const swallowed = this.#proxy.swallowNext();
    await expect(this.say(act)).rejects.toThrow();
    const first = await swallowed;
    if (killBetween) {
      await this.#server.kill();
      this.#server = await Server.start(this.bank);
    }
    const heard = await this.say(act);
    act.heard = heard;
    return { first, again: { status: heard.status, text: heard.text } };
  }

  async say(act: Pick<Act, 'path' | 'body' | 'key'>) {
    const line = new Line(() => this.#proxy.url, this.bank.operatorKey);
    try {
      return await line.say(act);
    } finally {
      line.close();
    }
  }

  async stop(): Promise<void> {
    this.#proxy.close();
    await this.#server.stop();
  }
}

/** Right codes, wrong codes and challenges in turn, of every user of the bank. */
function actOf(bank: Bank, index: number, at: number): Act {
  const holders = bank.customers.flatMap(({ contractId, master, member }) => [
    { contractId, holder: master },
    { contractId, holder: member },
  ]);
  const chosen = holders[index % holders.length];
  if (!chosen) throw new Error('the bank has no users');
  const { contractId, holder } = chosen;
  const kind = Math.floor(index / holders.length) % 3;
  const act = { contractId, key: randomUUID(), heard: undefined };
  if (kind === 2) return { ...act, ...challengeOf(holder) };
  const otp = kind === 0 ? holder.fob.codeAt(at) : holder.fob.wrongCodeAt(at);
  const body = { user_id: holder.userId, purpose, otp };
  return { ...act, action: 'verify_otp', path, body };
}

function challengeOf({ userId }: Holder) {
  const details = { approval: 'none', stage: 'commit' };
  const body = { user_id: userId, operation: purpose, details };
  return { action: 'create_challenge', path: '/v1/challenges', body };
}

test(`row 8 the answer is lost ${requests} times, ${kills} times with a kill -9 after it: identical ${requests}/${requests}, spent 1 each`, async () => {
  const bank = copyOf(prepared);
  const scene = await Scene.start(bank);
  const usersInTurn = bank.customers.length * 2;
  const repeats: Repeated[] = [];
  for (let index = 0; index < requests; index++) {
    const at = bank.startAt + Math.floor(index / usersInTurn) * minuteMs;
    if (index % usersInTurn === 0) await scene.setClock(at);
    const killBetween = index % Math.floor(requests / kills) === 0;
    repeats.push(await scene.repeat(actOf(bank, index, at), killBetween));
  }
  await scene.stop();
  const identical = repeats.filter(
    ({ first, again }) => first.status === again.status && first.text === again.text,
  );
  const { lost, corrupt } = await judge(bank, scene.history.acknowledged);
  report('row 8', { requests, kills, identical: identical.length, lost: lost.length });
  removeBank(bank);
  expect(identical).toHaveLength(requests);
  expect({ lost, corrupt }).toEqual({ lost: [], corrupt: [] });
});

test('row 8 the same key with another body: 422, also after a restart, and nothing is spent', async () => {
  const bank = copyOf(prepared);
  const scene = await Scene.start(bank);
  const first = actOf(bank, 0, bank.startAt);
  await scene.repeat(first, false);
  const other = { ...actOf(bank, 1, bank.startAt), key: first.key };
  const before = await scene.say(other);
  const second = actOf(bank, 2, bank.startAt);
  await scene.repeat(second, true);
  const afterwards = await scene.say(other);
  await scene.stop();
  const codes = [before, afterwards].map(({ status, text }) => [status, JSON.parse(text).code]);
  expect(codes).toEqual(Array(2).fill([422, 'idempotency_key_reused']));
  expect(await judge(bank, scene.history.acknowledged)).toEqual({ lost: [], corrupt: [] });
  removeBank(bank);
});
