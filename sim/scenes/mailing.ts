import type { Authenticator, User } from '@warifu/engine';
import { asUser, type Stage } from '../world/stage.ts';
import { operationsOf, verifyUser } from './proving.ts';

/** The code in the last mail to somebody, as he reads it: made when the mail is sent. */
async function readMail(stage: Stage, userId: string): Promise<string | undefined> {
  const { service, store } = stage.world;
  const mails = [...store.tables.mails.values()];
  const mail = mails.findLast((one) => one.kind === 'email_code' && one.userId === userId);
  return mail && service.mailedCodeOf(mail);
}

/** Codes by mail: the address is the token, and the first code that comes there proves it. */
export async function issueByMail(stage: Stage, user: User, kind: Authenticator): Promise<void> {
  const issued = await stage.ask({
    what: `codes by mail for ${user.id}`,
    command: {
      userId: user.id,
      authenticator: kind.id,
      activationPassword: null,
      mailAddress: `${user.loginId}@example.jp`,
      acting: asUser(user),
    },
    act: 'issueSoftwareToken',
  });
  const otp = issued?.ok ? await readMail(stage, user.id) : undefined;
  if (!issued?.ok || otp === undefined) return;
  stage.passSeconds(10, 400);
  await stage.ask({
    what: `complete codes by mail for ${user.id}`,
    command: { issuanceId: issued.value.issuance.id, otp, factors: stage.factors() },
    act: 'completeIssue',
    typed: [otp],
  });
}

/** A code is mailed, read sooner or later, and used; the one before it and a second use come after. */
export async function mailed(stage: Stage): Promise<void> {
  const { random } = stage;
  const holders = stage.users.filter((one) => stage.tokensOf(one).some(isMailbox));
  const user = random.pick(holders);
  const [purpose] = operationsOf(stage, 'login');
  if (!user || purpose === undefined) return;
  const before = await readMail(stage, user.id);
  await stage.ask({
    what: `mail a code to ${user.id}`,
    command: { userId: user.id, operation: purpose },
    act: 'mailCode',
  });
  const otp = await readMail(stage, user.id);
  stage.passSeconds(10, random.chance(0.2) ? 2_000 : 200);
  for (const typed of [otp, otp, before])
    if (typed !== undefined) await verifyUser(stage, { user, otp: typed, purpose });
}

function isMailbox({ form }: { readonly form: string }): boolean {
  return form === 'email';
}
