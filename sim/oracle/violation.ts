/** Something that must never happen has happened. */
export class Violation extends Error {
  /** The requirement or row of the security goals that is broken. */
  readonly rule: string;

  constructor(rule: string, message: string) {
    super(`${rule}: ${message}`);
    this.name = 'Violation';
    this.rule = rule;
  }
}

/** Stops the run when something holds that never may. */
export function never(broken: boolean, rule: string, message: string): void {
  if (broken) throw new Violation(rule, message);
}
