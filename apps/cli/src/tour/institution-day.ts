import type { Chapter } from './step.ts';

/** What is played for one institution, chapter by chapter. */
export interface InstitutionDay {
  /** The operation at whose prompt a code is typed on the bank's own account, without a challenge. */
  readonly prompt: string;
  /** The key fobs of the day, which a maker's file brings into stock; none where all tokens are apps. */
  readonly fobs: readonly PlannedFob[];
  readonly chapters: readonly Chapter[];
}

export interface PlannedFob {
  /** By what happens to it; the steps name it so. */
  readonly name: string;
  /** The day, counted from the first, that is printed on it; years later when it is not given. */
  readonly lifeDays?: number;
}
