import type { MailClaim, MailStore } from '@warifu/service';
import { mailsPage, mailsWaiting } from '../queries/mails.ts';
import type { QueryBuilder } from '../query-builder.ts';
import {
  bringForward,
  isHeldUp,
  leaseMails,
  mailsDue,
  releaseMails,
  removeSettledMails,
  settleMail,
} from '../writes/mails.ts';
import type { DueWorkRunner } from './due-work-runner.ts';

/** The outbox over any adapter. Looking whether something is due writes nothing. */
export function mailStore(build: QueryBuilder, { read, write }: DueWorkRunner): MailStore {
  const due = async (claim: MailClaim) => {
    const ids = await read(mailsDue(build, claim));
    if (ids.length > 0 || !(await read(isHeldUp(build, claim)))) return ids;
    await write(bringForward(build, claim));
    return read(mailsDue(build, claim));
  };
  return {
    claim: async (claim) => {
      // Somebody may be faster between the two; then there may be others.
      for (;;) {
        const ids = await due(claim);
        if (ids.length === 0) return [];
        const mails = await write(leaseMails(build, claim, ids));
        if (mails.length > 0) return mails;
      }
    },
    settle: (settlement) => write(settleMail(build, settlement)),
    release: async (leaseId) => {
      await write(releaseMails(build, leaseId));
    },
    list: (institutionId, filter, page) => read(mailsPage(build, { institutionId, filter, page })),
    waiting: () => read(mailsWaiting(build)),
    removeSettled: (removal) => write(removeSettledMails(build, removal)),
  };
}
