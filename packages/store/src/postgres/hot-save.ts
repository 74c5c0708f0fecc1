import type { Changes } from '@warifu/service';
import { challengeRow } from '../rows/challenge-rows.ts';
import { tokenRow } from '../rows/token-rows.ts';
import { userRow } from '../rows/user-rows.ts';
import { StaleState } from '../writes/stale-state.ts';
import { ColumnArrays, type ColumnTypes, quoted } from './column-types.ts';
import type { HotRows } from './hot-load.ts';
import { type Session, type Statement, together } from './session.ts';

/**
 * Writes what a batch of verifications changed: one statement for the tokens, one for the users, one
 * for the challenges. Every row is conditional on what was read: its version, and for a token on its
 * mark not going back, on its user's version and on the binding still being in force (row 33). Only
 * columns that some row of the batch changed are written.
 */
export interface Narrow {
  readonly rows: HotRows;
  readonly changes: Changes;
}

/** True when these statements hold everything that the decision changed. */
export function isNarrow(rows: HotRows | undefined, changes: Changes): boolean {
  const { tokens = [], users = [], challenges = [], ...others } = changes;
  if (Object.values(others).some((value) => value !== undefined)) return false;
  const same = (after: readonly { readonly id: string }[], id: string | undefined) =>
    after.length === 0 || (after.length === 1 && after[0]?.id === id);
  return (
    same(tokens, rows?.token?.id) &&
    same(users, rows?.user.id) &&
    same(challenges, rows?.challenge?.id) &&
    // Version 0 says that the row is new.
    [...tokens, ...users].every((row) => row.version > 0)
  );
}

interface Pair {
  readonly before: object;
  readonly after: object;
  readonly rows: HotRows;
}

/** Sends all of it and throws `StaleState` unless every row was changed. */
export async function saveNarrow(
  session: Session,
  types: ColumnTypes,
  narrow: readonly Narrow[],
): Promise<void> {
  const updates = [
    update(types, 'tokens', tokenPairs(narrow)),
    update(types, 'users', userPairs(narrow)),
    update(types, 'challenges', challengePairs(narrow)),
  ].filter((it) => it !== undefined);
  const outcomes = await together(updates.map(({ statement }) => session.execute(statement)));
  for (const [index, { changed }] of outcomes.entries())
    if (changed !== updates[index]?.count) throw new StaleState('a row of the batch');
}

function tokenPairs(narrow: readonly Narrow[]): readonly Pair[] {
  return narrow.flatMap(({ rows, changes }) =>
    (changes.tokens ?? []).map((it) => ({ before: rows.token ?? {}, after: tokenRow(it), rows })),
  );
}

function userPairs(narrow: readonly Narrow[]): readonly Pair[] {
  return narrow.flatMap(({ rows, changes }) =>
    (changes.users ?? []).map((it) => {
      return { before: rows.user, after: userRow(it, rows.user.institution_id), rows };
    }),
  );
}

function challengePairs(narrow: readonly Narrow[]): readonly Pair[] {
  return narrow.flatMap(({ rows, changes }) =>
    (changes.challenges ?? []).map((it) => {
      const after = challengeRow(it, rows.user.institution_id);
      return { before: rows.challenge ?? {}, after, rows };
    }),
  );
}

/** What a table's update is conditional on besides the row's own id and institution. */
interface Condition {
  readonly text: string;
  /** Further columns of `n`: the name, the column whose type it has, and its value. */
  readonly columns: readonly (readonly [string, string, (pair: Pair) => unknown])[];
}

const version = [
  'version_after',
  'users.version',
  ({ after }: Pair) => columnOf(after, 'version'),
] as const;
const sameVersion = 't.version = n.version_after - 1';

const conditions: Readonly<Record<'tokens' | 'users' | 'challenges', Condition>> = {
  tokens: {
    text: `${sameVersion} AND t.last_accepted_step <= n.step_after
      AND n.user_version =
        (SELECT u.version FROM users u WHERE u.id = n.user_id AND u.binding_id = n.binding_id)`,
    columns: [
      version,
      [
        'step_after',
        'tokens.last_accepted_step',
        ({ after }) => columnOf(after, 'last_accepted_step'),
      ],
      ['user_id', 'users.id', ({ rows }) => rows.user.id],
      ['user_version', 'users.version', ({ rows }) => rows.user.version],
      ['binding_id', 'users.binding_id', ({ rows }) => rows.user.binding_id],
    ],
  },
  users: { text: sameVersion, columns: [version] },
  challenges: {
    text: 't.state = n.state_before',
    columns: [['state_before', 'challenges.state', ({ before }) => columnOf(before, 'state')]],
  },
};

interface Update {
  readonly statement: Statement;
  readonly count: number;
}

function update(
  types: ColumnTypes,
  table: keyof typeof conditions,
  pairs: readonly Pair[],
): Update | undefined {
  const columns = changedColumns(pairs);
  if (columns.length === 0) return undefined;
  const arrays = new ColumnArrays(types);
  for (const key of ['id', 'institution_id'])
    arrays.add(
      key,
      `${table}.${key}`,
      pairs.map(({ after }) => columnOf(after, key)),
    );
  const { text, columns: more } = conditions[table];
  for (const [name, column, value] of more) arrays.add(name, column, pairs.map(value));
  for (const column of columns)
    arrays.add(
      `new_${column}`,
      `${table}.${column}`,
      pairs.map(({ after }) => columnOf(after, column)),
    );
  const set = columns.map((column) => `${quoted(column)} = n.${quoted(`new_${column}`)}`);
  const sql = `UPDATE ${table} AS t SET ${set.join(', ')} FROM ${arrays.rows}
    WHERE t.id = n.id AND t.institution_id = n.institution_id AND ${text}`;
  return { statement: { sql, parameters: arrays.parameters }, count: pairs.length };
}

/** The columns that some row changed; sorted, so that the same change is the same text. */
function changedColumns(pairs: readonly Pair[]): readonly string[] {
  const changed = new Set<string>();
  for (const { before, after } of pairs)
    for (const [column, value] of Object.entries(after))
      if (value !== columnOf(before, column)) changed.add(column);
  return [...changed].toSorted();
}

function columnOf(row: object, column: string): unknown {
  return Reflect.get(row, column);
}
