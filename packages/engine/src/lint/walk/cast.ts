import { addYears, dateOf, instantOf } from '../../calendar/dates.ts';
import { type Contract, type ContractKind, noSameDayFacts } from '../../contract/contract.ts';
import { isConcerned } from '../../enrolment/enrolment-status.ts';
import { cleanGuard } from '../../lockout/guard.ts';
import type { BothLanguages } from '../../policy/policy-fault.ts';
import { contractKinds, roles } from '../../policy/policy-parts.ts';
import type { Authenticator, Policy } from '../../policy/policy-schema.ts';
import type { Token, TokenForm } from '../../token/token.ts';
import type { User, UserRole } from '../../user/user.ts';
import { probesOf } from './probes.ts';
import type { World } from './walk-state.ts';

/** The most users of a contract in the walk. */
const mostUsers = 3;

/** A kind of user that the policy tells from others: by his role, or by what he may do. */
interface UserClass {
  readonly id: string;
  readonly role: UserRole;
  readonly permissions: readonly string[];
}

/**
 * The contracts that are walked through: one to three users of every combination of kinds of users that
 * the policy tells apart, with somebody at their head; every kind of contract and every age of contract
 * that it tells apart.
 */
export function worldsOf(policy: Policy): World[] {
  const classes = userClasses(policy);
  const probes = probesOf(policy);
  const kinds = distinctKinds(policy);
  return openings(policy).flatMap((openedOn) =>
    kinds.flatMap((kind) =>
      casts(classes).map((cast) => worldOf(policy, cast, { kind, openedOn, probes })),
    ),
  );
}

/** Roles that stand in the same lists of the document are one. */
function distinctRoles(policy: Policy): UserRole[] {
  const lists: (readonly string[] | undefined)[] = [
    ...Object.values(policy.operations).map((one) => one.roles),
    ...policy.challenge_rules.map((one) => one.when.roles),
    ...policy.adoption.obligation.map((one) => one.roles),
    policy.enrolment.registrar_roles,
    policy.lockout.unlock.roles,
    policy.revocation.roles,
    policy.revocation.initialise?.roles,
    policy.emergency_stop?.roles,
  ];
  return distinct(roles, (role) => lists.map((list) => list?.includes(role) ?? '').join());
}

function distinctKinds(policy: Policy): ContractKind[] {
  const lists = [
    ...policy.authenticators.map((one) => one.contract_kinds),
    ...policy.challenge_rules.map((one) => one.when.contract_kinds),
    ...policy.adoption.obligation.map((one) => one.contract_kinds),
  ];
  const served = contractKinds.filter((kind) =>
    policy.authenticators.some((one) => one.contract_kinds?.includes(kind) ?? true),
  );
  return distinct(served, (kind) => lists.map((list) => list?.includes(kind) ?? '').join());
}

function distinct<T>(values: readonly T[], looks: (value: T) => string): T[] {
  return [...new Map(values.toReversed().map((value) => [looks(value), value])).values()].reverse();
}

function userClasses(policy: Policy): UserClass[] {
  const all = Object.entries(policy.operations).flatMap(([name, one]) =>
    one.permission ? [name] : [],
  );
  const delegated = policy.lockout.unlock.permission;
  const found = distinctRoles(policy).flatMap((role): UserClass[] => [
    { id: role, role, permissions: all.filter((name) => name !== delegated) },
  ]);
  const last = found.at(-1);
  if (!last) return found;
  if (delegated !== undefined) found.push({ ...last, id: 'delegate', permissions: all });
  const idle = { ...last, id: 'idle', permissions: [] };
  const idleUser = userOf(idle, 0);
  const told = contractKinds.some((kind) => !isConcerned(idleUser, { kind }, policy));
  if (told) found.push(idle);
  return found;
}

/** Every choice of one to three users with somebody of the first class at their head. */
function casts(classes: readonly UserClass[]): UserClass[][] {
  const [head] = classes;
  if (!head) return [];
  const found: UserClass[][] = [[head]];
  for (let size = 1; size < mostUsers; size++)
    for (const cast of found.filter((one) => one.length === size)) {
      const last = classes.indexOf(cast.at(-1) ?? head);
      // One user who may do nothing that matters shows what there is to see.
      const single = cast.at(-1)?.id === 'idle' ? 1 : 0;
      for (const next of classes.slice(last + single)) found.push([...cast, next]);
    }
  return found;
}

/** The age of a contract matters where an obligation looks at the day on which it was opened. */
function openings(policy: Policy): string[] {
  const { service_from_on: from } = policy.institution;
  const dates = policy.adoption.obligation.flatMap((one) => one.contracts_opened_from ?? []);
  return [...new Set([addYears(from, -1), ...dates])];
}

