import fc from 'fast-check';
import { expect, test } from 'vitest';
import { offsetsOf, postingsOf } from './segment.ts';

test('postings give back every offset of a subject, and none of a subject that is not there', () => {
  const subjects = fc.array(fc.option(fc.constantFrom('a', 'b', 'c', 'usr_01', 'usr_02')), {
    maxLength: 300,
  });
  fc.assert(
    fc.property(subjects, (list) => {
      const postings = postingsOf(list);
      for (const subject of ['a', 'usr_02', 'absent']) {
        const expected = [...list.keys()].filter((offset) => list[offset] === subject);
        expect(offsetsOf(postings, subject)).toEqual(expected);
      }
    }),
  );
});

test('a posting takes six bytes, and a record without a subject takes none', () => {
  expect(postingsOf(['a', null, 'b']).byteLength).toBe(12);
  expect(offsetsOf(new Uint8Array(0), 'a')).toEqual([]);
});
