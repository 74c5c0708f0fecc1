import { expect, test } from 'vitest';
import { parseMailAddress } from './mail-address.ts';

test.each([
  ['taro@mail.example', 'taro@mail.example'],
  ['Taro.Aoba+otp@Mail.Example', 'Taro.Aoba+otp@mail.example'],
  ["o'hara_!#$%&*/=?^`{|}~-@sub.mail.example", "o'hara_!#$%&*/=?^`{|}~-@sub.mail.example"],
  ['.taro..maru.@mobile.example', '.taro..maru.@mobile.example'],
  ['taro@xn--r8jz45g.xn--zckzah', 'taro@xn--r8jz45g.xn--zckzah'],
])('%s', (text, address) => {
  expect(parseMailAddress(text)).toBe(address);
});

test.each([
  [''],
  ['taro'],
  ['@mail.example'],
  ['taro@'],
  ['taro@localhost'],
  ['taro@[127.0.0.1]'],
  ['taro@127.0.0.1'],
  ['taro@mail..example'],
  ['taro@-mail.example'],
  ['taro@mail.example.'],
  ['taro@hanako@mail.example'],
  ['taro@mail.example, hanako@mail.example'],
  ['青葉 <taro@mail.example>'],
  ['青葉@mail.example'],
  ['"taro"@mail.example'],
  ['taro(comment)@mail.example'],
  ['taro @mail.example'],
  [' taro@mail.example'],
  ['taro@mail.example\r\nBcc: spy@evil.example'],
  ['taro\n@mail.example'],
  ['taro\u0000@mail.example'],
  [`${'a'.repeat(65)}@mail.example`],
  [`taro@${'a'.repeat(64)}.example`],
  [`taro@${'abc.'.repeat(70)}example`],
])('no mail address: %j', (text) => {
  expect(parseMailAddress(text)).toBeUndefined();
});
