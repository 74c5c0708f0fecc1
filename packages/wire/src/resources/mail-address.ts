import { Type } from 'typebox';

/** What mail is sent to: `local@domain` in ASCII, as the sending side takes it. */
export const mailAddress = Type.String({
  minLength: 6,
  maxLength: 254,
  pattern:
    "^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?=.{1,253}$)(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$",
  examples: ['hanako@mail.example'],
});
