import { type TProperties, type TSchema, Type } from 'typebox';
import { component, inline, listing, orNull } from './schema.ts';

/** How many rows a page has when the request does not say. */
export const defaultPageLimit = 50;

const paging = {
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 200,
      default: defaultPageLimit,
      description: 'How many rows to answer at most.',
    }),
  ),
  cursor: Type.Optional(
    Type.String({
      pattern: '^[A-Za-z0-9_-]+$',
      minLength: 1,
      maxLength: 512,
      description: '`next_cursor` of the page before; opaque.',
    }),
  ),
};

/** The query of a list: filters, and keyset paging by `limit` and `cursor`. */
export function pageQuery<P extends TProperties>(filters: P) {
  return inline({ ...filters, ...paging });
}

/** The answer of a list: one page of rows, and where the next one begins. */
export function pageOf<T extends TSchema>(name: string, item: T) {
  return component(name, {
    data: listing(item, 200),
    next_cursor: orNull(
      Type.String({ maxLength: 512, description: 'Give it as `cursor`; null at the end.' }),
    ),
  });
}
