import { codeAt } from '../world/device.ts';
import { never } from './violation.ts';
import { eventsNamed, type Witnessed } from './witnessed.ts';

/**
 * ALL-01: a step is accepted at most once per token, whoever asks and for whatever; after it no earlier
 * one is; and what is accepted was typed. The book is kept by token and never asks the store for it.
 */
export class OneTimeBook {
  readonly #spent = new Set<string>();
  readonly #marks = new Map<string, number>();

  watch(seen: Witnessed): void {
    const accepted = eventsNamed(seen, 'otp_accepted', 'otp_spent');
    const pairs = eventsNamed(seen, 'token_resynchronised');
    for (const { tokenId, step } of pairs)
      this.#spend(seen, { tokenId, step, codes: [step - 1, step] });
    for (const { tokenId, step } of accepted) {
      // The second code of a pair is told under both names, and spent once.
      const ofPair = pairs.some((one) => one.tokenId === tokenId && one.step === step);
      if (!ofPair) this.#spend(seen, { tokenId, step, codes: [step] });
    }
    for (const token of seen.changes.tokens ?? []) this.#compare(token);
    const { record } = seen;
    const claimsCode = record.action === 'verify_otp' && record.outcome === 'accepted';
    const direct = claimsCode && seen.before?.challenges.length === 0;
    never(direct && accepted.length === 0, 'ALL-01', 'a code was accepted and no step was spent');
  }

  /** A mark as it is stored; it moves by acceptances only, and never back. */
  #compare({
    id,
    lastAcceptedStep,
  }: {
    readonly id: string;
    readonly lastAcceptedStep: number;
  }): void {
    const known = this.#marks.get(id);
    if (known === undefined) {
      this.#marks.set(id, lastAcceptedStep);
      return;
    }
    never(lastAcceptedStep < known, 'row 4', `the mark of ${id} went back to ${lastAcceptedStep}`);
    never(lastAcceptedStep > known, 'row 4', `the mark of ${id} moved and no code was accepted`);
  }

  /** All stored marks, whatever wrote them. */
  compareAll(tokens: Iterable<{ readonly id: string; readonly lastAcceptedStep: number }>): void {
    for (const token of tokens) this.#compare(token);
  }

  #spend(
    seen: Witnessed,
    spending: {
      readonly tokenId: string;
      readonly step: number;
      readonly codes: readonly number[];
    },
  ): void {
    const { tokenId, step, codes } = spending;
    const mark = this.#marks.get(tokenId) ?? -1;
    never(this.#spent.has(`${tokenId} ${step}`), 'ALL-01 row 1', `step ${step} was accepted twice`);
    never(step <= mark, 'ALL-01 row 4', `step ${step} was accepted after step ${mark}`);
    never(
      codes.some((one) => one <= mark),
      'row 6',
      `a spent code helped to resynchronise`,
    );
    const device = seen.deviceOf(tokenId);
    if (device) {
      const typed = seen.typed.map(asDigits);
      const shown = codes.every((one) => typed.includes(codeAt(device, one)));
      never(!shown, 'ALL-01', `step ${step} was accepted and its code was not typed`);
    }
    this.#spent.add(`${tokenId} ${step}`);
    this.#marks.set(tokenId, step);
  }
}

/** ASCII digits of a typed code; full-width ones are the same digits. */
function asDigits(text: string): string {
  return text
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/[^0-9]/g, '');
}
