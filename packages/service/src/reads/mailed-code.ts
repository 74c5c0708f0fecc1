import { hotp } from '@warifu/otp';
import type { ServiceDeps } from '../deps.ts';
import { mailData } from '../mail/mail-data.ts';
import type { OutboxMail } from '../ports/mails.ts';

/**
 * The code that a mail is to carry, made at the moment of sending and kept nowhere. Undefined when it
 * is not the last one that was mailed, when it was used, or when its token is gone: then there is
 * nothing left to tell.
 */
export async function mailedCodeOf(
  { store, vault }: ServiceDeps,
  mail: OutboxMail,
): Promise<string | undefined> {
  if (mail.kind !== 'email_code') return undefined;
  const { institutionId, data } = mail;
  const { tokenId, counter } = mailData({ kind: mail.kind, data });
  const found = await store.queries.tokenWithSeed(institutionId, tokenId);
  if (!found) return undefined;
  const { token, seed } = found;
  const { mailedCode, lastAcceptedStep, state, contractId } = token;
  const isLast = mailedCode?.counter === counter && lastAcceptedStep < counter;
  if (!isLast || state === 'retired') return undefined;
  const opened = vault.open(seed, { institutionId, tokenId, contractId }, token.algorithm);
  if (!opened) return undefined;
  try {
    return hotp(opened.hmac, counter, token.digits);
  } finally {
    opened.close();
  }
}
