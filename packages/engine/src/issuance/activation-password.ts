import { canonicaliseCode } from '@warifu/otp';
import type { Authenticator } from '../policy/policy-schema.ts';

type Rule = NonNullable<Authenticator['activation']>['password_digits'];

/**
 * The one spelling of an activation password (利用開始パスワード) as somebody chose or typed it: digits
 * only, as many as the policy says; full-width ones, spaces and hyphens are understood (ALL-05).
 * Undefined when it is none.
 */
export function canonicaliseActivationPassword(text: string, rule: Rule): string | undefined {
  for (let digits = rule.from; digits <= rule.to; digits++) {
    const password = canonicaliseCode(text, digits);
    if (password !== undefined) return password;
  }
  return undefined;
}
