import { type Static, Type } from 'typebox';
import { pageOf, pageQuery } from '../paging.ts';
import { defineRoute, nothing } from '../route.ts';
import {
  component,
  id,
  inline,
  listing,
  orNull,
  policyName,
  several,
  text,
  word,
} from '../schema.ts';
import { Acting } from './acting.ts';
import { mailAddress } from './mail-address.ts';
import { UserOtp } from './user-otp.ts';

const role = word(['master', 'admin', 'member']);
const permissions = Type.Array(policyName(), {
  maxItems: 100,
  uniqueItems: true,
  description: 'Names of operations of the policy that the user may carry out.',
});
const challengeId = Type.Optional(
  id('chl', 'A satisfied challenge of the acting user for this act; it is consumed.'),
);
const acting = Type.Optional(Acting);

/** A login ID holds something: of white space alone nothing would be left. */
const loginId = Type.String({
  minLength: 1,
  maxLength: 100,
  pattern: '\\S',
  description: 'Unique within the contract, in whatever spelling.',
});

export const User = component('User', {
  id: id('usr'),
  contract_id: id('con'),
  login_id: text(100, 'In its one canonical spelling.'),
  name: text(200),
  role,
  permissions,
  mail_address: orNull(text(254, 'Where notices to the user go.')),
  state: word(['active', 'removed']),
  otp: UserOtp,
});

export const UserList = pageOf('UserList', User);

export const AddUser = component('AddUser', {
  contract_id: id('con'),
  login_id: loginId,
  name: text(200),
  role,
  permissions,
  mail_address: Type.Optional(mailAddress),
  acting,
  challenge_id: challengeId,
});

const changes = { name: text(200), role, permissions, mail_address: orNull(mailAddress) };

export const UserChange = component(
  'UserChange',
  {
    login_id: Type.Optional(loginId),
    name: Type.Optional(changes.name),
    role: Type.Optional(changes.role),
    permissions: Type.Optional(changes.permissions),
    mail_address: Type.Optional(changes.mail_address),
  },
  'What is approved for add_user or change_user: exactly the members that the act then has. Not for a removal.',
);

export const ChangeUser = Type.Object(
  {
    name: Type.Optional(changes.name),
    role: Type.Optional(changes.role),
    permissions: Type.Optional(changes.permissions),
    mail_address: Type.Optional(changes.mail_address),
    acting,
    challenge_id: challengeId,
  },
  {
    additionalProperties: false,
    $id: 'ChangeUser',
    title: 'ChangeUser',
    description: 'At least one of name, role, permissions and mail_address.',
    anyOf: Object.keys(changes).map((name) => ({ required: [name] })),
  },
);

const actingProblems = [
  'user_unknown',
  'role_not_allowed',
  'desk_not_allowed',
  'challenge_unknown',
  'challenge_required',
  'challenge_not_satisfied',
  'challenge_expired',
  'challenge_mismatch',
  'challenge_consumed',
  'challenge_blocked',
  'challenge_needs_registration',
] as const;

const example = { user_id: 'usr_01k4y8m2v5t7q9r3w6x0z1b2c3' };

export const addUser = defineRoute({
  operationId: 'add_user',
  resource: 'users',
  method: 'POST',
  path: '/v1/users',
  scope: 'users:write',
  summary: 'Add a user to a contract',
  description:
    'Without acting and challenge_id the institution itself acts. A user acts with his satisfied challenge for add_user whose user_change is what is added, where the policy asks one; with challenge_id alone its user acts.',
  params: nothing,
  query: nothing,
  body: AddUser,
  answers: { 201: User },
  problems: ['contract_unknown', 'user_login_id_taken', 'permission_unknown', ...actingProblems],
  idempotent: true,
  example: {
    body: {
      contract_id: 'con_01k4y8m2v5t7q9r3w6x0z1b2c3',
      login_id: 'hanako',
      name: '山田 花子',
      role: 'member',
      permissions: ['one_off_transfer'],
    },
  },
});

export const changeUser = defineRoute({
  operationId: 'change_user',
  resource: 'users',
  method: 'PATCH',
  path: '/v1/users/{user_id}',
  scope: 'users:write',
  summary: 'Change a user’s name, role, permissions or mail address',
  description:
    'What is not named stays as it is; a mail address of null is taken away, and a change of it is told to the old and the new one. A contract keeps at least one master user. A change of the mail address alone is the operation change_contact, where the policy has it; then users may do it for themselves. Who acts is said as when a user is added; the challenge is for change_user, with this user as its only target and the same user_change.',
  params: inline({ user_id: id('usr') }),
  query: nothing,
  body: ChangeUser,
  answers: { 200: User },
  problems: ['permission_unknown', 'last_master', ...actingProblems],
  idempotent: true,
  example: { params: example, body: { name: '山田 花子', role: 'admin' } },
});

const staffMembers = ['acting_staff_id', 'acting_desk', 'acting_evidence'] as const;

/** A removal takes no body, so who acts stands in the query: one of both, whole. */
const RemovalQuery = Type.Object(
  {
    acting_user_id: Type.Optional(id('usr', 'The user of the contract who acts.')),
    acting_staff_id: Type.Optional(
      text(64, 'The member of staff who acts; with desk and evidence.'),
    ),
    acting_desk: Type.Optional(policyName('One of the desks of the policy.')),
    acting_evidence: Type.Optional(text(200, 'What the act of the staff rests on.')),
    challenge_id: challengeId,
  },
  {
    additionalProperties: false,
    anyOf: [
      { required: [...staffMembers], not: { required: ['acting_user_id'] } },
      { not: { anyOf: staffMembers.map((name) => ({ required: [name] })) } },
    ],
  },
);

export const removeUser = defineRoute({
  operationId: 'remove_user',
  resource: 'users',
  method: 'DELETE',
  path: '/v1/users/{user_id}',
  scope: 'users:write',
  summary: 'Remove a user',
  description:
    'The user’s binding ends in the same step. His history stays. A user acts with his satisfied challenge for change_user, with this user as its only target and no user_change.',
  params: inline({ user_id: id('usr') }),
  query: RemovalQuery,
  body: null,
  answers: { 200: User },
  problems: ['last_master', ...actingProblems],
  idempotent: true,
  example: { params: example },
});

export const listUsers = defineRoute({
  operationId: 'list_users',
  resource: 'users',
  method: 'GET',
  path: '/v1/users',
  scope: 'users:read',
  summary: 'List users',
  description: 'Of the institution, of a contract, or with a login ID.',
  params: nothing,
  query: pageQuery({ contract_id: Type.Optional(id('con')), login_id: Type.Optional(text(100)) }),
  body: null,
  answers: { 200: UserList },
  problems: [],
  idempotent: false,
  example: { query: { contract_id: 'con_01k4y8m2v5t7q9r3w6x0z1b2c3' } },
});

export const getUser = defineRoute({
  operationId: 'get_user',
  resource: 'users',
  method: 'GET',
  path: '/v1/users/{user_id}',
  scope: 'users:read',
  summary: 'One user, with the state of his OTP',
  description: 'For signed-in pages and for those who can help: not for a prompt (ALL-07).',
  params: inline({ user_id: id('usr') }),
  query: nothing,
  body: null,
  answers: { 200: User },
  problems: [],
  idempotent: false,
  example: { params: example },
});

/** Users named by id, as acts on several of them take them. */
export const userIds = several(id('usr'), 100);
export const affectedUserIds = listing(id('usr'));

export type User = Static<typeof User>;
export type AddUser = Static<typeof AddUser>;
export type UserChange = Static<typeof UserChange>;
export type ChangeUser = Static<typeof ChangeUser>;
