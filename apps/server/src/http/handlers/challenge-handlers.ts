import { createHash } from 'node:crypto';
import { type Challenge, findUser } from '@warifu/engine';
import type { CreatedChallenge, Service } from '@warifu/service';
import { problemOf } from '@warifu/wire';
import type { Handlers } from '../handlers.ts';
import {
  type ChallengeExtras,
  challengeBody,
  noticesOn,
  serviceDetails,
} from './challenge-bodies.ts';
import { contextOf } from './change.ts';
import { enrolmentBody, graceBody } from './user-bodies.ts';

type Own = 'create_challenge' | 'get_challenge' | 'consume_challenge';

/** The question what an operation requires, and the use of its answer. */
export function challengeHandlers(service: Service): Pick<Handlers, Own> {
  return {
    create_challenge: ({ body: { user_id: userId, operation, details }, ...call }) =>
      service.createChallenge(
        { userId, operation, details: serviceDetails(details ?? {}) },
        contextOf(call, { status: 201, body: createdBody }),
      ),
    get_challenge: async ({ client, params }) => {
      const challenge = await service.queries.challenge(client.institutionId, params.challenge_id);
      if (!challenge) return { ok: false, problem: problemOf('not_found') };
      const extras = await extrasOf(service, client.institutionId, challenge);
      return { ok: true, body: challengeBody(challenge, extras) };
    },
    consume_challenge: async ({ params, body, ...call }) => {
      const { institutionId } = call.client;
      const challengeId = params.challenge_id;
      const before = await service.queries.challenge(institutionId, challengeId);
      const extras = before && (await extrasOf(service, institutionId, before));
      return service.consumeChallenge(
        { challengeId, detailsDigest: body.details_digest },
        contextOf(call, {
          status: 200,
          body: (consumed: Challenge) => challengeBody(consumed, extras ?? bareExtras(consumed)),
        }),
      );
    },
  };
}

function createdBody(created: CreatedChallenge) {
  const { challenge, detailsDigest, grace, blockedUntil, user, view, policy } = created;
  const now = challenge.createdAt;
  const atLogin = challenge.operation === 'login';
  return challengeBody(challenge, {
    detailsDigest,
    grace: grace && graceBody(grace, { now, policy }),
    blockedUntil,
    enrolment: atLogin ? enrolmentBody({ view, user, policy, now }) : null,
    notices: atLogin ? noticesOn(policy, now) : [],
  });
}

/** What belongs to a challenge that was made before, as it stands now. */
async function extrasOf(
  service: Service,
  institutionId: string,
  challenge: Challenge,
): Promise<ChallengeExtras> {
  const bare = bareExtras(challenge);
  const atLogin = challenge.operation === 'login';
  if (!atLogin && challenge.reason !== 'grace') return bare;
  const view = await service.queries.contract(institutionId, { userId: challenge.userId });
  const user = view && findUser(view, challenge.userId);
  const policy = service.policies(institutionId).inForce?.policy;
  if (!user || !policy) return bare;
  const now = service.now();
  const enrolment = enrolmentBody({ view, user, policy, now });
  return {
    ...bare,
    grace: challenge.reason === 'grace' ? enrolment.grace : null,
    ...(atLogin ? { enrolment, notices: noticesOn(policy, now) } : {}),
  };
}

function bareExtras({ details }: Challenge): ChallengeExtras {
  const detailsDigest = createHash('sha256').update(details).digest('hex');
  return { detailsDigest, grace: null, blockedUntil: null, enrolment: null, notices: [] };
}
