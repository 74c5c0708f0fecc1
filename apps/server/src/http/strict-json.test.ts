import { describe, expect, it } from 'vitest';
import { parseJson } from './strict-json.ts';

const parse = (text: string) => parseJson(Buffer.from(text));

describe('parseJson', () => {
  it('gives the value, and an empty object for an absent body', () => {
    expect(parse('{"a":[1,"é"]}')).toEqual({ ok: true, value: { a: [1, 'é'] } });
    expect(parseJson(undefined)).toEqual({ ok: true, value: {} });
    expect(parse('')).toEqual({ ok: true, value: {} });
  });

  it('lets in what only looks dangerous', () => {
    const text = '{"a":"\\\\u0000 \\ud83d\\ude00 \\n","proto":"__proto__"}';
    expect(parse(text)).toEqual({ ok: true, value: JSON.parse(text) as unknown });
  });

  it.each([
    ['{"a":"\\u0000"}', '/a', 'holds a NUL character'],
    ['{"a":["\\udc00"]}', '/a/0', 'holds half a character'],
    ['{"a":{"x\\ud800":1}}', '/a', 'holds half a character'],
    ['{"a":{"__proto__":1}}', '/a', 'has a member that is not allowed'],
    ['{"a":{"\\u005f_proto__":1}}', '/a', 'has a member that is not allowed'],
  ])('refuses %s and says where', (text, path, message) => {
    expect(parse(text)).toMatchObject({
      ok: false,
      problem: { code: 'body_invalid', errors: [{ path, message }] },
    });
  });

  it('refuses 16 levels too many without going down', () => {
    const deep = `${'['.repeat(20_000)}"\\n"${']'.repeat(20_000)}`;
    expect(parse(deep)).toMatchObject({ ok: false, problem: { code: 'body_invalid' } });
  });

  it.each([['{'], ['\u{feff}{}'], ['{}{}'], ["{'a':1}"], ['{"a":"\n"}'], ['undefined']])(
    'does not call %j JSON',
    (text) => {
      expect(parse(text)).toMatchObject({ ok: false, problem: { code: 'body_not_json' } });
    },
  );
});
