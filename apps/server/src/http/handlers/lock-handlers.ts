import type {
  LockReading,
  LockRow,
  RevocationResult,
  Service,
  UnlockResult,
} from '@warifu/service';
import type * as wire from '@warifu/wire';
import type { Handlers } from '../handlers.ts';
import { actingParty, contextOf } from './change.ts';
import { deskBodies } from './desk-bodies.ts';
import { todayOf } from './today.ts';
import { bindingBody } from './user-bodies.ts';
import { given, instantOrNull, instantText, pageBody, pageRequest } from './wire-values.ts';

type Own = 'list_locks' | 'unlock' | 'revoke' | 'initialise';

/** What is locked, and the two ways out: lifting the lock, or revoking the token. */
export function lockHandlers(service: Service): Pick<Handlers, Own> {
  return {
    list_locks: async ({ client, query }) => {
      const { institutionId } = client;
      const filter = given({ contractId: query.contract_id });
      const page = await service.queries.locks(institutionId, filter, pageRequest(query));
      const readings = await readingsOf(service, institutionId, page.rows);
      // A lock that was lifted between the two reads is no lock any more.
      const { policy, now } = todayOf(service, institutionId);
      const desks = deskBodies(policy, now);
      const data = page.rows.flatMap((row) => {
        const reading = readings.find((one) => isOf(one, row));
        return reading ? [lockBody(reading, desks)] : [];
      });
      return { ok: true, body: pageBody(data, page.next) };
    },
    unlock: ({ body: command, ...call }) =>
      service.unlock(
        {
          userIds: 'user_ids' in command ? command.user_ids : [],
          tokenIds: 'token_ids' in command ? command.token_ids : [],
          acting: actingParty(command.acting),
          challengeId: command.challenge_id,
        },
        contextOf(call, {
          status: 200,
          body: ({ userIds, tokenIds }: UnlockResult) => ({
            unlocked_user_ids: userIds,
            unlocked_token_ids: tokenIds,
          }),
          acting: command.acting,
        }),
      ),
    revoke: ({ body: command, ...call }) =>
      service.revoke(
        {
          target:
            'token_id' in command ? { tokenId: command.token_id } : { userIds: command.user_ids },
          reason: command.reason,
          acting: actingParty(command.acting),
          challengeId: command.challenge_id,
        },
        contextOf(call, {
          status: 201,
          body: revocationBody,
          acting: command.acting,
        }),
      ),
    initialise: ({ body: { user_ids: userIds, acting, challenge_id: challengeId }, ...call }) =>
      service.initialise(
        { userIds, acting: actingParty(acting), challengeId },
        contextOf(call, { status: 201, body: revocationBody, acting }),
      ),
  };
}

function revocationBody({ bindings, retiredTokenIds }: RevocationResult) {
  return { bindings: bindings.map(bindingBody), retired_token_ids: retiredTokenIds };
}

async function readingsOf(service: Service, institutionId: string, rows: readonly LockRow[]) {
  const readings: LockReading[] = [];
  for (const contractId of new Set(rows.map((row) => row.contractId)))
    readings.push(...((await service.readLocks(institutionId, contractId)) ?? []));
  return readings;
}

function isOf({ subject }: LockReading, row: LockRow): boolean {
  if (subject.scope === 'user_otp')
    return row.scope === 'user_otp' && row.user.id === subject.user.id;
  return row.scope === 'token' && row.token.id === subject.token.id;
}

function lockBody(reading: LockReading, desks: readonly wire.Desk[]): wire.Lock {
  const { subject, stops, lifters } = reading;
  return {
    scope: subject.scope,
    stops,
    contract_id: reading.contractId,
    user_id: subject.scope === 'user_otp' ? subject.user.id : null,
    token_id: subject.scope === 'token' ? subject.token.id : null,
    affected_user_ids: [...reading.affectedUserIds],
    locked_at: instantText(reading.lockedAt),
    cause: reading.cause,
    lifts_at: instantOrNull(reading.liftsAt),
    lifted_by: {
      user_ids: [...lifters.userIds],
      desk: lifters.desk,
      at_desk: desks.find((one) => one.id === lifters.desk) ?? null,
    },
  };
}
