import { type Static, Type } from 'typebox';
import { component, id, instant, oneOf, policyName, text } from '../schema.ts';

export const ActingUser = component(
  'ActingUser',
  { user_id: id('usr', 'The user of the contract who acts.') },
  'A user of the contract acts.',
);

export const ActingStaff = component(
  'ActingStaff',
  {
    staff_id: text(64, 'The institution’s name for the member of staff.'),
    desk: policyName('One of the desks of the policy.'),
    evidence: text(200, 'What the act rests on: a form’s number, a call’s record.'),
  },
  'The institution’s staff act at a desk; the API key needs the scope desk:act.',
);

export const Acting = oneOf('Acting', [ActingUser, ActingStaff], 'Who acts: exactly one of both.');

export const StatedFactor = component(
  'StatedFactor',
  {
    kind: policyName('A fixed factor of the policy.'),
    checked_at: instant('When it was checked.'),
  },
  'A fixed factor that the client has checked itself; the API key needs the scope factors:state.',
);

export const statedFactors = Type.Array(StatedFactor, { maxItems: 10 });

export type Acting = Static<typeof Acting>;
export type StatedFactor = Static<typeof StatedFactor>;
