import { describe, expect, it } from 'vitest';
import { policyWith } from '../testing/policies.ts';
import { parsePolicy } from './parse-policy.ts';
import type { Policy } from './policy-schema.ts';

/** The paths of the faults of a document. */
function faultPaths(document: unknown): string[] {
  const parse = parsePolicy(document);
  return parse.ok ? [] : parse.faults.map((fault) => fault.path);
}

/** Any value inside a document, for planting what the types would not allow. */
type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

function sampleJson(): Json {
  return JSON.parse(JSON.stringify(policyWith()));
}

function child(node: Json | undefined, key: string): Json | undefined {
  if (Array.isArray(node)) return node[Number(key)];
  return node !== null && typeof node === 'object' ? node[key] : undefined;
}

/** The sample document with `value` at a JSON Pointer; `undefined` removes what is there. */
function planted(pointer: string, value: Json | undefined): Json {
  const document = sampleJson();
  const keys = pointer.split('/').slice(1);
  const last = keys.pop() ?? '';
  let node: Json | undefined = document;
  for (const key of keys) node = child(node, key);
  if (node === null || typeof node !== 'object') throw new Error(`no such place: ${pointer}`);
  if (Array.isArray(node) && value !== undefined) node[Number(last)] = value;
  else if (!Array.isArray(node) && value !== undefined) node[last] = value;
  else if (!Array.isArray(node)) delete node[last];
  return document;
}

/** The pointers of all objects of a document but the two whose keys are names of the institution. */
function objectPointers(node: Json, pointer = ''): string[] {
  if (node === null || typeof node !== 'object') return [];
  const inside = Object.entries(node).flatMap(([key, value]) =>
    objectPointers(value, `${pointer}/${key}`),
  );
  const named = pointer === '/labels' || pointer === '/operations';
  return Array.isArray(node) || named ? inside : [pointer, ...inside];
}

describe('a sound document', () => {
  it('ALL-03 · is taken as it is', () => {
    const document = policyWith();
    const parse = parsePolicy(document);
    expect(parse).toEqual({ ok: true, policy: document });
  });
});

describe('unknown keys', () => {
  const pointers = objectPointers(sampleJson());

  it('ALL-03 · are looked for in every kind of object', () => {
    expect(pointers).toContain('/challenge_rules/4/when');
    expect(pointers).toContain('/desks/0/hours/0');
    expect(pointers).toContain('/enrolment/grace/length');
    expect(pointers.length).toBeGreaterThan(50);
  });

  it.each(pointers)('ALL-03 · in "%s" are a fault there', (pointer) => {
    const paths = faultPaths(planted(`${pointer}/surprise`, 1));
    expect(paths.length).toBeGreaterThan(0);
    for (const path of paths) expect(path.startsWith(pointer)).toBe(true);
  });

  it.each(['/labels/Bad Key', '/operations/Bad-Key'])('ALL-03 · %s is no name', (pointer) => {
    const text = { ja: 'x', en: 'x' };
    const value = pointer.startsWith('/labels')
      ? text
      : { label: text, permission: false, approval: false };
    expect(faultPaths(planted(pointer, value))).not.toEqual([]);
  });
});

describe('what the schema refuses, with its path', () => {
  const rows: { at: string; value: Json | undefined; path: string }[] = [
    { at: '/schema', value: 'warifu-policy/2', path: '/schema' },
    { at: '/institution', value: undefined, path: '/' },
    { at: '/institution/id', value: 'Bad Id', path: '/institution/id' },
    { at: '/authenticators', value: [], path: '/authenticators' },
    { at: '/authenticators/0/digits', value: 7, path: '/authenticators/0/digits' },
    { at: '/authenticators/0/step_seconds', value: 45, path: '/authenticators/0/step_seconds' },
    { at: '/authenticators/0/window_steps', value: 11, path: '/authenticators/0/window_steps' },
    { at: '/authenticators/0/algorithm', value: 'MD5', path: '/authenticators/0/algorithm' },
    { at: '/challenge_rules', value: [], path: '/challenge_rules' },
    { at: '/challenge_rules/0/when/stage', value: ['x'], path: '/challenge_rules/0/when/stage/0' },
    { at: '/challenge_rules/0/factors', value: ['pin', 'pin'], path: '/challenge_rules/0/factors' },
    { at: '/challenge/lifetime_seconds', value: 29, path: '/challenge/lifetime_seconds' },
    { at: '/challenge/lifetime_seconds', value: 60.5, path: '/challenge/lifetime_seconds' },
    { at: '/enrolment/grace/length', value: {}, path: '/enrolment/grace/length' },
    {
      at: '/enrolment/grace/length',
      value: { days: 1, months: 1 },
      path: '/enrolment/grace/length',
    },
    { at: '/enrolment/grace/length', value: { days: -1 }, path: '/enrolment/grace/length/days' },
    { at: '/enrolment/grace/skip', value: 'true', path: '/enrolment/grace/skip' },
    { at: '/relations/users_per_token', value: 0, path: '/relations/users_per_token' },
    { at: '/relations/users_per_token', value: 'many', path: '/relations/users_per_token' },
    { at: '/lockout/threshold', value: 0, path: '/lockout/threshold' },
    { at: '/lockout/threshold', value: 101, path: '/lockout/threshold' },
    { at: '/lockout/unlock/roles', value: ['owner'], path: '/lockout/unlock/roles/0' },
    { at: '/fees/additional_yen', value: -1, path: '/fees/additional_yen' },
    { at: '/fees/additional_yen', value: 10.5, path: '/fees/additional_yen' },
    { at: '/fees/additional_yen', value: '1080', path: '/fees/additional_yen' },
    { at: '/desks', value: [], path: '/desks' },
    { at: '/desks/0/hours/0/from', value: '9:00', path: '/desks/0/hours/0/from' },
    { at: '/desks/0/hours/0/to', value: '24:01', path: '/desks/0/hours/0/to' },
    { at: '/desks/0/closed', value: ['1231'], path: '/desks/0/closed/0' },
    { at: '/notices/0/title', value: { ja: 'x' }, path: '/notices/0/title' },
  ];

  it.each(rows)('ALL-03 · $at = $value is a fault at $path', ({ at, value, path }) => {
    expect(faultPaths(planted(at, value))).toContain(path);
  });

  it.each([null, 1, 'x', [], undefined])('ALL-03 · %j is no document', (document) => {
    expect(faultPaths(document)).toContain('/');
  });
});

