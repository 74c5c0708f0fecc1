import { actRefusals, otpRefusals, type RefusalReason } from '@warifu/engine';
import type { ActResult, CallContext, Service, VerificationResult } from '@warifu/service';
import { type Problem, problems, routes } from '@warifu/wire';
import { describe, expect, it } from 'vitest';
import { contextOf } from './change.ts';
import { isPromptRefusal, refusalProblems } from './refusals.ts';
import { verificationHandlers } from './verification-handlers.ts';

const idempotency = { institutionId: 'i', key: 'k', inputMac: new Uint8Array(32), at: 0 };

function callOf(...scopes: string[]) {
  const client = { keyId: 'key_1', institutionId: 'i', scopes: new Set(scopes) };
  return { client, source: '127.0.0.1', idempotency, params: {}, query: {} };
}

/** A service whose verification comes to what the test says. */
function serviceThat(result: ActResult<VerificationResult>, administratorCan: boolean): Service {
  const verify = (_: unknown, context: CallContext<VerificationResult>) =>
    Promise.resolve({ kind: 'done', answer: context.present(result), replayed: false });
  const readLockAdvice = () => Promise.resolve({ administratorCan });
  return { verify, readLockAdvice } as unknown as Service;
}

async function answerTo(
  result: ActResult<VerificationResult>,
  scopes: string[],
  administratorCan = false,
) {
  const handler = verificationHandlers(serviceThat(result, administratorCan)).create_verification;
  const body = { ...routes.create_verification.example.body, factors: [] };
  const run = await handler({ ...callOf(...scopes), body });
  if (run.kind !== 'done') throw new Error('no answer');
  return run.answer;
}

const refusedFor = (reason: RefusalReason) => ({ ok: false, reason }) as const;
const accepted = { ok: true, value: { accepted: true, reason: null } } as const;

describe('the answer to a refused code', () => {
  it('ALL-07, row 20: is the same bytes for every cause, for clients that may not know it', async () => {
    const answers = await Promise.all(otpRefusals.map((one) => answerTo(refusedFor(one), [])));
    const texts = new Set(answers.map(({ status, body }) => `${status} ${body}`));
    expect([...texts]).toEqual(['200 {"result":"refused","retry":"next_code"}']);
  });

  it.each([
    ['code_wrong', true, 'next_code'],
    ['code_replayed', true, 'next_code'],
    ['user_locked', true, 'ask_administrator'],
    ['user_locked', false, 'ask_bank'],
    ['token_expired', true, 'ask_bank'],
  ] as const)(
    '%s (administrator can: %s) advises %s to a client that may know',
    async (reason, can, retry) => {
      const answer = await answerTo(refusedFor(reason), ['verifications:reasons'], can);
      expect(JSON.parse(answer.body)).toEqual({ result: 'refused', retry, reason });
    },
  );

  it('an acceptance is the same for both', async () => {
    const poor = await answerTo(accepted, []);
    expect(poor).toEqual({ status: 200, body: '{"result":"accepted","retry":"none"}' });
    expect(await answerTo(accepted, ['verifications:reasons'])).toEqual(poor);
  });

  it('what stands in the way before the prompt is a problem', async () => {
    const answer = await answerTo(refusedFor('challenge_expired'), []);
    expect(answer.status).toBe(409);
    expect((JSON.parse(answer.body) as Problem).code).toBe('challenge_expired');
  });
});

describe('refusalProblems', () => {
  it('gives every reason of an act a public face among 403, 404, 409 and 422', () => {
    expect(Object.keys(refusalProblems).sort()).toEqual([...actRefusals].sort());
    for (const code of Object.values(refusalProblems))
      expect([403, 404, 409, 422]).toContain(problems[code].status);
  });

  it('names none of the prompt’s reasons', () => {
    expect(otpRefusals.filter((one) => one in refusalProblems)).toEqual([]);
    expect(otpRefusals.every(isPromptRefusal)).toBe(true);
    expect(actRefusals.some(isPromptRefusal)).toBe(false);
  });
});

describe('contextOf', () => {
  const context = contextOf(callOf(), { status: 201, body: (id: string) => ({ id }) });

  it('presents a value and a refusal, each with its status', () => {
    expect(context.present({ ok: true, value: 'x' })).toEqual({ status: 201, body: '{"id":"x"}' });
    expect(context.present({ ok: false, reason: 'fee_unknown' }).status).toBe(404);
  });

  it('does not let a reason of the prompt out of an act that has none', () => {
    expect(() => context.present({ ok: false, reason: 'user_locked' })).toThrow(/no prompt/);
    expect(context.failed.status).toBe(500);
  });

  it('says on whose behalf the client acts', () => {
    const by = (acting: Parameters<typeof contextOf>[1]['acting']) =>
      contextOf(callOf(), { status: 200, body: () => ({}), acting }).acting;
    expect(by({ user_id: 'usr_1' })).toEqual({ kind: 'user', userId: 'usr_1' });
    expect(by({ staff_id: 's', desk: 'd', evidence: 'e' })).toEqual({
      kind: 'staff',
      staffId: 's',
      desk: 'd',
      evidence: 'e',
    });
    expect(by(undefined)).toBeUndefined();
  });
});
