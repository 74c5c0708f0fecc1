import type { BothLanguages } from '../policy/policy-fault.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { meaningOf } from '../policy/schema-node.ts';
import { type AskedChange, askedChanges } from './asked-changes.ts';
import { type PolicyChange, policyChanges } from './policy-changes.ts';

/** What a change is about, in the order in which an officer reads it. */
export const diffGroups = [
  'asking',
  'registration',
  'locks',
  'loss',
  'tokens',
  'fees',
  'limits',
  'screens',
] as const;
export type DiffGroup = (typeof diffGroups)[number];

/** Whether customers are held to more or to less by it, where that can be said. */
export type Direction = 'stricter' | 'looser' | 'changed';

export interface DiffLine {
  readonly group: DiffGroup;
  readonly direction: Direction;
  readonly path: string;
  readonly text: BothLanguages;
}

export interface PolicyDiff {
  readonly changes: readonly PolicyChange[];
  readonly asked: readonly AskedChange[];
  readonly lines: readonly DiffLine[];
}

/** What differs between two policies, place by place, and what that means. */
export function diffPolicies(before: Policy, after: Policy): PolicyDiff {
  const changes = policyChanges(before, after);
  const asked = askedChanges(before, after);
  const lines = [...asked.map(askedLine), ...changes.map(changeLine)];
  const grouped = diffGroups.flatMap((group) => lines.filter((one) => one.group === group));
  return { changes, asked, lines: grouped };
}

function askedLine({ change, text }: AskedChange): DiffLine {
  const directions = {
    otp_newly_asked: 'stricter',
    otp_no_longer_asked: 'looser',
    other_factors: 'changed',
  } as const;
  return { group: 'asking', direction: directions[change], path: '/challenge_rules', text };
}

const groups: Readonly<Record<string, DiffGroup>> = {
  challenge_rules: 'asking',
  challenge: 'asking',
  operations: 'asking',
  fixed_factors: 'asking',
  adoption: 'registration',
  enrolment: 'registration',
  relations: 'registration',
  lockout: 'locks',
  revocation: 'loss',
  self_service: 'loss',
  suspension: 'loss',
  emergency_stop: 'loss',
  authenticators: 'tokens',
  replacement: 'tokens',
  fees: 'fees',
  limits: 'limits',
  same_day: 'limits',
  compensation: 'limits',
};

function changeLine({ path, before, after }: PolicyChange): DiffLine {
  const [, first = ''] = path.split('/');
  const meaning = meaningOf(path);
  const [ja, en] = [meaning?.ja ?? path, meaning?.en ?? path];
  const values = `${shown(before)} → ${shown(after)}`;
  return {
    group: groups[first] ?? 'screens',
    direction: directionOf(path, before, after),
    path,
    text: { ja: `${ja} ${values}`, en: `${en} ${values}` },
  };
}

const longest = 60;

function shown(value: unknown): string {
  if (value === undefined) return '—';
  const text = JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** Numbers of which more means more freedom for the customer, and those of which it means less. */
const freer: readonly RegExp[] = [
  /^\/lockout\/(threshold|cap)$/,
  /^\/enrolment\/grace\/length/,
  /_window_steps$|\/window_steps$/,
  /^\/fees\/free_tokens$/,
  /^\/limits\/.*_yen$/,
  /^\/compensation\/.*_yen$/,
];
const tighter: readonly RegExp[] = [
  /^\/revocation\/cooldown\/minutes$/,
  /^\/lockout\/temporary\/minutes$/,
  /^\/enrolment\/hold_hours$/,
  /^\/fees\/.*_yen$/,
];

function directionOf(path: string, before: unknown, after: unknown): Direction {
  if (typeof before !== 'number' || typeof after !== 'number') return 'changed';
  const more = after > before;
  if (freer.some((pattern) => pattern.test(path))) return more ? 'looser' : 'stricter';
  if (tighter.some((pattern) => pattern.test(path))) return more ? 'stricter' : 'looser';
  return 'changed';
}
