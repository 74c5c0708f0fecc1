import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';

/**
 * The raw SQL of the verification path, prepared once: all of it is here. Everything else is written
 * with the query builder.
 *
 * What was measured (4 KiB pages, 100,000 tokens, batches of 64, CPU a verification):
 * - reading arrays takes 23.6 µs where objects take 31;
 * - a column costs 0.2 to 0.3 µs and a blob 2.5, so a seed comes as hex text and a clean guard as one
 *   null instead of five columns;
 * - each further table costs 3 µs, so the user's row repeats his binding and the token's row holds
 *   the seed;
 * - a secondary index whose key is random (contract, user, token) on the audit records costs 18 µs
 *   each, since every record then dirties one more page; see `audit-segments.ts` for what is used.
 */
export class HotStatements {
  readonly loadByUser: StatementSync;
  readonly loadByChallenge: StatementSync;
  readonly moveToken: StatementSync;
  readonly moveTokenAndLock: StatementSync;
  readonly guardUser: StatementSync;
  readonly proveChallenge: StatementSync;
  readonly appendRecord: StatementSync;
  readonly writeHead: StatementSync;
  readonly appendAnswer: StatementSync;
  readonly readAnswer: StatementSync;

  constructor(database: DatabaseSync) {
    const rows = (text: string) => {
      const statement = database.prepare(text);
      statement.setReturnArrays(true);
      return statement;
    };
    this.loadByUser = rows(`SELECT ${viewColumns} FROM users u ${viewJoins}
      WHERE u.id = ? AND u.institution_id = ?`);
    this.loadByChallenge = rows(`SELECT ${viewColumns}, ${challengeColumns}
      FROM challenges h JOIN users u ON u.id = h.user_id ${viewJoins}
      WHERE h.id = ? AND h.institution_id = ?`);
    this.moveToken = database.prepare(`UPDATE tokens SET last_accepted_step = ?, drift_steps = ?,
      failures = ?, failures_since_acceptance = ?, attempts_while_locked = ?, version = ?
      WHERE id = ? AND version = ? AND last_accepted_step <= ?`);
    this.moveTokenAndLock = database.prepare(`UPDATE tokens SET last_accepted_step = ?,
      drift_steps = ?, failures = ?, failures_since_acceptance = ?, attempts_while_locked = ?,
      locked_at = ?, lock_cause = ?, temporary_locks = ?, lock_lifts_at = ?, version = ?
      WHERE id = ? AND version = ? AND last_accepted_step <= ?`);
    this.guardUser = database.prepare(`UPDATE users SET failures = ?,
      failures_since_acceptance = ?, attempts_while_locked = ?, locked_at = ?, lock_cause = ?,
      temporary_locks = ?, lock_lifts_at = ?, version = ? WHERE id = ? AND version = ?`);
    this.proveChallenge = database.prepare(`UPDATE challenges SET state = ?, factors = ?,
      satisfied_at = ? WHERE id = ? AND state = ?`);
    this.appendRecord = database.prepare(`INSERT INTO audit_records (number, chain, sequence,
      institution_id, contract_id, user_id, token_id, action, at, record, hash)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.writeHead = database.prepare(`INSERT INTO audit_heads (chain, sequence, hash, mac)
      VALUES (?, ?, ?, ?) ON CONFLICT (chain) DO UPDATE
      SET sequence = excluded.sequence, hash = excluded.hash, mac = excluded.mac`);
    this.appendAnswer = database.prepare(`INSERT INTO idempotent_answers
      (institution_id, key, input_mac, status, body, at) VALUES (?, ?, ?, ?, ?, ?)`);
    this.readAnswer = rows(`SELECT institution_id, key, input_mac, status, body, at
      FROM idempotent_answers WHERE id = ?`);
  }
}

/** A guard as one column: null while it is clean, which it nearly always is. */
const guard = (of: string) => `CASE WHEN ${of}.failures = 0
  AND ${of}.failures_since_acceptance = 0 AND ${of}.attempts_while_locked = 0
  AND ${of}.temporary_locks = 0 AND ${of}.locked_at IS NULL THEN NULL ELSE json_array(${of}.failures,
  ${of}.failures_since_acceptance, ${of}.attempts_while_locked, ${of}.locked_at, ${of}.lock_cause,
  ${of}.temporary_locks, ${of}.lock_lifts_at)
  END`;

/**
 * What few rows have, as one column: null where nothing of it is set. A column costs more than a
 * comparison, and nearly every row of most institutions is null here.
 */
const rare = `CASE WHEN c.set_up_at IS NULL AND c.authenticator IS NULL AND c.stopped_at IS NULL
  AND c.same_day IS NULL AND u.mail_address IS NULL AND u.opted_in = 0 AND u.adopted_at IS NULL
  AND u.last_login_at IS NULL AND u.opted_out_at IS NULL AND u.last_revoked_at IS NULL
  AND t.device_id IS NULL AND t.suspended_at IS NULL AND t.returned_at IS NULL
  AND t.mailed_code IS NULL AND t.out_of_step IS NOT 1 AND u.otp_used_at IS NULL
  THEN NULL ELSE json_array(c.set_up_at, c.authenticator, c.stopped_at,
  c.same_day, u.mail_address, u.opted_in, u.adopted_at, u.last_login_at, u.opted_out_at,
  u.last_revoked_at, t.device_id, t.suspended_at, t.returned_at, t.mailed_code, t.out_of_step,
  u.otp_used_at) END,
  c.first_enrolled_at`;

/** In the order of `ViewRow` in `verification-row.ts`. */
const viewColumns = `u.id, u.contract_id, u.login_id, u.name, u.role, u.permissions, u.state,
  u.first_enrolled_at, ${guard('u')}, u.version, u.binding_id, u.bound_token_id, u.bound_at,
  c.number, c.kind, c.opened_on, c.adopted_at, c.first_delivered_at, c.counted_tokens, c.version,
  t.contract_id IS NOT u.contract_id, t.serial, t.kind, t.algorithm, t.digits, t.step_seconds,
  t.state, t.retire_reason, t.starts_on, t.expires_on, t.shipment_id, t.lost_reported_at,
  t.last_accepted_step, t.drift_steps, ${guard('t')}, t.version,
  hex(t.seed_sealed) || ' ' || hex(t.seed_nonce), t.seed_key_version, t.seed_epoch,
  t.form, t.issued_at, ${rare}`;

const viewJoins = `JOIN contracts c ON c.id = u.contract_id
  LEFT JOIN tokens t ON t.id = u.bound_token_id`;

const challengeColumns = `h.id, h.operation, h.details, h.target_user_ids, h.required, h.reason,
  h.rule, h.factors, h.state, h.created_at, h.expires_at, h.satisfied_at`;

/** True when a conditional write changed its one row. Nothing changed means: not accepted. */
export function changedOne(statement: StatementSync, ...values: SQLInputValue[]): boolean {
  return Number(statement.run(...values).changes) === 1;
}
