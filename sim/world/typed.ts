import type { SeededRandom } from '../random.ts';

/** Ways in which people and machines write digits that mean the same code (row 7). */
const spellings: readonly ((code: string) => string)[] = [
  (code) => ` ${code} `,
  (code) => `${code.slice(0, 3)} ${code.slice(3)}`,
  (code) => `${code.slice(0, 3)}-${code.slice(3)}`,
  (code) => code.replace(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)),
  (code) => code.split('').join(' '),
  (code) => `${code.slice(0, 3)}ー${code.slice(3)}`,
];

/** What is no code at all. */
const nonsense: readonly string[] = [
  '',
  '12345',
  '1234567',
  'abcdef',
  '١٢٣٤٥٦',
  '+12345',
  '12345\u200b6',
];

export function spelled(code: string, random: SeededRandom): string {
  if (!random.chance(0.15)) return code;
  return (random.pick(spellings) ?? String)(code);
}

export function mistyped(code: string, random: SeededRandom): string {
  const place = random.below(code.length);
  const digit = (Number(code[place]) + random.between(1, 9)) % 10;
  return `${code.slice(0, place)}${digit}${code.slice(place + 1)}`;
}

export function guess(random: SeededRandom): string {
  if (random.chance(0.2)) return random.pick(nonsense) ?? '';
  return String(random.below(1_000_000)).padStart(6, '0');
}
