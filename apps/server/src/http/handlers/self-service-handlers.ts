import type { Lock, RefusalReason } from '@warifu/engine';
import type { SelfServiceUser, Service } from '@warifu/service';
import type * as wire from '@warifu/wire';
import type { Call, Handlers } from '../handlers.ts';
import { contextOf } from './change.ts';
import { isPromptRefusal, type PromptRefusal, promptRefusal } from './refusals.ts';
import { registrationBody, statedFactors } from './registration-bodies.ts';

type Own = 'self_register' | 'self_exchange' | 'self_stop';

/** What a user does from the login page, before anybody has signed in. */
export function selfServiceHandlers(service: Service): Pick<Handlers, Own> {
  return {
    self_register: ({ body, ...call }) =>
      service.selfRegister(
        { action: 'register', who: whoOf(body.who), ...typedOf(body) },
        contextOf(call, { status: 200, body: registrationBody, refusal: neutral(call) }),
      ),
    self_exchange: ({ body, ...call }) =>
      service.selfRegister(
        { action: 'exchange', who: whoOf(body.who), ...typedOf(body), oldOtp: body.old_otp },
        contextOf(call, { status: 200, body: registrationBody, refusal: neutral(call) }),
      ),
    self_stop: ({ body, ...call }) =>
      service.selfStop(
        { who: whoOf(body.who), otp: body.otp, factors: statedFactors(body.factors) },
        contextOf(call, {
          status: 200,
          body: () => ({ result: 'accepted', retry: 'none' }),
          refusal: neutral(call),
        }),
      ),
  };
}

function whoOf(who: wire.SelfServiceUser): SelfServiceUser {
  if ('user_id' in who) return { userId: who.user_id };
  return { contractNumber: who.contract_number, loginId: who.login_id };
}

interface Typed {
  readonly serial: string;
  readonly otp: string;
  readonly second_otp?: string;
  readonly factors?: readonly wire.StatedFactor[];
}

function typedOf({ serial, otp, second_otp: secondOtp, factors }: Typed) {
  return { serial, otp, secondOtp, factors: statedFactors(factors) };
}

/** What is not a prompt's refusal and may not be told apart from one before the user is known (row 26). */
const alsoHidden: ReadonlySet<RefusalReason> = new Set<RefusalReason>([
  'user_unknown',
  'not_adopted',
  'cooldown_running',
]);

/**
 * The one neutral refusal. Nobody at the customer's can help before the login, so whoever may know more
 * is told the cause and to ask the bank.
 */
function neutral({ client: { scopes } }: Pick<Call<never>, 'client'>) {
  return (reason: RefusalReason, lock: Lock | null): PromptRefusal | undefined => {
    const shown = alsoHidden.has(reason) ? 'not_enrolled' : reason;
    return isPromptRefusal(shown)
      ? promptRefusal(shown, { scopes, advice: { administratorCan: false }, lock })
      : undefined;
  };
}
