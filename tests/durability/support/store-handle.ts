import { DatabaseSync } from 'node:sqlite';

/**
 * The server's own database handle, caught as the store opens it, for what a test has to do from
 * inside: move the WAL into the file at a moment of its choosing, or make the store refuse writes.
 */
export class StoreHandle {
  #database: DatabaseSync | undefined;

  /** From here on the first database that executes a statement is remembered. */
  static catchNext(): StoreHandle {
    const handle = new StoreHandle();
    const exec = DatabaseSync.prototype.exec;
    DatabaseSync.prototype.exec = function (this: DatabaseSync, sql: string): void {
      handle.#database ??= this;
      exec.call(this, sql);
    };
    return handle;
  }

  exec(sql: string): void {
    if (!this.#database) throw new Error('no database was opened');
    this.#database.exec(sql);
  }
}
