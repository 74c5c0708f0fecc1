/** One step of closing. */
export type ClosingStep = () => void | Promise<void>;

/**
 * Closes step by step, each after the one before it. An error in one does not skip the next, so that
 * the store is closed whatever happened before; the first error is thrown at the end.
 */
export async function closeInTurn(steps: readonly ClosingStep[]): Promise<void> {
  const errors: unknown[] = [];
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
}
