import type { IdempotencyClaim, RunResult, StoredAnswer } from '@warifu/service';
import { never, Violation } from './violation.ts';

const retentionMs = 86_400_000;

/**
 * Row 8: an answer that was given is never contradicted by its repetition. Row 83: for each decision
 * that was committed there is exactly one record, in the order of the chain.
 */
export class AnswerBook {
  readonly #answers = new Map<string, { readonly answer: StoredAnswer; readonly at: number }>();
  #answered = 0;
  #unknown = 0;
  #committed = 0;

  committed(): void {
    this.#committed += 1;
  }

  failed(code: string): void {
    if (code === 'outcome_unknown') this.#unknown += 1;
  }

  answered({ key, at }: IdempotencyClaim, result: Extract<RunResult, { kind: 'done' }>): void {
    const first = this.#answers.get(key);
    const { answer } = result;
    if (!result.replayed) this.#answered += 1;
    if (!first || first.at < at - retentionMs) {
      this.#answers.set(key, { answer, at });
      return;
    }
    never(!result.replayed, 'row 8', 'a repeat was decided anew');
    const same = first.answer.body === answer.body && first.answer.status === answer.status;
    never(!same, 'row 8', 'a repeat got another answer');
  }

  /** An answer without a key is one decision too. */
  answeredWithoutKey(): void {
    this.#answered += 1;
  }

  /** Whether what was told, what was committed and what is on record are the same number. */
  compare(records: number): void {
    const { told, committed } = {
      told: this.#answered + this.#unknown,
      committed: this.#committed,
    };
    if (told === committed && records === committed) return;
    throw new Violation(
      'row 83',
      `${told} decisions were told, ${committed} committed, ${records} are on record`,
    );
  }
}
