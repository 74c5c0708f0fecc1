import type { ContractView, DomainEvent } from '@warifu/engine';
import { noticesOfEvents } from '@warifu/service';
import { expect, test } from 'vitest';
import { bank, dueWorld, tokyo } from '../testing/due-world.ts';

const at = tokyo('2026-11-22T09:30');

async function company() {
  const world = await dueWorld(at);
  const contract = await world.contract('1000001');
  const taro = await world.user(contract, 'taro', 'taro@mail.example');
  const hanako = await world.user(contract, 'hanako', 'hanako@mail.example');
  const jiro = await world.user(contract, 'jiro', null);
  const token = await world.token(contract, [taro, hanako, jiro], '2031-03-31');
  const { deps } = world.warifu;
  const view = await deps.store.queries.contract(bank, { contractId: contract.id });
  if (!view) throw new Error('no contract');
  const told = (events: readonly DomainEvent[], after: ContractView = view) =>
    noticesOfEvents({ events, before: view, after, newId: deps.newId, now: at }).map(
      ({ to, data }) => `${to} ${JSON.parse(data).topic} ${JSON.parse(data).serialEnd ?? '-'}`,
    );
  return { ...world, contract, taro, hanako, jiro, token, view, told };
}

test('row 31: every binding, revocation and unlocking is told to whom it concerns', async () => {
  const { told, taro, jiro, token } = await company();
  const binding = { bindingId: 'b', userId: taro.id, tokenId: token.id, at } as const;
  const serial = token.serial.slice(-4);
  const own = `taro@mail.example`;
  const all = (topic: string) =>
    ['taro', 'hanako'].map((name) => `${name}@mail.example ${topic} ${serial}`);
  const lines: readonly (readonly [DomainEvent, readonly string[]])[] = [
    [{ type: 'binding_started', ...binding }, [`${own} token_bound ${serial}`]],
    [{ type: 'binding_ended', ...binding, reason: 'revoked' }, [`${own} token_revoked ${serial}`]],
    [{ type: 'binding_ended', ...binding, reason: 'lost' }, [`${own} token_revoked ${serial}`]],
    [{ type: 'binding_ended', ...binding, reason: 'replaced' }, []],
    [{ type: 'binding_ended', ...binding, userId: jiro.id, reason: 'revoked' }, []],
    [{ type: 'user_unlocked', userId: taro.id, by: 'customer' }, [`${own} lock_lifted -`]],
    [{ type: 'token_unlocked', tokenId: token.id, by: 'institution' }, all('lock_lifted')],
    [
      {
        type: 'shipment_posted',
        shipmentId: 's',
        reason: 'replacement',
        applicationId: null,
        replacesTokenId: token.id,
        at,
      },
      all('replacement_posted'),
    ],
    [{ type: 'token_put_in_service', tokenId: token.id }, []],
    [{ type: 'user_locked', userId: taro.id, cause: 'threshold' }, []],
  ];
  for (const [event, expected] of lines) expect(told([event])).toEqual(expected);
});

test('row 31: a change of address is told to the address of before, and to the new one', async () => {
  const { told, view, taro, jiro } = await company();
  const moved = (mailAddress: string | null) => ({
    ...view,
    users: view.users.map((user) =>
      user.id === taro.id || user.id === jiro.id ? { ...user, mailAddress } : user,
    ),
  });
  expect(told([], moved('thief@evil.example'))).toEqual([
    'taro@mail.example contact_changed -',
    'thief@evil.example contact_changed -',
    'thief@evil.example contact_changed -',
  ]);
  expect(told([], moved(null))).toEqual(['taro@mail.example contact_changed -']);
  expect(told([], { ...view, users: [...view.users] })).toEqual([]);
});

test('an act brings its notices into the outbox in its own transaction', async () => {
  const { warifu, contract, taro, mails } = await company();
  const before = (await mails()).length;
  await warifu.service.removeUser(
    { userId: taro.id },
    {
      client: { keyId: 'key-1', institutionId: bank, scopes: new Set() },
      source: null,
      present: () => ({ status: 200, body: '{}' }),
      failed: { status: 500, body: '{}' },
    },
  );
  const sent = (await mails()).slice(before);
  expect(sent).toMatchObject([
    { to: 'taro@mail.example', kind: 'notice', state: 'queued', contractId: contract.id },
  ]);
  expect(JSON.parse(sent[0]?.data ?? '')).toMatchObject({ topic: 'token_revoked', at });
});
