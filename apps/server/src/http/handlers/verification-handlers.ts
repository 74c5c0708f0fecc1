import type { Service, Verify } from '@warifu/service';
import type { CreateVerification, StatedFactor } from '@warifu/wire';
import type { Handlers } from '../handlers.ts';
import { contextOf } from './change.ts';
import { promptBody } from './prompt.ts';
import { instantOf } from './wire-values.ts';

const accepted = { result: 'accepted', retry: 'none' } as const;

/** The hot path: a code, and what it is for. */
export function verificationHandlers(service: Service): Pick<Handlers, 'create_verification'> {
  return {
    create_verification: async ({ body: command, ...call }) => {
      const verify = verifyOf(command);
      const refusal = await promptBody(service, call.client, subjectOf(verify));
      return service.verify(
        verify,
        contextOf(call, { status: 200, body: () => accepted, refusal }),
      );
    },
  };
}

function verifyOf(command: CreateVerification): Verify {
  const factors = (command.factors ?? []).map(statedFactor);
  if ('challenge_id' in command)
    return { kind: 'challenge', challengeId: command.challenge_id, otp: command.otp, factors };
  const { user_id: userId, purpose, otp } = command;
  return { kind: 'user', userId, purpose, otp, factors };
}

function subjectOf(verify: Verify) {
  return verify.kind === 'challenge'
    ? { challengeId: verify.challengeId }
    : { userId: verify.userId };
}

function statedFactor({ kind, checked_at: checkedAt }: StatedFactor) {
  return { kind, checkedAt: instantOf(checkedAt) };
}
