import { encodeBase32 } from '@warifu/otp';
import { groupRange, idAt, lockedUsers, seedAt } from './population.ts';
import { createUsualStore } from './usual-store.ts';

/** Fills the usual design's store with the population. Users without a token have no row. */
export function preloadUsual(dataDir: string, tokens: number): void {
  const db = createUsualStore(dataDir);
  const insert = db.prepare('INSERT INTO tokens (user_id, secret, locked) VALUES (?, ?, ?)');
  const { first } = groupRange('locked', tokens);
  db.exec('BEGIN');
  for (let index = 0; index < tokens + lockedUsers; index += 1)
    insert.run(idAt('usr', index), encodeBase32(seedAt(index)), index >= first ? 1 : 0);
  db.exec('COMMIT');
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
}
