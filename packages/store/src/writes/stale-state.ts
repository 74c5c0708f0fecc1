/**
 * A conditional write changed no row: the state is not the one that was read, or a mark would have
 * gone back. The work fails closed and is decided again on fresh state.
 */
export class StaleState extends Error {
  constructor(what: string) {
    super(`${what} is not as it was read`);
    this.name = 'StaleState';
  }
}