const crossFaults: { what: string; edit: (policy: Policy) => void; path: string }[] = [
  {
    what: 'a zone that nobody knows',
    edit: ({ institution }) => {
      institution.time_zone = 'Asia/Edo';
    },
    path: '/institution/time_zone',
  },
  {
    what: 'a first day that is no date',
    edit: ({ institution }) => {
      institution.service_from_on = '2015-02-29';
    },
    path: '/institution/service_from_on',
  },
  {
    what: 'a notice from no date',
    edit: ({ notices }) => {
      Object.assign(notices[0] ?? {}, { from_on: '2014-13-01' });
    },
    path: '/notices/0/from_on',
  },
  {
    what: 'a notice until no date',
    edit: ({ notices }) => {
      Object.assign(notices[0] ?? {}, { until_on: '2015-06-31' });
    },
    path: '/notices/0/until_on',
  },
  {
    what: 'a rule for an unknown operation',
    edit: ({ challenge_rules: rules }) => {
      rules.push({ id: 'x', when: { operations: ['no_such'] }, factors: [] });
    },
    path: '/challenge_rules/8/when/operations',
  },
  {
    what: 'a rule for what every object has',
    edit: ({ challenge_rules: rules }) => {
      rules.push({ id: 'x', when: { operations: ['constructor'] }, factors: [] });
    },
    path: '/challenge_rules/8/when/operations',
  },
  {
    what: 'an unknown factor',
    edit: ({ challenge_rules: rules }) => {
      rules.push({ id: 'x', when: {}, factors: ['retina'] });
    },
    path: '/challenge_rules/8/factors',
  },
  {
    what: 'an unknown factor instead of a code',
    edit: ({ challenge_rules: rules }) => {
      rules.push({ id: 'x', when: {}, factors: ['otp'], without_otp: ['retina'] });
    },
    path: '/challenge_rules/8/without_otp',
  },
  {
    what: 'a code instead of a code',
    edit: ({ challenge_rules: rules }) => {
      rules.push({ id: 'x', when: {}, factors: ['otp'], without_otp: ['otp'] });
    },
    path: '/challenge_rules/8/without_otp',
  },
  {
    what: 'otp as a fixed factor',
    edit: ({ fixed_factors: factors }) => {
      factors.push('otp');
    },
    path: '/fixed_factors',
  },
  {
    what: 'an unlock at an unknown desk',
    edit: ({ lockout }) => {
      lockout.unlock.desk = 'no_such';
    },
    path: '/lockout/unlock/desk',
  },
  {
    what: 'a revocation at an unknown desk',
    edit: ({ revocation }) => {
      revocation.desk = 'no_such';
    },
    path: '/revocation/desk',
  },
  {
    what: 'a time-based kind without a step',
    edit: ({ authenticators: [fob] }) => {
      delete fob?.step_seconds;
    },
    path: '/authenticators/0/step_seconds',
  },
  {
    what: 'an event-based kind with a step',
    edit: ({ authenticators }) => {
      Object.assign(authenticators[1] ?? {}, { step_seconds: 60 });
    },
    path: '/authenticators/1/step_seconds',
  },
  {
    what: 'a serial pattern that is none',
    edit: ({ authenticators }) => {
      Object.assign(authenticators[1] ?? {}, { serial_pattern: '[0-9' });
    },
    path: '/authenticators/1/serial_pattern',
  },
  {
    what: 'a cap below the threshold',
    edit: ({ lockout }) => {
      lockout.cap = 4;
    },
    path: '/lockout/cap',
  },
];

describe('what a schema cannot say, with its path', () => {
  it.each(crossFaults)('ALL-03 · $what is a fault at $path, and the only one', ({ edit, path }) => {
    expect(faultPaths(policyWith(edit))).toEqual([path]);
  });

  it('ALL-03 · all faults are told at once', () => {
    const document = policyWith((policy) => {
      policy.lockout.cap = 1;
      policy.revocation.desk = 'x';
    });
    expect(faultPaths(document)).toEqual(['/revocation/desk', '/lockout/cap']);
  });

  it('ALL-03 · a cap at the threshold is sound', () => {
    const edit = (policy: Policy) => {
      policy.lockout.cap = policy.lockout.threshold;
    };
    expect(faultPaths(policyWith(edit))).toEqual([]);
  });
});