interface Setting {
  readonly kind: ContractKind;
  readonly openedOn: string;
  readonly probes: World['probes'];
}

function worldOf(policy: Policy, cast: readonly UserClass[], setting: Setting): World {
  const users = cast.map(userOf);
  const { service_from_on: from, time_zone: timeZone } = policy.institution;
  const startOn = setting.openedOn > from ? setting.openedOn : from;
  const ids = users.map((user) => user.id);
  const classes = new Map(users.map((user, index) => [user.id, cast[index]?.id ?? '']));
  return {
    policy,
    classes,
    names: namesOf(policy, users, classes),
    probes: setting.probes,
    answers: new Map(),
    orders: ordersOf(ids).filter((order) =>
      order.every((id, index) => classes.get(id) === classes.get(ids[index] ?? '')),
    ),
    start: {
      now: instantOf(startOn, '10:00', timeZone),
      gone: [],
      revoked: [],
      view: {
        contract: contractOf(setting),
        users,
        tokens: [],
        bindings: [],
        applications: [],
        shipments: [],
        fees: [],
        issuances: [],
        requests: [],
        challenges: [],
      },
    },
  };
}

function ordersOf(ids: readonly string[]): string[][] {
  if (ids.length < 2) return [[...ids]];
  return ids.flatMap((id) =>
    ordersOf(ids.filter((one) => one !== id)).map((rest) => [id, ...rest]),
  );
}

function namesOf(
  { labels }: Policy,
  users: readonly User[],
  classes: World['classes'],
): Map<string, BothLanguages> {
  return new Map(
    users.map((user) => {
      const label = labels[`role.${user.role}`] ?? roleNames[user.role];
      const alike = users.filter((one) => classes.get(one.id) === classes.get(user.id));
      const mark = alike.length > 1 ? ` ${'ABC'[alike.indexOf(user)]}` : '';
      const bare = classes.get(user.id) === 'idle';
      const [ja, en] = bare ? ['（権限なし）', ' without permissions'] : ['', ''];
      return [user.id, { ja: `${label.ja}${ja}${mark}`, en: `${label.en}${en}${mark}` }];
    }),
  );
}

const roleNames: Readonly<Record<UserRole, BothLanguages>> = {
  master: { ja: 'マスターユーザ', en: 'the master user' },
  admin: { ja: '管理者ユーザ', en: 'the administrator' },
  member: { ja: '一般ユーザ', en: 'the user' },
};

function userOf({ role, permissions }: UserClass, index: number): User {
  return {
    id: `u${index + 1}`,
    contractId: 'c',
    loginId: `u${index + 1}`,
    name: '',
    role,
    permissions,
    state: 'active',
    mailAddress: 'user@customer.example',
    optedIn: true,
    adoptedAt: null,
    lastLoginAt: null,
    otpUsedAt: null,
    optedOutAt: null,
    lastRevokedAt: null,
    firstEnrolledAt: null,
    guard: cleanGuard,
    version: 0,
  };
}

function contractOf({ kind, openedOn }: Setting): Contract {
  return {
    id: 'c',
    institutionId: '',
    number: '1',
    kind,
    openedOn,
    adoptedAt: null,
    setUpAt: null,
    firstDeliveredAt: null,
    firstEnrolledAt: null,
    authenticator: null,
    stoppedAt: null,
    sameDay: noSameDayFacts,
    countedTokens: 0,
    version: 0,
  };
}

const forms: Readonly<Record<string, TokenForm>> = {
  phone_app: 'phone_app',
  pc_app: 'pc_app',
  email_code: 'email',
};

/** A fresh device of a kind, as it lies in stock or is made for an app. */
export function freshToken(id: string, one: Authenticator, policy: Policy, now: number): Token {
  const today = dateOf(now, policy.institution.time_zone);
  return {
    id,
    institutionId: '',
    contractId: null,
    serial: id,
    form: forms[one.kind] ?? 'hardware',
    kind: one.step_seconds === undefined ? 'hotp' : 'totp',
    algorithm: one.algorithm,
    digits: one.digits,
    stepSeconds: one.step_seconds ?? null,
    state: 'in_stock',
    retireReason: null,
    startsOn: null,
    expiresOn: one.lifetime.ends === 'printed_date' ? addYears(today, 5) : null,
    issuedAt: null,
    deviceId: null,
    shipmentId: null,
    lostReportedAt: null,
    suspendedAt: null,
    returnedAt: null,
    mailedCode: null,
    lastAcceptedStep: -1,
    driftSteps: 0,
    outOfStep: false,
    guard: cleanGuard,
    version: 0,
  };
}
