import { operationOf } from './operations.ts';
import { fault, type PolicyFault, unknownReference } from './policy-fault.ts';
import type { Policy } from './policy-schema.ts';

/** Names that a registration asks for and that no factor of an institution may have. */
const provenHere = ['otp', 'serial', 'second_otp'] as const;

const factor = ['固定の要素（fixed_factors）', 'factor that may stand here'] as const;
const operation = ['操作（operations）', 'operation'] as const;
const authenticator = ['認証手段（authenticators）', 'authenticator'] as const;
const desk = ['窓口（desks）', 'desk'] as const;
const permission = ['権限を要する操作', 'operation that needs a permission'] as const;

type Reference = readonly [path: string, name: string];

/** References of the document that lead nowhere, and names that are given twice. */
export function referenceFaults(policy: Policy): PolicyFault[] {
  return [
    ...reservedNames(policy),
    ...factorReferences(policy),
    ...missing(operationReferences(policy), operation, (name) => !!operationOf(policy, name)),
    ...missing(authenticatorReferences(policy), authenticator, (name) =>
      policy.authenticators.some((one) => one.id === name),
    ),
    ...missing(deskReferences(policy), desk, (name) => policy.desks.some((one) => one.id === name)),
    ...missing(permissionReferences(policy), permission, (name) => {
      return operationOf(policy, name)?.permission === true;
    }),
    ...doubles(policy),
  ];
}

function missing(
  references: readonly Reference[],
  what: readonly [string, string],
  exists: (name: string) => boolean,
): PolicyFault[] {
  return references
    .filter(([, name]) => !exists(name))
    .map(([path, name]) => unknownReference(path, name, what));
}

function reservedNames({ fixed_factors: factors }: Policy): PolicyFault[] {
  return provenHere
    .filter((name) => factors.includes(name))
    .map((name) =>
      fault('/fixed_factors', 'name_reserved', [
        `「${name}」は固定の要素の名称に使えません（他のシステムでは確認できないため）`,
        `names ${name}, which no other system can have checked`,
      ]),
    );
}

function factorReferences(policy: Policy): PolicyFault[] {
  const fixed = new Set(policy.fixed_factors);
  const withOtp = new Set([...fixed, 'otp']);
  const proofs = new Set([...fixed, ...provenHere]);
  const among = (known: ReadonlySet<string>, path: string, names: readonly string[] = []) =>
    missing(listed(path, names), factor, (name) => known.has(name));
  const ofRules = policy.challenge_rules.flatMap((rule, index) => {
    const path = `/challenge_rules/${index}`;
    return [
      ...among(withOtp, `${path}/factors`, rule.factors),
      ...among(fixed, `${path}/replaces`, rule.replaces),
      ...among(fixed, `${path}/without_otp`, rule.without_otp),
    ];
  });
  return [
    ...ofRules,
    ...among(proofs, '/enrolment/proof', policy.enrolment.proof),
    ...among(fixed, '/self_service/factors', policy.self_service.factors),
  ];
}

function listed(path: string, names: readonly string[] = []): Reference[] {
  return names.map((name) => [path, name]);
}

function operationReferences(policy: Policy): Reference[] {
  const ofRules = policy.challenge_rules.flatMap(({ when }, index) =>
    listed(`/challenge_rules/${index}/when/operations`, when.operations),
  );
  const ofLimits = policy.limits.per_operation.flatMap(({ operations }, index) =>
    listed(`/limits/per_operation/${index}/operations`, operations),
  );
  return [...ofRules, ...ofLimits, ...listed('/same_day/operations', policy.same_day?.operations)];
}

function authenticatorReferences({ challenge_rules: rules, ...policy }: Policy): Reference[] {
  const ofRules = rules.flatMap(({ when }, index) =>
    listed(`/challenge_rules/${index}/when/authenticators`, when.authenticators),
  );
  const ofScopes = (policy.lockout.scopes ?? []).map(
    (one, index): Reference => [`/lockout/scopes/${index}/authenticator`, one.authenticator],
  );
  const { migration } = policy.adoption;
  const ofMigration: Reference[] = migration
    ? [
        ['/adoption/migration/from', migration.from],
        ['/adoption/migration/to', migration.to],
      ]
    : [];
  const ofGrace = listed('/enrolment/grace/authenticators', policy.enrolment.grace?.authenticators);
  return [...ofRules, ...ofMigration, ...ofGrace, ...ofScopes];
}

function deskReferences({ lockout, revocation, emergency_stop: stop }: Policy): Reference[] {
  return [
    ['/lockout/unlock/desk', lockout.unlock.desk],
    ['/revocation/desk', revocation.desk],
    ...(revocation.initialise
      ? [['/revocation/initialise/desk', revocation.initialise.desk] as const]
      : []),
    ...(stop ? [['/emergency_stop/lifted_by_desk', stop.lifted_by_desk] as const] : []),
  ];
}

function permissionReferences({ lockout }: Policy): Reference[] {
  const { permission: name } = lockout.unlock;
  return name === undefined ? [] : [['/lockout/unlock/permission', name]];
}

function doubles(policy: Policy): PolicyFault[] {
  const lists: readonly (readonly [path: string, key: string, names: readonly string[]])[] = [
    ['/authenticators', 'id', policy.authenticators.map((one) => one.id)],
    ['/challenge_rules', 'id', policy.challenge_rules.map((one) => one.id)],
    ['/desks', 'id', policy.desks.map((one) => one.id)],
    ['/notices', 'id', policy.notices.map((one) => one.id)],
    ['/same_day/measures', 'id', (policy.same_day?.measures ?? []).map((one) => one.id)],
    [
      '/lockout/scopes',
      'authenticator',
      (policy.lockout.scopes ?? []).map((one) => one.authenticator),
    ],
  ];
  return lists.flatMap(([path, key, names]) =>
    names.flatMap((name, index) =>
      names.indexOf(name) === index ? [] : [double(`${path}/${index}/${key}`, name)],
    ),
  );
}

function double(path: string, name: string): PolicyFault {
  return fault(path, 'duplicate', [
    `「${name}」は既に使われています。別の名称にしてください`,
    `${name} is taken already, choose another`,
  ]);
}
